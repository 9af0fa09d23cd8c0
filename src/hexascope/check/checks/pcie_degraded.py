"""PCIe: a device runs with fewer lanes than it has."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import NoLimits, check
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import NO_TEXT, Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity


@check(
    resource=Resource.KERNEL,
    aspect=Aspect.CAPACITY,
    needs=("interconnect.pcie_width",),
    limits=NoLimits,
)
def pcie_degraded(case: Case, limits: NoLimits) -> Iterator[Found]:
    """A disk, network card or GPU uses fewer PCIe lanes than it has.

    Why it matters: with half the lanes it can move half the data, and nothing says so. A card that
    is not seated well, or a slot with fewer lanes, are the usual reasons.

    What to do: compare with what the slot offers (`lspci -vv`, LnkCap and LnkSta), and move or
    reseat the card. Speed alone is no sign: idle devices lower it to save power.
    """
    del limits
    for width in case.of("interconnect.pcie_width"):
        most = case.one("interconnect.pcie_width_most", device=width.label("device"))
        if most is None or width.number >= most.number:
            continue
        kind = case.one("interconnect.pcie_class", device=width.label("device"))
        yield Found(
            severity=Severity.LOW,
            harm=Harm.NONE,
            standing=True,
            title=text(
                "PCIe device {device} uses {width:count} of its {most:count} lanes",
                device=width.label("device"),
                width=width.number,
                most=most.number,
            ),
            description=text("It is a device of the kind {kind}.", kind=str(kind.value))
            if kind
            else NO_TEXT,
            recommendation=text("Compare LnkCap with LnkSta (lspci -vv), and reseat or move it."),
            culprit=culprits.named(EntityKind.DEVICE, width.label("device")),
            evidence=(width, most),
            confidence=75,
        )
