"""Newcomers: processes too young, and maybe too short-lived, for the other looks."""

from collections.abc import Iterator

from hexascope.collect.collectors import _stat as stat
from hexascope.collect.contract import HostFiles, collector
from hexascope.domain.rows import ProcessSample


def _newest(host: HostFiles) -> Iterator[ProcessSample]:
    told = host.call("newest_processes")
    texts = told if isinstance(told, list) else []
    if not texts:
        return
    by = stat.scale(host)
    for text in texts:
        if isinstance(text, str):
            yield stat.sample(text, by)


@collector(reads=("newest_processes", "whoami"), gives=(), light=_newest)
def newcomers(host: HostFiles) -> Iterator[ProcessSample]:
    """Look ten times a second for processes started within the last second.

    The first and the last look miss what lives for half a second; its name is what tells a storm
    of short-lived processes. In a full look there is nothing to do: all processes are read there.
    """
    del host
    yield from ()
