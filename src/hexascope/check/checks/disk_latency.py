"""Disk latency: requests take long, or none is completed at all."""

from collections.abc import Iterator

from hexascope.check import storage
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import BlockDevice
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

AWAIT = "disk.await"


@declared
class Limits:
    """Limits of disk_latency."""

    rotating: float = limit(
        0.050, Unit.SECONDS, "mean time of a request on a rotating disk", source="checks.md"
    )
    solid: float = limit(
        0.020, Unit.SECONDS, "mean time of a request on a solid-state disk", source="checks.md"
    )
    nvme: float = limit(
        0.010, Unit.SECONDS, "mean time of a request on an NVMe drive", source="checks.md"
    )
    requests: float = limit(
        50, Unit.COUNT, "requests below which a mean says little", source="checks.md"
    )
    waiting_tasks: float = limit(
        0.2,
        Unit.COUNT,
        "processes that wait for the device on average; below it nobody suffers",
        source="ours: writeback in the background is slow without harm to anybody",
    )
    silent_seconds: float = limit(
        2.0,
        Unit.SECONDS,
        "window from which on a device that completes nothing is not just slow",
        source="ours: a healthy disk that spins up is the slowest, and not used meanwhile",
    )


@check(resource=Resource.DISK, aspect=Aspect.LATENCY, needs=("disk.utilization",), limits=Limits)
def disk_latency(case: Case, limits: Limits) -> Iterator[Found]:
    """Requests to a device take longer than its kind should need, and processes wait for them.

    Why it matters: each read that the cache can't answer, and each commit of a database, takes as
    long as the device does. Long waits fill queues everywhere above.

    What to do: see whether the device is overloaded (its queue is long) or slow by itself (its
    queue is short). Move the load away in the one case; in the other look for errors in the kernel
    log, a rebuild of an array, or a limit of the cloud volume.
    """
    slow: list[Evidence] = []
    for queue in storage.leaves(case, "disk.queue"):
        name = queue.label("device")
        wait = case.one(AWAIT, device=name)
        if _is_silent(case, name, limits):
            yield _silent(case, name, queue)
        elif wait is not None and _is_slow(case, name, wait, limits):
            slow.append(wait)
    for wait in storage.lowest(case, slow):
        yield _slow(case, wait, limits)


def _is_slow(case: Case, name: str, wait: Evidence, limits: Limits) -> bool:
    enough = (case.number("disk.requests", device=name) or 0) >= limits.requests
    return enough and wait.number >= _limit(storage.device(case, name), name, limits)


def _is_silent(case: Case, name: str, limits: Limits) -> bool:
    """Say whether it held requests in every look and completed none in the window."""
    held = case.one("disk.most_in_flight", device=name)
    done = case.number("disk.requests", device=name)
    return (
        held is not None
        and case.window.seconds >= limits.silent_seconds
        and done == 0
        and len(held.series) > 1
        and all(value > 0 for _, value in held.series)
    )


def _silent(case: Case, name: str, queue: Evidence) -> Found:
    known = storage.device(case, name)
    held = case.one("disk.most_in_flight", device=name)
    users = storage.users(case, storage.files_on(case, storage.numbers(case, name)))
    return Found(
        severity=Severity.CRITICAL,
        harm=Harm.FAILING,
        title=text("Device {name} answers no request any more", name=name),
        description=text(
            "It held requests in every look ({queue:mean} on average) and completed none in the "
            "window. Whoever needs it waits and can't be killed.",
            queue=queue.number,
        ),
        recommendation=text(
            "Read the kernel log for resets and time-outs of {name}, and check its cable, path or"
            " cloud volume.",
            name=name,
        ),
        proposals=(proposal("replace_disk", device=name),),
        culprit=storage.named_device(name, known.number if known else "", 1.0),
        victims=storage.entities(case, users),
        evidence=(queue, *([held] if held else [])),
        confidence=90,
    )


def _slow(case: Case, wait: Evidence, limits: Limits) -> Found:
    name = wait.label("device")
    known = storage.device(case, name)
    most = _limit(known, name, limits)
    users = storage.users(case, storage.files_on(case, storage.numbers(case, name)))
    told = storage.waiting(case, users, name)
    suffers = told.number >= limits.waiting_tasks
    requests = case.one("disk.requests", device=name)
    queue = case.one("disk.queue", device=name)
    return Found(
        severity=Severity.HIGH if suffers else Severity.INFO,
        harm=Harm.WAITING if suffers else Harm.BUSY,
        title=text(
            "A request to {name} takes {wait:seconds} on average", name=name, wait=wait.number
        ),
        description=text(
            "A device of its kind should need less than {most:seconds}. It held {queue:mean} "
            "{queue:request|requests} on average; {tasks:mean} {tasks:process|processes} waited "
            "for it on average.",
            most=most,
            queue=queue.number if queue else 0.0,
            tasks=told.number,
        ),
        recommendation=text(
            "See who uses it (`iostat -x`, `pidstat -d`). With a long queue move load away from"
            " {name}; with a short one the device itself is slow: look for errors or a rebuild.",
            name=name,
        ),
        proposals=(proposal("move_io", device=name),),
        culprit=storage.named_device(name, known.number if known else "", 1.0),
        victims=storage.entities(case, [one for one in users if storage.waiting_share(one) > 0]),
        evidence=(wait, *([queue] if queue else []), told, *([requests] if requests else [])),
        threshold=most,
    )


def _limit(known: BlockDevice | None, name: str, limits: Limits) -> float:
    """Give the limit of a device's kind; a virtual disk calls itself rotating, which is lenient."""
    if name.startswith("nvme"):
        return limits.nvme
    if known is not None and known.rotational is False:
        return limits.solid
    return limits.rotating
