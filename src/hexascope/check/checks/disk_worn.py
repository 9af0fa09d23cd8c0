"""Disk worn: a drive itself says that it is at its end."""

from collections.abc import Iterator

from hexascope.check import storage
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import BlockDevice
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

HOT = 2
SERIOUS = ~HOT
"""All warning bits but that of the temperature: spare low, unreliable, read-only, backup failed."""


@declared
class Limits:
    """Limits of disk_worn."""

    life_used: float = limit(
        0.90,
        Unit.RATIO,
        "share of its life that a drive says it has used up",
        source="ours: time to order another; the drive's own estimate",
        window="the drive's life",
    )


@check(resource=Resource.DISK, aspect=Aspect.ERRORS, needs=("disk.life_used",), limits=Limits)
def disk_worn(case: Case, limits: Limits) -> Iterator[Found]:
    """A drive warns that it is worn out, unreliable or read-only.

    Why it matters: a drive that says so fails soon, or has stopped taking writes already.

    What to do: look at its whole log (`nvme smart-log`, `smartctl -a`), save what is on it and
    replace it in time.
    """
    told: set[str] = set()
    for warning in case.of("disk.critical_warning"):
        if int(warning.number) & SERIOUS:
            told.add(warning.label("device"))
            yield _warned(case, warning)
    for used in case.of("disk.life_used"):
        if used.number >= limits.life_used and used.label("device") not in told:
            yield _worn(case, used, limits)


def _warned(case: Case, warning: Evidence) -> Found:
    name = warning.label("device")
    more = [
        one
        for family in ("disk.life_used", "disk.spare_left", "disk.media_errors")
        if (one := case.one(family, device=name)) is not None
    ]
    return Found(
        severity=Severity.HIGH,
        harm=Harm.FAILING,
        title=text(
            "Drive {name} warns of its own failure (warning bits {bits:count})",
            name=name,
            bits=warning.number,
        ),
        description=text(
            "Its health log says that its spare blocks are used up, that it is unreliable or that"
            " it takes no more writes."
        ),
        recommendation=text(
            "Read the whole log (nvme smart-log /dev/{name}), save what is on it, replace it.",
            name=name,
        ),
        proposals=(proposal("replace_disk", device=name),),
        culprit=storage.named_device(name, "", 1.0),
        victims=_devices(case, name),
        evidence=(warning, *more),
        confidence=90,
    )


def _worn(case: Case, used: Evidence, limits: Limits) -> Found:
    name = used.label("device")
    return Found(
        severity=Severity.LOW,
        harm=Harm.NONE,
        standing=True,
        title=text(
            "Drive {name} has used up {share:percent} of its life", name=name, share=used.number
        ),
        description=text(
            "It reckons so itself, from what was written to it. From {most:percent} on another"
            " should lie ready.",
            most=limits.life_used,
        ),
        recommendation=text("Order a drive in place of {name} and plan the change.", name=name),
        proposals=(proposal("replace_disk", device=name),),
        culprit=storage.named_device(name, "", 1.0),
        victims=_devices(case, name),
        evidence=(used,),
        threshold=limits.life_used,
    )


def _devices(case: Case, drive: str) -> tuple[Entity, ...]:
    """Give the devices that a drive holds: nvme0n1 of nvme0, a card itself."""
    return tuple(
        storage.named_device(one.name, one.number)
        for one in case.rows(BlockDevice)
        if one.name == drive or (one.kind == "nvme" and one.name.startswith(f"{drive}n"))
    )
