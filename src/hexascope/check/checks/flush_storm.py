"""Flush storm: caches are flushed so often that the device does little else."""

from collections.abc import Iterator

from hexascope.check import storage
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of flush_storm."""

    flushes: float = limit(
        100, Unit.PER_SECOND, "cache flushes of a device a second", source="checks.md"
    )
    flush_time: float = limit(
        0.005,
        Unit.SECONDS,
        "time of a flush from which on their number hurts",
        source="ours: a drive with a protected cache answers at once, and any number is fine",
    )
    waiting_tasks: float = limit(
        0.5, Unit.COUNT, "processes that wait for the device on average", source="ours"
    )


@check(resource=Resource.DISK, aspect=Aspect.SATURATION, needs=("disk.utilization",), limits=Limits)
def flush_storm(case: Case, limits: Limits) -> Iterator[Found]:
    """A device is asked to flush its cache many times a second, and processes wait for that.

    Why it matters: each fsync of a program makes the device empty its cache, and all others that
    write wait meanwhile. Throughput falls to a few hundred small writes a second.

    What to do: find who calls fsync after every small write. Let it commit in groups, or give it a
    device with a cache that survives a power cut.
    """
    for rate in storage.leaves(case, "disk.flush_rate"):
        time = case.one("disk.flush_await", device=rate.label("device"))
        if rate.number < limits.flushes or time is None or time.number < limits.flush_time:
            continue
        found = _found(case, rate, time, limits)
        if found is not None:
            yield found


def _found(case: Case, rate: Evidence, time: Evidence, limits: Limits) -> Found | None:
    name = rate.label("device")
    users = storage.users(case, storage.files_on(case, storage.numbers(case, name), writable=True))
    waiting = storage.waiting(case, users, name)
    if waiting.number < limits.waiting_tasks:
        return None
    culprit, group = storage.main_group(case, users, lambda one: one.write_bytes_per_s or 0.0)
    known = storage.device(case, name)
    device = storage.named_device(name, known.number if known else "")
    return Found(
        severity=Severity.MEDIUM,
        harm=Harm.WAITING,
        title=text(
            "{name} flushes its cache {rate:mean} {rate:time|times} a second, and each flush "
            "takes {time:seconds}",
            name=name,
            rate=rate.number,
            time=time.number,
        ),
        description=text(
            "Somebody makes every small write lasting by itself (fsync); {tasks:mean} "
            "{tasks:process|processes} waited for {name} on average.",
            tasks=waiting.number,
            name=name,
        ),
        recommendation=text(
            "Let it commit in groups instead of once a write, or put it on a device whose cache"
            " survives a power cut."
        ),
        proposals=(proposal("batch_work", pid=group[0].pid),) if group else (),
        culprit=culprit or device,
        victims=(device,),
        evidence=(rate, time, waiting),
        threshold=limits.flushes,
    )
