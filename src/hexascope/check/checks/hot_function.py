"""Hot function: most of a culprit's CPU time goes into one function."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

KERNEL_MARK, JIT_MARK = "_[k]", "_[j]"
"""How a profile's frames of the kernel and of compiled code end."""

UNKNOWN = "[unknown]"


@declared
class Limits:
    """Limits of hot_function."""

    share: float = limit(
        0.5, Unit.RATIO, "share of the samples in which the one function was running", source="ours"
    )
    samples: float = limit(
        30, Unit.COUNT, "samples that a profile must have to say anything", source="ours"
    )


@check(
    resource=Resource.CPU,
    aspect=Aspect.UTILIZATION,
    needs=("profile.samples",),
    limits=Limits,
)
def hot_function(case: Case, limits: Limits) -> Iterator[Found]:
    """Most of the CPU time of a culprit is spent in one function.

    Why it matters: where one function takes most of the time, that is the place to look at: a
    change there changes everything, and a change elsewhere little.

    What to do: look at who calls it in the flame graph of the report. A function that only waits in
    a loop should wait in the kernel; one that computes may be called less often.
    """
    for samples in case.of("profile.samples"):
        if samples.number < limits.samples:
            continue
        shares = [
            one
            for one in case.of("profile.top_share")
            if one.label("pid") == samples.label("pid")
            and not one.label("frame").startswith(UNKNOWN)
        ]
        top = max(shares, key=lambda one: one.number, default=None)
        if top is not None and top.number >= limits.share:
            yield from _found(case, top, samples, limits)


def _found(case: Case, top: Evidence, samples: Evidence, limits: Limits) -> Iterator[Found]:
    use = culprits.use_of(case, int(top.label("pid")))
    if use is None:
        return
    name, frame = use.now.comm, top.label("frame")
    used = evidence("process.cpu_share", use.cpu_share, source="/proc/PID/stat", pid=str(use.pid))
    yield Found(
        severity=Severity.INFO,
        harm=Harm.NONE,
        title=_title(frame, name, top.number),
        description=text(
            "{samples:count} samples were taken while {name} ran on a CPU; in {share:percent} of"
            " them this function itself was running, not one that it called.",
            samples=samples.number,
            name=name,
            share=top.number,
        ),
        recommendation=text(
            "Look in the flame graph at who calls {function} (pid {pid}), and make it be called"
            " less often or do less.",
            function=plain(frame),
            pid=str(use.pid),
        ),
        culprit=culprits.process(case, use),
        evidence=(top, samples, used),
        confidence=90,
        threshold=limits.share,
    )


def _title(frame: str, name: str, share: float) -> Text:
    if frame.endswith(KERNEL_MARK):
        return text(
            "{name} spends {share:percent} of its CPU time in {function} of the kernel",
            name=name,
            share=share,
            function=plain(frame),
        )
    return text(
        "{name} spends {share:percent} of its CPU time in {function}",
        name=name,
        share=share,
        function=plain(frame),
    )


def plain(frame: str) -> str:
    """Give a frame's name without its mark."""
    return frame.removesuffix(KERNEL_MARK).removesuffix(JIT_MARK)
