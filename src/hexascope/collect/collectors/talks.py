"""Conversations over TCP: whose turn it is on each connection, and since when."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, Json, NotHere, collector
from hexascope.collect.network import known, light
from hexascope.domain.rows.talk import Talk
from hexascope.domain.snapshot import Reading

MOST_NAMESPACES = 8
MOST_TALKS = 2_000
"""Connections that are told of each namespace."""

MOST_UNREAD = 200
"""Connections with something unread that a light look tells of each namespace."""

LONGEST_AGE_MS = 2**31
"""A connection on which one side has never spoken has an age beyond all uptimes."""


def _light(host: HostFiles) -> Iterator[Talk | Reading]:
    """Follow what lies unread: who does not even read has no time for his clients."""
    for number, namespace in enumerate(light(host)):
        try:
            told = host.call("unread", str(namespace.through), str(MOST_UNREAD))
        except NotHere:
            if not number:
                raise
            continue  # as in the full look
        rows = [_row(namespace.name, one) for one in told] if isinstance(told, list) else []
        yield from rows
        labels = (("namespace", namespace.name),)
        yield Reading("talk.unread", labels, len(rows), "sock_diag")


@collector(
    reads=("namespaces", "talks", "unread"),
    gives=("talk.count",),
    light=_light,
    light_every_seconds=0.5,
)
def talks(host: HostFiles) -> Iterator[Talk | Reading]:
    """Ask the kernel who has spoken last on each connection of up to eight namespaces.

    A connection on which nobody has said a word for five minutes is left out.
    """
    for number, namespace in enumerate(known(host).rows[:MOST_NAMESPACES]):
        try:
            told = host.call("talks", str(namespace.through), str(MOST_TALKS))
        except NotHere:
            if not number:
                raise
            continue  # another namespace: its processes have ended, or it is not for us to see
        rows = [_row(namespace.name, one) for one in told] if isinstance(told, list) else []
        yield from rows
        labels = (("namespace", namespace.name),)
        yield Reading("talk.count", labels, len(rows), "sock_diag")


def _row(namespace: str, told: Json) -> Talk:
    match told:
        case [str(local), str(remote), int(inode), int(sent), int(received), *rest]:
            counts = (one for one in rest[:3] if isinstance(one, int))
            return Talk(namespace, local, remote, inode, _age(sent), _age(received), *counts)
    raise ValueError("a connection's line made no sense")


def _age(milliseconds: int) -> float:
    return min(max(milliseconds, 0), LONGEST_AGE_MS) / 1000
