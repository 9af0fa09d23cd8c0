"""GPU errors: memory that can't be corrected, links that repeat, and the driver's XIDs."""

import re
from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import NoLimits, check
from hexascope.check.log_lines import of_window
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity

XID = re.compile(r"NVRM: Xid \((?P<card>[^)]+)\): (?P<number>\d+)")


@check(resource=Resource.KERNEL, aspect=Aspect.ERRORS, needs=("gpu.name",), limits=NoLimits)
def gpu_errors(case: Case, limits: NoLimits) -> Iterator[Found]:
    """A GPU reported an error: memory, its link, or an XID in the kernel's log.

    Why it matters: a computation that meets such an error fails or, worse, goes on with wrong
    numbers. A GPU that falls off the bus comes back with a reboot only.

    What to do: look up the XID and the pages in question (`nvidia-smi -q -d ECC,ROW_REMAPPER`);
    reset the GPU when it is idle, and have it replaced if it happens again.
    """
    del limits
    for last in case.of("gpu.uncorrected"):
        name = last.label("gpu")
        before = case.window.first.number("gpu.uncorrected", gpu=name)
        if before is not None and last.number > before:
            yield Found(
                severity=Severity.HIGH,
                harm=Harm.FAILING,
                title=text("GPU {gpu} has memory errors that could not be corrected", gpu=name),
                description=text(
                    "Its count grew in the window and is {number:count} now.", number=last.number
                ),
                recommendation=text("Stop its work, reset it, and have it replaced if it recurs."),
                culprit=culprits.named(EntityKind.DEVICE, f"gpu{name}"),
                evidence=(last,),
                confidence=95,
            )
    for one in of_window(case, XID):
        card = one.match["card"]
        yield Found(
            severity=Severity.HIGH,
            harm=Harm.FAILING,
            title=text("The driver reported an error (XID) of GPU {gpu}", gpu=card),
            description=text("Its words: {line}", line=one.line.text[:200]),
            recommendation=text("Look the XID up in the maker's list; reset the GPU when idle."),
            culprit=culprits.named(EntityKind.DEVICE, card),
            evidence=(
                evidence("kernel.trouble", one.line.text[:256], source="/dev/kmsg", kind="XID"),
            ),
            confidence=95,
        )
