"""Java virtual machines: heap, and how often and how long they collected garbage."""

from collections.abc import Iterator, Mapping

from hexascope.collect.contract import HostFiles, Json, collector
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

FULL_AGE, LIGHT_AGE = "0.5", "3600"
"""Ages of the list of mount namespaces: a light look takes that of the full look before."""

SOURCE = "hsperfdata_USER/PID"
SPACES, COLLECTORS = range(5), range(4)
MOST_TICKS_A_SECOND = 10**10

Counters = Mapping[str, Json]


def _light(host: HostFiles) -> Iterator[Reading]:
    for pid, counters in _jvms(host.call("jvm_counters", LIGHT_AGE)):
        yield from _heap(pid, counters)


@collector(
    reads=("jvm_counters", SOURCE),
    gives=(
        "runtime.jvms",
        "runtime.heap_used",
        "runtime.heap_limit",
        "runtime.collections",
        "runtime.collecting_s",
    ),
    light=_light,
    light_every_seconds=0.5,
)
def jvms(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read each JVM's own counters of its old generation and of its collections.

    They are there for each HotSpot JVM that was not started with -XX:-UsePerfData, in containers
    as well; those of other users are for root only.
    """
    told = host.call("jvm_counters", FULL_AGE)
    found = list(_jvms(told))
    yield Reading("runtime.jvms", (), len(found), SOURCE)
    for pid, counters in found:
        yield from _heap(pid, counters)
        yield from _collections(pid, counters)
    refused = told.get("refused") if isinstance(told, dict) else None
    if isinstance(refused, int) and refused > 0:
        reason = f"the counters of {refused} JVMs are for their user and root only"
        yield Missing("runtime.jvms", Status.NO_PERMISSION, reason)


def _jvms(told: Json) -> Iterator[tuple[str, Counters]]:
    jvms = told.get("jvms") if isinstance(told, dict) else None
    if not isinstance(jvms, dict):
        raise TypeError("the list of JVMs is no table")
    for pid, counters in jvms.items():
        if pid.isdecimal() and isinstance(counters, dict):
            yield pid, counters


def _heap(pid: str, counters: Counters) -> Iterator[Reading]:
    """Give use and limit of what lives long: with G1 that may become the whole heap."""
    old = "sun.gc.generation.1" if "sun.gc.generation.1.maxCapacity" in counters else ""
    old = old or "sun.gc.generation.0"  # a collector without generations
    used = [_number(counters, f"{old}.space.{one}.used") for one in SPACES]
    most = _number(counters, f"{old}.maxCapacity")
    known = [one for one in used if one is not None]
    if most and known:
        where = (("pid", pid),)
        yield Reading("runtime.heap_used", where, sum(known), SOURCE)
        yield Reading("runtime.heap_limit", where, most, SOURCE)


def _collections(pid: str, counters: Counters) -> Iterator[Reading]:
    """Give how often and how long it stood still for each kind of collection."""
    ticks = _number(counters, "sun.os.hrt.frequency")
    if not ticks or ticks > MOST_TICKS_A_SECOND:
        return
    for one in COLLECTORS:
        name = counters.get(f"sun.gc.collector.{one}.name")
        times = _number(counters, f"sun.gc.collector.{one}.invocations")
        spent = _number(counters, f"sun.gc.collector.{one}.time")
        if not isinstance(name, str) or times is None or spent is None or _concurrent(name):
            continue
        where = (("kind", "full" if one == 1 else f"collector {one}"), ("pid", pid))
        yield Reading("runtime.collections", where, times, SOURCE)
        yield Reading("runtime.collecting_s", where, spent / ticks, SOURCE)


def _concurrent(name: str) -> bool:
    """Say whether the program runs on meanwhile: ZGC and Shenandoah count whole cycles."""
    return "cycle" in name.lower() and "pause" not in name.lower()


def _number(counters: Counters, name: str) -> int | None:
    value = counters.get(name)
    return value if isinstance(value, int) and value >= 0 else None
