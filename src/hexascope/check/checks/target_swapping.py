"""The target's threads wait for memory: for pages to come back, or for room to be made."""

from collections.abc import Iterator

from hexascope.check import culprits, targets
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.rows import ProcessUse
from hexascope.domain.target import ThreadState
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of target_swapping."""

    share: float = limit(
        0.10,
        Unit.RATIO,
        "share of the busy time of the target in which its threads wait for memory",
        source="ours: memory that is in place takes no time",
    )
    high_share: float = limit(
        0.30,
        Unit.RATIO,
        "the same share, from which on it is high",
        source="ours",
    )
    threads: float = limit(
        0.05,
        Unit.COUNT,
        "threads of the target that stand there on average",
        source="ours: a quarter of a second of five",
    )


@check(
    resource=Resource.MEMORY, aspect=Aspect.SATURATION, needs=("target.time_share",), limits=Limits
)
def target_swapping(case: Case, limits: Limits) -> Iterator[Found]:
    """The target's threads wait for pages to come back from swap, or for memory to be freed.

    Why it matters: each touch of memory may then take as long as a read of the disk.

    What to do: stop or limit who takes the memory, give the target a protected part of it
    (memory.low), or add memory.
    """
    about = targets.story(case)
    lost = targets.lost(case, ThreadState.SWAPPING)
    if about is None or lost is None:
        return
    share, threads = lost
    if share.number < limits.share or threads.number < limits.threads:
        return
    grower = _grower(case)
    own = targets.target(case, about)
    yield Found(
        severity=Severity.HIGH if share.number >= limits.high_share else Severity.MEDIUM,
        harm=Harm.WAITING,
        title=text(
            "{target} waits for memory {share:percent} of its busy time",
            target=targets.called(about),
            share=share.number,
        ),
        description=_why(threads.number, grower),
        recommendation=text(
            "See who holds the memory (ps aux --sort=-rss), and limit or stop it; or give the"
            " target memory of its own (memory.low), or the host more."
        ),
        culprit=culprits.process(case, grower) if grower else None,
        victims=(own,),
        evidence=(share, threads),
        threshold=limits.share,
        confidence=75,
    )


def _grower(case: Case) -> ProcessUse | None:
    """Give who holds most memory of its own."""
    return max(
        (use for use in case.rows(ProcessUse) if use.now.anon_bytes),
        key=lambda use: use.now.anon_bytes or 0,
        default=None,
    )


def _why(threads: float, grower: ProcessUse | None) -> Text:
    if grower is None:
        return text(
            "{threads:number} of its threads stood on average in the kernel's way to swapped or"
            " freed memory.",
            threads=threads,
        )
    return text(
        "{threads:number} of its threads stood on average in the kernel's way to swapped or freed"
        " memory. {name} holds most of the host's memory.",
        threads=threads,
        name=grower.now.comm,
    )
