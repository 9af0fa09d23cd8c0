"""Hardware errors: machine checks and errors of PCIe links, counted in the window."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import NoLimits, check
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity


@check(
    resource=Resource.KERNEL,
    aspect=Aspect.ERRORS,
    needs=("interconnect.new_pcie_errors",),
    limits=NoLimits,
)
def hardware_errors(case: Case, limits: NoLimits) -> Iterator[Found]:
    """A PCIe device or a CPU reported errors within the window.

    Why it matters: corrected errors cost time and are the first sign of a bad slot, cable or
    board; those that can't be corrected lose data or stop the machine.

    What to do: read the kernel's log on it (`dmesg -T`), seat the card anew or change its slot,
    and plan to replace what keeps reporting.
    """
    del limits
    for one in case.of("interconnect.new_pcie_errors"):
        if one.number <= 0:
            continue
        corrected = one.label("kind") == "corrected"
        yield Found(
            severity=Severity.LOW if corrected else Severity.HIGH,
            harm=Harm.WASTE if corrected else Harm.FAILING,
            title=text(
                "PCIe device {device} reported {number:count} {kind} {number:error|errors}",
                device=one.label("device"),
                number=one.number,
                kind=one.label("kind"),
            ),
            description=text("The device's own counter grew within the window."),
            recommendation=text("Seat the card anew or change its slot, and watch the counter."),
            culprit=culprits.named(EntityKind.DEVICE, one.label("device")),
            evidence=(one,),
            confidence=90,
        )
    new = case.one("hardware.new_machine_checks")
    if new is not None and new.number > 0:
        yield Found(
            severity=Severity.HIGH,
            harm=Harm.FAILING,
            resource=Resource.CPU,
            title=text(
                "The CPUs reported {number:count} machine {number:check|checks}", number=new.number
            ),
            description=text("A machine check is a fault of the hardware, not of a program."),
            recommendation=text("Read the log (dmesg -T, ras-mc-ctl); plan to replace the part."),
            culprit=culprits.named(EntityKind.DEVICE, "cpu"),
            evidence=(new,),
            confidence=95,
        )
