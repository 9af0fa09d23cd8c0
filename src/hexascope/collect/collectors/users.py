"""The names of users who own a process."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status


@collector(reads=("user_names",), gives=("user.name",), once=True)
def users(host: HostFiles) -> Iterator[Reading]:
    """Read from /etc/passwd how the owners of processes are called.

    Taken are the names of those who own a process, and nothing else: no real names, no folders.
    """
    told = host.call("user_names")
    if not isinstance(told, dict) or not told:
        raise NotHere(Status.NOT_PRESENT, "/etc/passwd names nobody who owns a process")
    for uid, name in told.items():
        if uid.isdecimal() and isinstance(name, str):
            yield Reading("user.name", (("uid", uid),), name, "/etc/passwd")
