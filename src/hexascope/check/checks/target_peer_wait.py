"""The target waits for another process, and that one is held back itself."""

from collections.abc import Iterator

from hexascope.check import targets
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.target import Hop, StateShare, TargetStory, ThreadState
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of target_peer_wait."""

    share: float = limit(
        0.40,
        Unit.RATIO,
        "share of the busy time of the target in which it waits for others to answer",
        source="ours: less is one part of many",
    )
    high_share: float = limit(
        0.70,
        Unit.RATIO,
        "the same share, from which on it is high",
        source="ours: others decide on how fast it is",
    )
    held_share: float = limit(
        0.30,
        Unit.RATIO,
        "share of its time that the end of the chain itself is held back, else it just works",
        source="ours",
    )
    threads: float = limit(
        0.1,
        Unit.COUNT,
        "threads of the target that stand there on average, fewer are no pattern",
        source="ours: one thread for half a second of five",
    )


HELD = (
    ThreadState.RUNNABLE,
    ThreadState.THROTTLED,
    ThreadState.DISK,
    ThreadState.FILESYSTEM,
    ThreadState.LOCK,
    ThreadState.SWAPPING,
)


@check(
    resource=Resource.DEPENDENCY, aspect=Aspect.LATENCY, needs=("target.time_share",), limits=Limits
)
def target_peer_wait(case: Case, limits: Limits) -> Iterator[Found]:
    """The target waits for another process or host to answer.

    Why it matters: the target is as fast as the slowest it asks. Nothing of it shows in its own use
    of CPU, memory or disks.

    What to do: go to the end of the chain that is named and see what holds that one back; or ask it
    less often, keep its answers, or don't wait for them. One that only works is no fault.
    """
    about = targets.story(case)
    if about is None:
        return
    found = [one for state in targets.WAITS if (one := targets.lost(case, state)) is not None]
    share, threads = max(found, key=lambda one: one[0].number, default=(None, None))
    way = list(targets.chain(about))
    if share is None or threads is None or not way:
        return
    if share.number < limits.share or threads.number < limits.threads:
        return
    held = _held(way[-1])
    severity = Severity.INFO
    if held is not None and held.share >= limits.held_share:
        severity = Severity.HIGH if share.number >= limits.high_share else Severity.MEDIUM
    yield _found(case, about, way, held, (share, threads), severity, limits)


def _held(last: Hop) -> StateShare | None:
    """Give what holds the end of a chain back most."""
    return max(
        (one for one in last.other_does if one.state in HELD),
        key=lambda one: one.share,
        default=None,
    )


def _found(
    case: Case,
    about: TargetStory,
    way: list[Hop],
    held: StateShare | None,
    told: tuple[Evidence, Evidence],
    severity: Severity,
    limits: Limits,
) -> Found:
    last = way[-1]
    further = targets.beyond(about, last)
    share, threads = told
    does = None
    if held is not None:
        labels = {"other": last.other[: targets.LABEL], "state": held.state.value}
        does = case.one("target.other_share", **labels)
    is_held = severity is not Severity.INFO
    root = further if is_held and further is not None and further.other_pids else last
    steps = [one for hop in way if (one := targets.told(case, hop)) is not None]
    return Found(
        severity=severity,
        harm=Harm.WAITING if is_held else Harm.NONE,
        title=text(
            "{target} waits {share:percent} of its busy time for {name}",
            target=targets.called(about),
            share=share.number,
            name=last.other,
        ),
        description=_why(way, threads.number, held if is_held else None, does),
        recommendation=_advice(last, further if is_held else None),
        culprit=targets.other(case, root),
        victims=(targets.target(case, about),),
        evidence=(share, threads, *((does,) if does is not None else ()), *steps),
        threshold=limits.share,
        confidence=75 if is_held else 60,
    )


def _why(way: list[Hop], threads: float, held: StateShare | None, does: Evidence | None) -> Text:
    steps = " → ".join([way[0].waiter, *(f"{hop.other} ({hop.via})" for hop in way)])
    if held is None or does is None:
        return text(
            "{threads:number} of its threads waited for an answer on average: {steps}. The end of"
            " this chain is not seen to be held back.",
            threads=threads,
            steps=steps,
        )
    return text(
        "{threads:number} of its threads waited for an answer on average: {steps}. The end of this"
        " chain is held back {share:percent} of its own time ({state}).",
        threads=threads,
        steps=steps,
        share=does.number,
        state=held.state.value.replace("_", " "),
    )


def _advice(last: Hop, further: Hop | None) -> Text:
    if further is not None and further.other_pids:
        return text(
            "Begin with {root} (pid {pid}): it has what {name} waits for ({via}).",
            root=further.other,
            pid=str(further.other_pids[0]),
            name=last.other,
            via=further.via,
        )
    if last.other_pids:
        return text(
            "Examine {name} itself: hexascope examine --pid {pid} --deep.",
            name=last.other,
            pid=str(last.other_pids[0]),
        )
    return text(
        "Look at {name} from its own host; here nothing more is seen of it.", name=last.other
    )
