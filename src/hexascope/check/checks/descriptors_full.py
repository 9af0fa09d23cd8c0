"""Descriptors: a process at its limit of open files."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import Proposal, proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of descriptors_full."""

    share: float = limit(
        0.80, Unit.RATIO, "share of the limit in use", source="checks.md: 80 / 95 %"
    )
    high_share: float = limit(
        0.95,
        Unit.RATIO,
        "share of the limit in use from which on it is high",
        source="checks.md; Netdata's alert for a group of processes",
    )
    failing_share: float = limit(
        0.98,
        Unit.RATIO,
        "share of the limit in use from which on an open is taken to fail",
        source="ours, seen on the fault bench: one descriptor comes and goes",
    )
    least_limit: float = limit(
        64,
        Unit.COUNT,
        "limits below it are a sandbox's, set on purpose",
        source="ours: sandboxed daemons forbid themselves to open anything",
    )
    soon: float = limit(
        600, Unit.SECONDS, "time to the limit at the present growth", source="ours: ten minutes"
    )


@check(
    resource=Resource.DESCRIPTORS,
    aspect=Aspect.UTILIZATION,
    needs=("process.count",),
    limits=Limits,
)
def descriptors_full(case: Case, limits: Limits) -> Iterator[Found]:
    """A process has nearly as many files and sockets open as its limit allows.

    Why it matters: at the limit it can open no file and accept no connection (EMFILE). Many
    programs then fail in strange ways or spin, and the system's own counters show nothing of it.

    What to do: see what it has open (`ls -l /proc/PID/fd`). If one kind grows without end it is a
    leak, which a higher limit only delays; otherwise raise its limit (LimitNOFILE, prlimit).
    """
    for use in case.rows(ProcessUse):
        held, most = use.now.descriptors, use.now.descriptor_limit
        if held is None or most is None or most < limits.least_limit or use.ended:
            continue
        share = held / most
        growth = max(use.descriptor_growth_per_s or 0.0, 0.0)
        soon = growth > 0 and (most - held) / growth <= limits.soon and share > limits.share / 2
        if share >= limits.share or soon:
            yield _found(case, use, min(share, 1.0), growth, limits)


def _found(case: Case, use: ProcessUse, share: float, growth: float, limits: Limits) -> Found:
    now = use.now
    most = float(now.descriptor_limit or 0)
    told = [
        _told("process.descriptor_share", share, use),
        _told("process.descriptor_limit", most, use),
        _told("process.descriptor_growth", growth, use),
    ]
    failing = share >= limits.failing_share
    severity, harm = _weight(share, growth, limits)
    title = (
        text(
            "{name} is at its limit of {most:count} open files and can open no more",
            name=now.comm,
            most=most,
        )
        if failing
        else text(
            "{name} has {share:percent} of the {most:count} files open that it may have",
            name=now.comm,
            share=share,
            most=most,
        )
    )
    return Found(
        severity=severity,
        harm=harm,
        aspect=Aspect.ERRORS if failing else Aspect.UTILIZATION,
        title=title,
        description=_why(share, growth),
        recommendation=text(
            "Look at what it has open: ls -l /proc/{pid}/fd. If one kind of file or socket grows,"
            " it is a leak, to be closed in the program; otherwise raise its limit.",
            pid=str(now.pid),
        ),
        proposals=_proposals(use, growth),
        culprit=culprits.process(case, use, share),
        victims=(culprits.process(case, use),) if failing else (),
        evidence=tuple(told),
        threshold=limits.share if share >= limits.share else None,
        confidence=90 if failing else 80,
    )


def _weight(share: float, growth: float, limits: Limits) -> tuple[Severity, Harm]:
    if share >= limits.failing_share:
        return Severity.HIGH, Harm.FAILING
    if share >= limits.high_share:
        return Severity.HIGH, Harm.WASTE if growth > 0 else Harm.BUSY
    return Severity.LOW, Harm.WASTE if growth > 0 else Harm.BUSY


def _why(share: float, growth: float) -> Text:
    if growth > 0:
        return text(
            "It holds {share:percent} of its limit, and opens {growth:mean} more a second than it "
            "closes.",
            share=share,
            growth=growth,
        )
    return text(
        "It holds {share:percent} of its limit: the next open, accept or pipe beyond it fails with"
        " EMFILE.",
        share=share,
    )


def _proposals(use: ProcessUse, growth: float) -> tuple[Proposal, ...]:
    raised = proposal("raise_descriptors", pid=use.pid)
    leak = proposal("fix_descriptor_leak", pid=use.pid)
    return (leak, raised) if growth > 0 else (raised, leak)


def _told(family: str, value: float, use: ProcessUse) -> Evidence:
    return evidence(
        family,
        value,
        source=f"/proc/{use.pid}/fd, /proc/{use.pid}/limits",
        window_s=use.seconds,
        pid=str(use.pid),
    )
