"""Burst balance: a volume stands at a flat cap that nobody set on this host."""

from collections.abc import Iterator
from typing import NamedTuple

from hexascope.check import storage
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import BlockDevice
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

MIB = 2**20
CLOUD = ("Amazon Elastic Block Store", "PersistentDisk", "Virtual Disk", "nvme_card-pd", "MSFT")
VIRTUAL = (*CLOUD, "QEMU", "VBOX", "VMware", "Virtual disk")
"""A drive with the name of its maker stands at what it can, and not at what was bought."""

REQUEST_CAPS = (100, 120, 240, 500, 1_000, 1_100, 2_300, 3_000, 5_000, 6_000, 7_500, 10_000, 16_000)
"""Caps that clouds sell, in requests a second."""
_MEGABYTES = (25, 40, 50, 60, 90, 100, 125, 128, 145, 150, 160, 170, 200, 250, 300, 500, 750, 1_000)
BYTE_CAPS = tuple(n * unit for n in _MEGABYTES for unit in (MIB, 10**6))
"""Caps that clouds sell, in bytes a second."""
BASE_PER_GIB, BASE_LEAST = 3, 100
"""Base requests a second of burstable volumes: three a GiB, at least 100."""


@declared
class Limits:
    """Limits of burst_balance."""

    strayed: float = limit(
        0.02,
        Unit.RATIO,
        "how far the rate may stray from its mean in half-second steps and still be flat",
        source="ours: a program's own rhythm strays by more",
    )
    near: float = limit(
        0.02, Unit.RATIO, "how near the rate must be to a cap that is sold", source="ours"
    )
    queue: float = limit(
        1.5, Unit.COUNT, "requests in the device on average", source="USE checklist: above 1"
    )
    pressure: float = limit(
        0.20,
        Unit.RATIO,
        "share of the window in which a task waited for I/O",
        source="fault bench: 'some' pressure above 20 % appeared in hardly any other fault",
    )


class _Cap(NamedTuple):
    """A cap and the rate that stands at it."""

    kind: str
    most: float
    rate: Evidence


@check(resource=Resource.DISK, aspect=Aspect.SATURATION, needs=("disk.steadiness",), limits=Limits)
def burst_balance(case: Case, limits: Limits) -> Iterator[Found]:
    """A device serves a flat, round number of requests or bytes a second, and tasks wait for it.

    Why it matters: volumes of clouds have caps, and burstable ones fall to their base rate when
    their credit is used up. The host sees only that the disk has become slow.

    What to do: look at the volume's type, its size and its burst balance in the cloud's console.
    Buy more requests or throughput, or make the volume larger, or do less.
    """
    waited = case.one("pressure.some_share", resource="io")
    if waited is None or waited.number < limits.pressure:
        return
    told: set[str] = set()
    for strayed in storage.leaves(case, "disk.steadiness"):
        name = strayed.label("device")
        queue = case.one("disk.queue", device=name)
        known = storage.device(case, name)
        if known is None or queue is None or name in told or not _may_be_capped(known):
            continue
        if strayed.number <= limits.strayed and queue.number >= limits.queue:
            cap = _cap(case, known, strayed.label("kind"), limits)
            if cap is not None:
                told.add(name)
                yield _found(case, known, cap, (strayed, queue, waited))


def _may_be_capped(known: BlockDevice) -> bool:
    virtual = not known.model or any(word in known.model for word in VIRTUAL)
    return virtual and known.kind != "loop"


def _cap(case: Case, known: BlockDevice, kind: str, limits: Limits) -> _Cap | None:
    """Give the cap that the rate stands at; the base rate of a burstable volume comes first."""
    of_bytes = kind == "bytes"
    rate = case.one("disk.bandwidth" if of_bytes else "disk.request_rate", device=known.name)
    if rate is None:
        return None
    base = max(BASE_LEAST, BASE_PER_GIB * (known.size_bytes or 0) / 2**30)
    caps: tuple[float, ...] = BYTE_CAPS if of_bytes else (base, *REQUEST_CAPS)
    if _of_cloud(known):  # there any number can be bought
        caps = (*caps, float(f"{rate.number:.1e}"))
    near = (most for most in caps if abs(rate.number - most) <= most * limits.near)
    most = next(near, None)
    return None if most is None else _Cap(kind, float(most), rate)


def _of_cloud(known: BlockDevice) -> bool:
    return any(word in known.model for word in CLOUD)


def _found(case: Case, known: BlockDevice, cap: _Cap, more: tuple[Evidence, ...]) -> Found:
    of_cloud = _of_cloud(known)
    users = storage.users(case, storage.files_on(case, storage.numbers(case, known.name)))
    told = evidence(
        "disk.cap",
        cap.most,
        source="caps that clouds sell",
        device=known.name,
        kind=cap.kind,
    )
    return Found(
        severity=Severity.MEDIUM if of_cloud else Severity.LOW,
        harm=Harm.WAITING,
        title=_title(known, cap),
        description=text(
            "Its rate did not stray in the window while {queue:mean} requests stood in its queue, "
            "and tasks waited for I/O {waited:percent} of the time: that is a cap, not a disk.",
            queue=more[1].number,
            waited=more[2].number,
        ),
        recommendation=text(
            "Look at the type, size and burst balance of volume {name} where you rent it; buy more"
            " or make it larger, or move load away.",
            name=known.name,
        ),
        proposals=(proposal("move_io", device=known.name),),
        culprit=storage.named_device(known.name, known.number, 1.0),
        victims=storage.entities(case, [one for one in users if storage.waiting_share(one) > 0]),
        evidence=(cap.rate, told, *more),
        confidence=75 if of_cloud else 50,
    )


def _title(known: BlockDevice, cap: _Cap) -> Text:
    if cap.kind == "bytes":
        return text(
            "{name} stands at {rate:bytes_per_s}, near a cap of {most:bytes_per_s}",
            name=known.name,
            rate=cap.rate.number,
            most=cap.most,
        )
    return text(
        "{name} stands at {rate:per_s} requests, near a cap of {most:per_s}",
        name=known.name,
        rate=cap.rate.number,
        most=cap.most,
    )
