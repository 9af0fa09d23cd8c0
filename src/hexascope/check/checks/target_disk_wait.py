"""The target's threads wait for a disk or a file system, and who loads it."""

from collections.abc import Iterator

from hexascope.check import targets
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.target import Hop, ThreadState
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of target_disk_wait."""

    share: float = limit(
        0.30,
        Unit.RATIO,
        "share of the busy time of the target in which its threads wait for storage",
        source="ours: a third of each request",
    )
    high_share: float = limit(
        0.60,
        Unit.RATIO,
        "the same share, from which on it is high",
        source="ours: more waiting than working",
    )
    threads: float = limit(
        0.1,
        Unit.COUNT,
        "threads of the target that stand there on average, fewer are no pattern",
        source="ours: one thread for half a second of five",
    )


@check(
    resource=Resource.DISK, aspect=Aspect.SATURATION, needs=("target.time_share",), limits=Limits
)
def target_disk_wait(case: Case, limits: Limits) -> Iterator[Found]:
    """The target's threads wait for a disk or a file system.

    Why it matters: the time goes by in the storage, whatever the target's own code does. A target
    that waits for its own I/O alone may be as fast as its disk; one that waits for the I/O of
    somebody else is held back.

    What to do: let who loads the disk give way (ionice, io.max of its control group, another time,
    another disk). Where it is the target's own load: fewer syncs, larger writes, a faster disk.
    """
    about = targets.story(case)
    found = _lost(case)
    if about is None or found is None:
        return
    share, threads = found
    hop = targets.step(about, ThreadState.DISK, ThreadState.FILESYSTEM)
    if share.number < limits.share or threads.number < limits.threads or hop is None:
        return
    foreign = targets.is_foreign(about, hop)
    severity = Severity.HIGH if share.number >= limits.high_share else Severity.MEDIUM
    own = targets.target(case, about)
    yield Found(
        severity=severity if foreign else Severity.INFO,
        harm=Harm.WAITING if foreign else Harm.BUSY,
        title=text(
            "{target} waits for storage {share:percent} of its busy time",
            target=targets.called(about),
            share=share.number,
        ),
        description=_why(hop, threads.number, foreign=foreign),
        recommendation=_advice(hop, foreign=foreign),
        culprit=targets.other(case, hop) if foreign else own,
        victims=(own,),
        evidence=(share, threads),
        threshold=limits.share,
        confidence=75,
    )


def _lost(case: Case) -> tuple[Evidence, Evidence] | None:
    """Give the heavier of the two: the disk itself, or the file system above it."""
    both = (ThreadState.DISK, ThreadState.FILESYSTEM)
    known = [one for state in both if (one := targets.lost(case, state)) is not None]
    return max(known, key=lambda one: one[0].number, default=None)


def _why(hop: Hop, threads: float, *, foreign: bool) -> Text:
    device = hop.via.removeprefix("device ")
    if foreign:
        return text(
            "{threads:number} of its threads stood there on average, at {device}. {name} reads and"
            " writes most there, and is not part of it.",
            threads=threads,
            device=device,
            name=hop.other,
        )
    return text(
        "{threads:number} of its threads stood there on average, at {device}. Nobody else loads"
        " it more than the target itself.",
        threads=threads,
        device=device,
    )


def _advice(hop: Hop, *, foreign: bool) -> Text:
    if foreign:
        pid = str(hop.other_pids[0])
        return text(
            "Let {name} (pid {pid}) give way: ionice -c3 -p {pid}, a limit in io.max of its control"
            " group, another time or another disk.",
            name=hop.other,
            pid=pid,
        )
    return text(
        "It is its own load: sync less often, write more at once, keep more in memory, or use a"
        " faster disk."
    )
