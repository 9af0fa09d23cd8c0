"""Whom a target waits for: the other ends of the sockets and pipes that its threads wait on."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, Json, collector
from hexascope.domain.rows import LoopSample, OtherEnd


def _ends(host: HostFiles) -> Iterator[OtherEnd | LoopSample]:
    told = host.call("task_ends")
    if not isinstance(told, dict):
        raise TypeError("the list of other ends is no table")
    ends, loops = told.get("ends"), told.get("loops")
    for row in ends if isinstance(ends, list) else ():
        yield _end(row)
    for row in loops if isinstance(loops, list) else ():
        yield _loop(row)


def _end(row: Json) -> OtherEnd:
    match row:
        case [
            str(name),
            str(kind),
            str(side),
            str(local),
            str(remote),
            spoke_last,
            int(received),
            int(sending),
            list(writers),
            list(readers),
            awaits_us,
        ]:
            return OtherEnd(
                name,
                kind,
                side,
                local,
                remote,
                spoke_last if isinstance(spoke_last, bool) else None,
                received,
                sending,
                tuple(pid for pid in writers if isinstance(pid, int)),
                tuple(pid for pid in readers if isinstance(pid, int)),
                awaits_us if isinstance(awaits_us, bool) else None,
            )
    raise ValueError("the other end of a wait made no sense")


def _loop(row: Json) -> LoopSample:
    match row:
        case [int(pid), int(tid), list(on)]:
            return LoopSample(pid, tid, tuple(str(one) for one in on))
    raise ValueError("what a thread waits for made no sense")


@collector(
    reads=("task_ends",),
    gives=(),
    light=_ends,
    light_every_seconds=0.2,
)
def target_ends(host: HostFiles) -> Iterator[OtherEnd | LoopSample]:
    """Find who is at the other end of what the target's threads wait for just now.

    Sockets are looked up in the kernel's tables, their holders by one walk of /proc. Who is found
    is sampled as well, up to three steps away and 24 processes.
    """
    yield from _ends(host)
