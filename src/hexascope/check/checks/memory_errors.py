"""The hardware reports errors of memory."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit, When

BROKEN = "memory.corrupted"


@declared
class Limits:
    """Limits of memory_errors."""

    corrected: float = limit(
        1, Unit.COUNT, "memory errors corrected in the window", source="ours: an error is an error"
    )
    many_corrected: float = limit(
        10,
        Unit.COUNT,
        "memory errors corrected in the window from which on a module is taken to fail",
        source="ours: a sound module has one in months",
    )


@check(
    resource=Resource.MEMORY, aspect=Aspect.ERRORS, needs=("memory.error_sources",), limits=Limits
)
def memory_errors(case: Case, limits: Limits) -> Iterator[Found]:
    """A memory module returned wrong data, or the kernel gave up a broken page.

    Why it matters: what can't be corrected is lost: a program is killed, or the machine stops. What
    is corrected announces it; the rate rises before a module fails.

    What to do: see which module it is (`edac-util -v`, `ras-mc-ctl --errors`, the machine's own
    log), move work away and have it replaced. A virtual machine is moved to another host.
    """
    for lost in case.of("memory.errors_uncorrected"):
        yield from _lost(case, lost)
    for corrected in case.of("memory.errors_corrected"):
        if corrected.number >= limits.corrected:
            yield _corrected(corrected, limits)
    yield from _given_up(case)


def _lost(case: Case, lost: Evidence) -> Iterator[Found]:
    """Tell of errors in the window, or of those since boot where there were none in it."""
    since_boot = case.one("memory.uncorrected_errors", controller=lost.label("controller"))
    shown, when = (lost, When.NOW) if lost.number > 0 else (since_boot, When.PAST)
    if shown is None or shown.number <= 0:
        return
    now = when is When.NOW
    name = _module(shown).name
    yield Found(
        severity=Severity.CRITICAL if now else Severity.MEDIUM,
        harm=Harm.FAILING,
        when=when,
        title=text(
            "Memory controller {name} lost data {number:count} {number:time|times} in the window",
            name=name,
            number=shown.number,
        )
        if now
        else text(
            "Memory controller {name} has lost data {number:count} {number:time|times} since boot",
            name=name,
            number=shown.number,
        ),
        description=text("These errors could not be corrected: what stood there is gone."),
        evidence=(shown,),
        culprit=_module(shown),
        recommendation=text("Move work away from this machine, and have the module replaced."),
        confidence=95,
    )


def _corrected(corrected: Evidence, limits: Limits) -> Found:
    many = corrected.number >= limits.many_corrected
    return Found(
        severity=Severity.MEDIUM if many else Severity.LOW,
        harm=Harm.WASTE,
        title=text(
            "Memory controller {name} corrected {number:count} {number:error|errors} in the window",
            name=_module(corrected).name,
            number=corrected.number,
        ),
        description=text("No data was lost. Errors that come often announce a module that fails."),
        evidence=(corrected,),
        culprit=_module(corrected),
        recommendation=text("Find the module (ras-mc-ctl --errors), and plan to replace it."),
        confidence=90,
        threshold=limits.corrected,
    )


def _given_up(case: Case) -> Iterator[Found]:
    """Tell of pages that the kernel gave up; those of before the window are past."""
    broken = case.one(BROKEN)
    if broken is None or broken.number <= 0:
        return
    before = case.window.first.number("memory.size", **{"class": "HardwareCorrupted"})
    now = before is not None and broken.number > before
    yield Found(
        severity=Severity.HIGH if now else Severity.LOW,
        harm=Harm.FAILING,
        when=When.NOW if now else When.PAST,
        title=text("The kernel gave up {size:bytes} of broken memory", size=broken.number),
        description=text(
            "Pages with errors that can't be corrected are never used again; whoever had data there"
            " was killed or lost it."
        ),
        evidence=(broken,),
        culprit=culprits.named(EntityKind.DEVICE, "memory"),
        recommendation=text("Read the kernel's log (dmesg) on it, and have the memory tested."),
        confidence=90,
    )


def _module(shown: Evidence) -> Entity:
    return culprits.named(EntityKind.DEVICE, shown.label("controller"))
