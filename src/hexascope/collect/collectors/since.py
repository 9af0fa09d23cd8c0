"""Since when the past is asked for as well."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status


@collector(reads=("since",), gives=("past.since",), once=True)
def since(host: HostFiles) -> Iterator[Reading]:
    """Give the time that `--since` names: counters that began later tell of that time alone.

    Without `--since` nobody asked, and the checks of what counters remember are silent.
    """
    told = host.call("since")
    if isinstance(told, bool) or not isinstance(told, int | float):
        raise NotHere(Status.UNREADABLE, "the time that --since names is no number")
    yield Reading("past.since", (), float(told), "--since")
