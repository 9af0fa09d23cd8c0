"""The kernel's table of open files is nearly full, for all programs together."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import Proposal, proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

TABLE, SYSCTL = "files", "fs.file-max"


@declared
class Limits:
    """Limits of file_table."""

    share: float = limit(
        0.80, Unit.RATIO, "share of the table of open files in use", source="checks.md: 80 / 95 %"
    )
    high_share: float = limit(
        0.95,
        Unit.RATIO,
        "share of the table of open files in use from which on it is high",
        source="checks.md: 95 %; PCP and Netdata 90 %, of minutes",
    )
    full_share: float = limit(
        0.99,
        Unit.RATIO,
        "share of the table of open files in use from which on an open is taken to fail",
        source="ours: the kernel counts in steps for each CPU",
    )
    soon: float = limit(
        600, Unit.SECONDS, "time until the table is full", source="ours: ten minutes"
    )


@check(
    resource=Resource.DESCRIPTORS, aspect=Aspect.UTILIZATION, needs=("limits.share",), limits=Limits
)
def file_table(case: Case, limits: Limits) -> Iterator[Found]:
    """All programs together have nearly as many files open as the kernel allows.

    Why it matters: at the limit no program but root's can open a file, a socket or a pipe (ENFILE),
    however far each is from its own limit; logins and cron jobs fail as well.

    What to do: see who holds most of them (`ls /proc/PID/fd | wc -l`). If the number only grows it
    is a leak, to be closed in that program; otherwise raise fs.file-max.
    """
    share = case.one("limits.share", table=TABLE)
    if share is None:
        return
    left = case.one("limits.time_left", table=TABLE)
    if left is not None and (left.number > limits.soon or share.number < limits.share / 2):
        left = None
    if share.number < limits.share and left is None:
        return
    full = share.number >= limits.full_share
    who, holds = _who(case)
    table = case.one("limits.most", table=TABLE)
    yield Found(
        severity=_severity(share.number, limits, soon=left is not None),
        harm=Harm.FAILING if full else Harm.WASTE if left else Harm.BUSY,
        aspect=Aspect.ERRORS if full else Aspect.UTILIZATION,
        title=_title(share, left, full=full),
        description=_why(who, holds),
        evidence=tuple(one for one in (share, left, table, holds) if one is not None),
        culprit=who or Entity(kind=EntityKind.SYSCTL, name=SYSCTL),
        recommendation=text(
            "Look at who holds most of them. If the number only grows, it is a leak in that"
            " program; otherwise raise {sysctl}.",
            sysctl=SYSCTL,
        ),
        proposals=_proposals(who, table),
        confidence=85,
        threshold=limits.share if share.number >= limits.share else None,
    )


def _severity(share: float, limits: Limits, *, soon: bool) -> Severity:
    if share >= limits.full_share:
        return Severity.CRITICAL
    if share >= limits.high_share:
        return Severity.HIGH
    return Severity.MEDIUM if soon else Severity.LOW


def _who(case: Case) -> tuple[Entity | None, Evidence | None]:
    """Name who holds most open files; without privileges most processes don't show theirs."""
    alive = [use for use in case.rows(ProcessUse) if not use.ended]
    groups = culprits.groups(alive, lambda use: float(use.now.descriptors or 0))
    if not groups:
        return None, None
    first, pid = groups[0], groups[0][0].pid
    held = sum(use.now.descriptors or 0 for use in first)
    used = case.window.last.number("limits.used", table=TABLE)
    share = min(1.0, held / used) if used else None
    shown = evidence("process.descriptors", held, source=f"/proc/{pid}/fd", pid=str(pid))
    return culprits.processes(case, first, share), shown


def _title(share: Evidence, left: Evidence | None, *, full: bool) -> Text:
    if full:
        return text("No more files can be opened on this host: the kernel's table is full")
    if left is not None:
        return text(
            "{share:percent} of the files that the kernel allows are open, and all of them in"
            " {left:seconds}",
            share=share.number,
            left=left.number,
        )
    return text("{share:percent} of the files that the kernel allows are open", share=share.number)


def _why(who: Entity | None, holds: Evidence | None) -> Text:
    if who is None or holds is None:
        return text("Whose they are could not be seen: that takes root's rights.")
    return text(
        "{name} holds most of them, {held:count}. At the limit every open, accept or pipe fails"
        " with ENFILE, in all programs but root's.",
        name=who.name,
        held=holds.number,
    )


def _proposals(who: Entity | None, table: Evidence | None) -> tuple[Proposal, ...]:
    leak = (proposal("fix_descriptor_leak", pid=who.pid),) if who and who.pid else ()
    if table is None:
        return leak
    return (*leak, proposal("set_sysctl", sysctl=SYSCTL, value=int(2 * table.number)))
