"""Java virtual machines: how full the heap stays, and how long they stand still to collect."""

from collections.abc import Iterator

from hexascope.derive.contract import deriver
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.snapshot import Window


@deriver()
def jvms(window: Window, _so_far: Facts) -> Iterator[Evidence]:
    """Give the least that any look saw of the heap in use, and shares and counts of collections.

    The least is what a collection leaves: a heap fills up and is emptied all the time, and only
    what stays says whether it is too small.
    """
    seconds = window.seconds_of("runtime.jvms")
    for most in window.last.of("runtime.heap_limit"):
        pid = dict(most.labels)["pid"]
        if isinstance(most.value, str) or most.value <= 0:
            continue
        series = tuple(
            (at, used / most.value) for at, used in _sightings(window, pid) if used is not None
        )
        if series:
            yield evidence(
                "runtime.heap_share",
                min(share for _, share in series),
                source=most.source,
                window_s=window.seconds,
                series=series,
                pid=pid,
            )
    if seconds > 0:
        yield from _stops(window, seconds)


def _sightings(window: Window, pid: str) -> Iterator[tuple[float, float | None]]:
    labels = (("pid", pid),)
    began = window.first.at
    yield 0.0, window.first.number("runtime.heap_used", pid=pid)
    for pulse in window.pulses:
        yield pulse.at - began, pulse.numbers.get("runtime.heap_used", {}).get(labels)
    yield window.last.at - began, window.last.number("runtime.heap_used", pid=pid)


def _stops(window: Window, seconds: float) -> Iterator[Evidence]:
    """Give for each JVM the share of time that it stood still, and its full collections."""
    stood: dict[str, float] = {}
    full: dict[str, float] = {}
    for now in window.last.of("runtime.collecting_s"):
        labels = dict(now.labels)
        pid = labels["pid"]
        spent = _growth(window, "runtime.collecting_s", labels)
        times = _growth(window, "runtime.collections", labels)
        if spent is None or times is None:
            continue
        stood[pid] = stood.get(pid, 0.0) + spent
        if labels["kind"] == "full":
            full[pid] = full.get(pid, 0.0) + times
    source = "hsperfdata_USER/PID"
    for pid, spent in stood.items():
        share = min(spent / seconds, 1.0)
        yield evidence("runtime.stopped_share", share, source=source, window_s=seconds, pid=pid)
    for pid, times in full.items():
        yield evidence("runtime.full_collections", times, source=source, window_s=seconds, pid=pid)


def _growth(window: Window, family: str, labels: dict[str, str]) -> float | None:
    before, now = (look.number(family, **labels) for look in (window.first, window.last))
    if before is None or now is None or now < before:
        return None  # begun meanwhile, or another JVM with the same pid
    return now - before
