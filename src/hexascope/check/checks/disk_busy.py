"""Disk busy: a device always has a request to serve, and others stand behind it."""

from collections.abc import Iterator

from hexascope.check import storage
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import Proposal, proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of disk_busy."""

    busy_share: float = limit(
        0.60,
        Unit.RATIO,
        "share of the window in which a device had a request to serve",
        source="ours, seen on the fault bench: 71 to 81 % with three direct readers on two CPUs;"
        " PCP and Netdata say 95 to 98 %, of whole minutes",
    )
    queue: float = limit(
        1.2,
        Unit.COUNT,
        "requests in the device on average; one alone is no queue",
        source="USE checklist: above 1",
    )
    waiting_tasks: float = limit(
        1.2,
        Unit.COUNT,
        "processes that wait for the device on average: one alone waits for its own work only",
        source="ours: tells readers that hold each other up from one stream, such as a backup",
    )
    parallel_wait: float = limit(
        0.005,
        Unit.SECONDS,
        "mean time of a request from which on a device that serves many at once is overloaded",
        source="ours: busy and a queue are its daily life, and a rotating disk that answers so soon"
        " reads on without seeking",
    )
    small_bytes: float = limit(
        65_536,
        Unit.BYTES,
        "size of a request below which a device is kept busy by their number",
        source="ours: streams come in requests of 128 KiB and more",
    )


@check(
    resource=Resource.DISK, aspect=Aspect.UTILIZATION, needs=("disk.utilization",), limits=Limits
)
def disk_busy(case: Case, limits: Limits) -> Iterator[Found]:
    """A device is busy nearly all the time, and requests queue in it.

    Why it matters: whoever comes next waits behind those who keep it busy. A device that is busy
    without a queue still has room.

    What to do: find who does it (`pidstat -d`, `iotop`), and whether it must do so much: a missing
    index, a cache that is too small, direct I/O without need. Else spread the load in time or over
    devices.
    """
    crowded = {
        busy: queue
        for busy in storage.leaves(case, "disk.utilization")
        if busy.number >= limits.busy_share
        and (queue := case.one("disk.queue", device=busy.label("device"))) is not None
        and queue.number >= limits.queue
        and not _has_room(case, busy.label("device"), limits)
    }
    for busy in storage.lowest(case, crowded):
        yield _found(case, busy, crowded[busy], limits)


def _has_room(case: Case, name: str, limits: Limits) -> bool:
    """Say whether a drive, real or of a virtual machine, is fast in spite of its queue.

    Virtual ones call themselves rotating whatever stands behind them. A loop device serves its
    requests one after the other, so its queue waits however fast each of them is.
    """
    known, wait = storage.device(case, name), case.one("disk.await", device=name)
    drive = name.startswith("nvme") or (known is not None and known.kind == "disk")
    return drive and wait is not None and wait.number < limits.parallel_wait


def _found(case: Case, busy: Evidence, queue: Evidence, limits: Limits) -> Found:
    name = busy.label("device")
    known = storage.device(case, name)
    device = storage.named_device(name, known.number if known else "")
    users = storage.users(case, storage.files_on(case, storage.numbers(case, name)))
    culprit, group = storage.main_group(case, users, storage.volume)
    waiting = storage.waiting(case, users, name)
    size = case.one("disk.request_size", device=name)
    small = size is not None and size.number < limits.small_bytes
    crowded = waiting.number >= limits.waiting_tasks
    polite = bool(group) and all(one.now.nice > 0 for one in group) and len(users) == len(group)
    suffers = (crowded or small) and not polite
    rates = [
        one
        for family in ("disk.read_rate", "disk.write_rate")
        if (one := case.one(family, device=name)) is not None and one.number > 0
    ]
    return Found(
        severity=_severity(suffers=suffers, crowded=crowded),
        harm=Harm.WAITING if suffers else Harm.BUSY,
        title=text(
            "{name} is busy {busy:percent} of the time with {queue:mean} {queue:request|requests} "
            "queued",
            name=name,
            busy=busy.number,
            queue=queue.number,
        ),
        description=_why(culprit, waiting, size, small=small),
        recommendation=text(
            "Look at what it reads and writes (pidstat -d, iotop); spread it in time, cache it, or"
            " move it to another device than {name}.",
            name=name,
        ),
        proposals=_proposals(name, group, culprit),
        culprit=culprit or device,
        victims=(device, *_others(case, users, group)),
        evidence=(busy, queue, waiting, *([size] if size else []), *rates),
        confidence=85 if culprit else 60,
        threshold=limits.busy_share,
    )


def _severity(*, suffers: bool, crowded: bool) -> Severity:
    if not suffers:
        return Severity.INFO  # one stream that is alone with its device: busy, and fine
    return Severity.HIGH if crowded else Severity.MEDIUM


def _others(case: Case, users: list[ProcessUse], group: list[ProcessUse]) -> tuple[Entity, ...]:
    pids = {one.pid for one in group}
    suffer = [one for one in users if one.pid not in pids and storage.waiting_share(one) > 0]
    return storage.entities(case, suffer)


def _why(culprit: Entity | None, waiting: Evidence, size: Evidence | None, *, small: bool) -> Text:
    if culprit is None or culprit.share is None:
        return text(
            "{tasks:mean} {tasks:process|processes} waited for it on average. Nobody is seen to "
            "have it or a file on it open, so who does it is not known.",
            tasks=waiting.number,
        )
    if small and size is not None:
        return text(
            "{name} does {share:percent} of it, in requests of {size:bytes} on average: their "
            "number, not their size, keeps the device busy. {tasks:mean} "
            "{tasks:process|processes} waited on average.",
            name=culprit.name,
            share=culprit.share,
            size=size.number,
            tasks=waiting.number,
        )
    return text(
        "{name} does {share:percent} of it. {tasks:mean} {tasks:process|processes} waited for the "
        "device on average.",
        name=culprit.name,
        share=culprit.share,
        tasks=waiting.number,
    )


def _proposals(name: str, group: list[ProcessUse], culprit: Entity | None) -> tuple[Proposal, ...]:
    moved = proposal("move_io", device=name)
    if culprit is None or not group:
        return (moved,)
    return (proposal("lower_priority", pid=group[0].pid), moved)
