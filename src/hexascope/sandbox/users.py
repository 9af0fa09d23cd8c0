"""A user id for each running job, so that its processes are counted and killed apart."""

import os
import pwd
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hexascope.domain.errors import NoSandbox

FIRST_USER = 60_600
LONGEST_STAT = 4096
USERS = 64
"""User ids that no distribution gives away: 60578 to 61183 are kept free."""


@contextmanager
def lent(taken: "Iterator[int] | None" = None) -> Iterator[int | None]:
    """Lend a user id that nobody has; None where only root could take another one than ours.

    Held by an abstract socket of that name, which ends with the process that holds it. Raises
    NoSandbox when all are lent.
    """
    if os.geteuid() != 0:
        yield None
        return
    living = set(taken) if taken is not None else users_of_processes()
    for user in range(FIRST_USER, FIRST_USER + USERS):
        if user in living or _has_a_name(user):
            continue
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC) as held:
            try:
                held.bind(f"\0hexascope-sandbox-{user}")
            except OSError:
                continue
            yield user
            return
    raise NoSandbox(f"all {USERS} user ids for code in a sandbox are in use; try again later")


def users_of_processes() -> Iterator[int]:
    """Give the user ids of all processes that live; what only waits to be reaped does nothing."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                user = folder.stat().st_uid
                lent_before = FIRST_USER <= user < FIRST_USER + USERS
                if not (lent_before and _is_dead(folder)):
                    yield user


def _is_dead(folder: Path) -> bool:
    state = (folder / "stat").read_bytes()[:LONGEST_STAT].rpartition(b")")[2].split()[:1]
    return state in ([b"Z"], [b"X"])


def _has_a_name(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True
