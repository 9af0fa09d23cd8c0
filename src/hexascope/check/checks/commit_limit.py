"""Nearly all the memory is promised that may be, on a host that promises no more than it has."""

import re
from collections.abc import Iterator

from hexascope.check import culprits, log_lines
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

SHARE, MODE = "memory.commit_share", "vm.overcommit_memory"
STRICT = "2"
REFUSED = re.compile(r"__vm_enough_memory: .*not enough memory for the allocation")


@declared
class Limits:
    """Limits of commit_limit."""

    share: float = limit(
        0.90, Unit.RATIO, "share of the limit of promises that is promised", source="ours"
    )
    high_share: float = limit(
        0.97,
        Unit.RATIO,
        "share of the limit of promises from which on a larger request is refused",
        source="ours: the kernel keeps 3 % back for root",
    )


@check(
    resource=Resource.MEMORY,
    aspect=Aspect.UTILIZATION,
    needs=(SHARE, "sysctl.value"),
    limits=Limits,
)
def commit_limit(case: Case, limits: Limits) -> Iterator[Found]:
    """Nearly all memory is promised that this host may promise: soon requests are refused.

    Why it matters: with vm.overcommit_memory=2 the kernel promises no more than swap and a share of
    memory. At that limit malloc and fork fail, however much memory is free; few programs take that
    well. With other settings the limit means nothing, and this is no finding.

    What to do: see who was promised much and uses little, raise vm.overcommit_ratio or add swap,
    which is promised and need never be used.
    """
    share, mode = case.one(SHARE), case.one("sysctl.value", name=MODE)
    if share is None or mode is None or mode.value != STRICT or share.number < limits.share:
        return
    refused = log_lines.told(
        case, "refused", [one.line for one in log_lines.of_window(case, REFUSED)]
    )
    yield Found(
        severity=_severity(share, limits, refused=bool(refused)),
        harm=Harm.FAILING if refused else Harm.BUSY,
        aspect=Aspect.ERRORS if refused else Aspect.UTILIZATION,
        title=text(
            "{share:percent} of the memory that this host may promise is promised",
            share=share.number,
        ),
        description=text("The kernel refused memory already: {line}.", line=str(refused[0].value))
        if refused
        else text(
            "vm.overcommit_memory is 2: at the limit malloc and fork fail, however much memory is"
            " free."
        ),
        evidence=(share, mode, *refused),
        culprit=_who(case) or Entity(kind=EntityKind.SYSCTL, name=MODE),
        recommendation=text(
            "See who was promised much and uses little; raise vm.overcommit_ratio, or add swap."
        ),
        proposals=(
            proposal("add_swap", bytes=2**30),
            proposal("set_sysctl", sysctl="vm.overcommit_ratio", value=80),
        ),
        confidence=90 if refused else 70,
        threshold=limits.share,
    )


def _severity(share: Evidence, limits: Limits, *, refused: bool) -> Severity:
    if refused:
        return Severity.CRITICAL
    return Severity.HIGH if share.number >= limits.high_share else Severity.LOW


def _who(case: Case) -> Entity | None:
    """Name who was promised most.

    A mapping larger than the whole limit is address space that was only set aside, as runtimes do:
    it was not promised, so such a process counts by what it uses.
    """
    most = case.window.last.number("memory.size", **{"class": "CommitLimit"})

    def promised(use: ProcessUse) -> float:
        whole = float(use.now.virtual_bytes)
        return whole if most is None or whole <= most else float(use.now.anon_bytes or 0)

    alive = [use for use in case.rows(ProcessUse) if not use.ended]
    groups = culprits.groups(alive, promised)
    return culprits.processes(case, groups[0]) if groups else None
