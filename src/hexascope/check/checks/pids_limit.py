"""Limit of tasks: a control group may start no more processes or threads."""

import re
from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.check.log_lines import of_window
from hexascope.check.members import entities, members
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import CgroupUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

_REJECTED = re.compile(r"^cgroup: fork rejected by pids controller in (?P<path>/.*)$")


@declared
class Limits:
    """Limits of pids_limit."""

    share: float = limit(
        0.80, Unit.RATIO, "share of the limit in use", source="checks.md: 80 / 95 %"
    )
    high_share: float = limit(
        0.95, Unit.RATIO, "share of the limit in use from which on it is medium", source="checks.md"
    )
    least_limit: float = limit(
        16,
        Unit.COUNT,
        "limits below it are a sandbox's, set on purpose",
        source="ours: sandboxed programs are given exactly what they need",
    )


@check(resource=Resource.TASKS, aspect=Aspect.UTILIZATION, needs=("cgroup.count",), limits=Limits)
def pids_limit(case: Case, limits: Limits) -> Iterator[Found]:
    """A control group has nearly as many processes and threads as it may have.

    Why it matters: at the limit nothing can be started in it any more: fork and new threads fail
    with EAGAIN, which programs seldom expect. The rest of the host notices nothing.

    What to do: see what it consists of (`ps -eLo pid,nlwp,comm`). A pool without an end is cured in
    its program; otherwise raise the limit (TasksMax, pids.max, --pids-limit).
    """
    rejected = {told.match["path"] for told in of_window(case, _REJECTED)}
    for use in case.rows(CgroupUse):
        held, most = use.now.pids, use.now.pids_limit
        if held is None or not most:
            continue
        refused = float(use.pids_limit_hits or 0)
        share = min(held / most, 1.0)
        fails = refused > 0 or use.now.path in rejected or share >= 1.0
        if fails or (share >= limits.share and most >= limits.least_limit):
            yield _found(case, use, share, refused, limits, fails=fails)


def _found(
    case: Case, use: CgroupUse, share: float, refused: float, limits: Limits, *, fails: bool
) -> Found:
    path, most = use.now.path, float(use.now.pids_limit or 0)
    told = [_told("cgroup.pids_share", share, use), _told("cgroup.pids_limit", most, use)]
    if refused:
        told.append(_told("cgroup.pids_limit_hits", refused, use))
    severity = Severity.MEDIUM if share >= limits.high_share else Severity.LOW
    return Found(
        severity=Severity.HIGH if fails else severity,
        harm=Harm.FAILING if fails else Harm.BUSY,
        aspect=Aspect.ERRORS if fails else Aspect.UTILIZATION,
        title=text(
            "Control group {group} has {share:percent} of the {most:count} tasks that it may have",
            group=path,
            share=share,
            most=most,
        ),
        description=_why(refused, fails=fails),
        recommendation=text(
            "See what {group} consists of: many threads of one program are a pool without an end."
            " Otherwise raise its limit of tasks.",
            group=path,
        ),
        proposals=(proposal("raise_pid_limit", cgroup=path),),
        culprit=culprits.cgroup(path, share),
        victims=entities(case, members(case, path), lambda one: float(one.now.threads)),
        evidence=tuple(told),
        threshold=limits.share if share >= limits.share else None,
        confidence=95 if refused else 80,
    )


def _why(refused: float, *, fails: bool) -> Text:
    if refused:
        return text(
            "It was refused {refused:count} {refused:time|times} in the window: new processes and "
            "threads in it fail with EAGAIN.",
            refused=refused,
        )
    if fails:
        return text("It is full: each new process or thread in it fails with EAGAIN.")
    return text("Once it is full, each new process or thread in it fails with EAGAIN.")


def _told(family: str, value: float, use: CgroupUse) -> Evidence:
    return evidence(
        family, value, source="pids.current, pids.max", window_s=use.seconds, cgroup=use.now.path
    )
