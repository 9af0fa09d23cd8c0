"""Requests of a device took long in a time of which only an archive tells."""

from collections.abc import Iterator

from hexascope.check import storage
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Status, Unit


@declared
class Limits:
    """Limits of past_disk_wait."""

    busy_share: float = limit(
        0.60,
        Unit.RATIO,
        "share of the interval in which a device had a request to serve",
        source="as disk_busy",
        window="the archive's interval",
    )
    wait: float = limit(
        0.050,
        Unit.SECONDS,
        "mean time of a request that a rotating disk does not need either",
        source="ours: a seek takes 10 ms, and five in a row are a queue",
        window="the archive's interval",
    )
    queue: float = limit(
        1.2,
        Unit.COUNT,
        "requests in the device on average; one alone is no queue",
        source="USE checklist: above 1",
        window="the archive's interval",
    )


@check(resource=Resource.DISK, aspect=Aspect.SATURATION, needs=("disk.utilization",), limits=Limits)
def past_disk_wait(case: Case, limits: Limits) -> Iterator[Found]:
    """A device was busy, held a queue, and its requests took long, by the record of an archive.

    Why it matters: whatever read or wrote then waited with it. An archive of means does not tell
    who it was, so this is told of windows of the past only.

    What to do: see what was due at that time: backups, timers, reports. Keep examinations, or let
    hexascope watch, to see who does it the next time.
    """
    if not _is_archive(case):
        return
    for busy in storage.leaves(case, "disk.utilization"):
        name = busy.label("device")
        wait, queue = case.one("disk.await", device=name), case.one("disk.queue", device=name)
        if wait is None or queue is None or busy.number < limits.busy_share:
            continue
        if wait.number >= limits.wait and queue.number >= limits.queue:
            yield _found(name, (wait, busy, queue), limits)


def _is_archive(case: Case) -> bool:
    """Say whether the window is one of means without processes: others are judged by who waits."""
    why = case.why_missing("process.count")
    return not case.has("process.count") and why.status is Status.NOT_SUPPORTED


def _found(name: str, told: tuple[Evidence, Evidence, Evidence], limits: Limits) -> Found:
    wait, busy, queue = told
    return Found(
        severity=Severity.MEDIUM,
        harm=Harm.WAITING,
        title=text(
            "Requests to {name} took {wait:seconds} on average", name=name, wait=wait.number
        ),
        description=text(
            "{name} was busy {busy:percent} of the time and held {queue:mean}"
            " {queue:request|requests} on average. Who did it the archive does not tell.",
            name=name,
            busy=busy.number,
            queue=queue.number,
        ),
        recommendation=text(
            "See what was due at that time (systemctl list-timers, crontabs, backups), and keep"
            " examinations (hexascope examine --watch 5m) to see who it is the next time."
        ),
        culprit=storage.named_device(name, ""),
        evidence=told,
        confidence=75,
        threshold=limits.wait,
    )
