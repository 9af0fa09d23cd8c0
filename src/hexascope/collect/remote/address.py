"""An ssh address as the user typed it, and the words to call ssh with."""

import re
import shlex
from dataclasses import dataclass

from hexascope.domain.errors import BadInput

CONNECT_SECONDS = 10
ALIVE_SECONDS = 5
ALIVE_TIMES = 3

_ADDRESS = re.compile(
    r"^ssh://(?:(?P<user>[^@/]*)@)?(?P<host>\[[^\]]*\]|[^:/@]*)(?::(?P<port>[^/]*))?/?"
)
_NAME = re.compile(r"^[A-Za-z0-9_.%:](?:[A-Za-z0-9_.%:-]*)$")
_USER = re.compile(r"^[A-Za-z0-9_.][A-Za-z0-9_.+$-]*")


@dataclass(frozen=True, slots=True)
class Address:
    """Whom to reach: the words ssh knows it by; `port` 0 is ssh's own choice."""

    host: str
    user: str = ""
    port: int = 0

    @property
    def destination(self) -> str:
        """Give `user@host`, as ssh takes it."""
        return f"{self.user}@{self.host}" if self.user else self.host

    @property
    def by_hand(self) -> str:
        """Give the command that a person would type to try it."""
        port = ["-p", str(self.port)] if self.port else []
        return shlex.join(["ssh", *port, self.destination])

    def words(self, command: str) -> list[str]:
        """Give ssh's words: it asks nothing, forwards nothing and opens no terminal.

        The user's own configuration, keys and agent apply; the agent is not lent to the host.
        """
        options = {
            "BatchMode": "yes",
            "ConnectTimeout": str(CONNECT_SECONDS),
            "ServerAliveInterval": str(ALIVE_SECONDS),
            "ServerAliveCountMax": str(ALIVE_TIMES),
            "ClearAllForwardings": "yes",
            "ForwardAgent": "no",
            "ForwardX11": "no",
            "PermitLocalCommand": "no",
            "RequestTTY": "no",
            "ControlMaster": "no",
            "EscapeChar": "none",
            "LogLevel": "ERROR",
        }
        told = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
        port = ["-p", str(self.port)] if self.port else []
        return ["ssh", *told, *port, "--", self.destination, command]


def address_of(text: str) -> Address:
    """Read `ssh://[user@]host[:port]`; what could pass for an option or a command is refused."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        raise BadInput(f"{text!r:.120} is no ssh address; write ssh://HOST or ssh://USER@HOST:PORT")
    user, host = found["user"] or "", found["host"].strip("[]")
    if ":" in user:
        raise BadInput(
            "an ssh address holds no password, for it would be seen: use a key (ssh-copy-id)"
        )
    if not _NAME.fullmatch(host):
        raise BadInput(f"{host!r:.80} can't be a host's name: letters, digits and . - _ only")
    if found["user"] is not None and not _USER.fullmatch(user):
        raise BadInput(f"{user!r:.80} can't be a user's name: letters, digits and . - _ only")
    return Address(host, user, _port(found["port"]))


def _port(text: str | None) -> int:
    if text is None:
        return 0
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 65536):
        raise BadInput(f"{text!r:.20} is no port: a number from 1 to 65535")
    return int(text)
