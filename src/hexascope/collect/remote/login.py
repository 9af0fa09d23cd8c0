"""Reaching a host: a connection on which scripts are sent to its sh, and why it could not be."""

import re
import secrets
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from hexascope.collect.remote.address import CONNECT_SECONDS, Address
from hexascope.domain.errors import CannotReach
from hexascope.kit import clock
from hexascope.kit.process import ProcessError, ProcessTimeoutError
from hexascope.kit.talk import Talk, TalkEndedError, TalkTooLongError

GREETING_SECONDS = CONNECT_SECONDS + 15
"""For name look-up, key exchange, login and the host's own greetings."""

MOST_NOISE = 64 * 1024
"""Bytes that a host's login may print before our first word."""

LONGEST_TOLD = 200
END = "#END"

# One line in single quotes, so that any login shell passes it on. It reads a script from its
# input, line by line (`read` takes no byte beyond), runs it, and reads the next one.
_LOOP = (
    'n=$(printf "\\nx"); n=${n%x}; while :; do s=; while IFS= read -r l; do'
    f' [ "$l" = "{END}" ] && break; s=$s$l$n; done; [ "$s" ] || exit; eval "$s"; done'
)
_SH = f"sh -c '{_LOOP}'"

_PYTHONS = "python3 platform-python python"
_MORE_PLACES = "/usr/local/bin:/usr/libexec"
_OLD_ENOUGH = "import sys, zipfile, ctypes; sys.exit(sys.version_info < (3, 6))"


@dataclass(frozen=True, slots=True)
class Connection:
    """A talk with the sh of a host; `python` is the one there, empty without any from 3.6 on.

    `mark` is random: nothing that the host shows can look like it.
    """

    address: Address
    talk: Talk
    mark: str
    python: str

    def run(self, script: str) -> None:
        """Have a script run there."""
        self.talk.send(f"{script}\n{END}\n".encode(errors="surrogateescape"))


@contextmanager
def reached(address: Address, *, sudo: bool) -> Iterator[Connection]:
    """Reach a host; every failure on the way, then and later, is a CannotReach with its reason."""
    command = f"exec sudo -n -- {_SH}" if sudo else f"exec {_SH}"
    mark = f"hexascope-{secrets.token_hex(16)}"
    try:
        talk = Talk(address.words(command), {"SSH_ASKPASS_REQUIRE": "never"})
    except ProcessError as error:
        raise CannotReach(f"{error}: install OpenSSH's client here (openssh-client)") from None
    with talk:
        try:
            yield _greeted(address, talk, mark)
        except TalkTooLongError as error:
            raise CannotReach(
                f"{address.host} said more than a host has to say ({error}); nothing of it was used"
            ) from None
        except ProcessTimeoutError:
            raise CannotReach(
                f"{address.host} gave no answer in time: is it overloaded or out of reach?"
                f" try `{address.by_hand} true`"
            ) from None
        except TalkEndedError:
            raise CannotReach(_why(address, talk, sudo=sudo)) from None


def _greeted(address: Address, talk: Talk, mark: str) -> Connection:
    """Wait for our own first word behind whatever the login prints."""
    script = (
        f"PATH=$PATH:{_MORE_PLACES}; for p in {_PYTHONS}; do"
        f" p=$(command -v $p 2>/dev/null) && $p -I -S -B -c {shlex.quote(_OLD_ENOUGH)}"
        f" </dev/null >/dev/null 2>&1 && break; p=; done; printf '\\n%s %s\\n' '{mark}' \"$p\""
    )
    connection = Connection(address, talk, mark, "")
    connection.run(script)
    until = clock.monotonic() + GREETING_SECONDS
    talk.through(f"\n{mark} ".encode(), limit=MOST_NOISE, until=until)
    told = talk.through(b"\n", limit=MOST_NOISE, until=until).decode(errors="replace")
    python = told if re.fullmatch(r"/[\w./+-]+", told) else ""
    return Connection(address, talk, mark, python)


_REASONS = (
    (
        "REMOTE HOST IDENTIFICATION HAS CHANGED",
        (
            "{host}'s key is not the one that ssh knows. Somebody may stand in between, or the host"
            " was set up anew: ask who runs it, and only then forget the old key with"
            " `ssh-keygen -R {key}`"
        ),
    ),
    (
        "Host key verification failed",
        (
            "ssh does not know {host}'s key yet: connect once by hand with `{by_hand}` and compare"
            " the fingerprint it shows"
        ),
    ),
    (
        "Permission denied",
        (
            "{host} lets us in by no key of yours, and hexascope never asks for a password: put a"
            " key there (ssh-copy-id), load it into your agent (ssh-add), or name another user"
        ),
    ),
    ("Could not resolve hostname", "there is no host named {host}: {said}"),
    ("Connection refused", "nothing answers as ssh on {host}: is its sshd running, on this port?"),
    (
        "timed out",
        "{host} did not answer within {seconds} s: is it up, and does a firewall let ssh through?",
    ),
    ("No route to host", "there is no way to {host} from here: {said}"),
    ("Network is unreachable", "there is no way to {host} from here: {said}"),
    (
        "sudo: a password is required",
        (
            "sudo on {host} wants a password, and hexascope asks for none: allow it there without"
            " one (NOPASSWD), connect as root, or leave --sudo out"
        ),
    ),
    ("sudo: a terminal is required", "sudo on {host} wants a terminal: connect as root instead"),
    ("is not in the sudoers file", "sudo on {host} does not allow it: {said}"),
    ("is not allowed to", "sudo on {host} does not allow it: {said}"),
)


def _why(address: Address, talk: Talk, *, sudo: bool) -> str:
    """Say why the talk ended, from what ssh told and how it ended."""
    code = talk.code(until=clock.monotonic() + 1.0)
    told = talk.errors.decode(errors="replace")
    said = last_words(told)
    for words, reason in _REASONS:
        if words.lower() in told.lower():
            return reason.format(
                host=address.host,
                by_hand=address.by_hand,
                seconds=CONNECT_SECONDS,
                said=said,
                key=shlex.quote(
                    f"[{address.host}]:{address.port}" if address.port else address.host
                ),
            )
    if code == 127 or "not found" in told:
        what = "sudo or sh" if sudo else "sh"
        return f"{address.host} has no {what} to talk to: {said or 'it was not found'}"
    reason = f": {said}" if said else f" (ssh ended with {code}); try `{address.by_hand} true`"
    return f"{address.host} ended the connection{reason}"


def last_words(told: str) -> str:
    """Give the last line that says something, without what could harm a terminal."""
    lines = [
        "".join(char for char in line if char.isprintable()).strip() for line in told.splitlines()
    ]
    return next((line for line in reversed(lines) if line), "")[-LONGEST_TOLD:]
