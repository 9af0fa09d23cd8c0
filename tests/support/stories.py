"""Stories of a target made by hand, with the evidence that belongs to them."""

from collections.abc import Mapping

from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.target import (
    Hop,
    StateShare,
    Target,
    TargetKind,
    TargetStory,
    ThreadGroup,
    ThreadState,
)
from tests.support.cases import case, fact, process, use

MEMBER = use(process(pid=10, comm="web"))


def hop(state: ThreadState, other: str, *pids: int, via: str = "", **fields: object) -> Hop:
    """Make a step from the target, or from whom `fields` name."""
    told: dict[str, object] = {
        "depth": 1,
        "waiter": "web",
        "waiter_pids": (10,),
        "share": 0.5,
        **fields,
    }
    return Hop(state=state, other=other, other_pids=pids, via=via, **told)  # type: ignore[arg-type] # fields by their names


def does(state: ThreadState, share: float) -> tuple[StateShare, ...]:
    """Make what somebody does with most of its time."""
    return (StateShare(state=state, share=share),)


def about(
    shares: Mapping[ThreadState, float],
    *facts: object,
    hops: tuple[Hop, ...] = (),
    on: str = "",
    threads: float = 1.0,
    groups: tuple[ThreadGroup, ...] = (),
) -> Case:
    """Make a case whose target spent its busy time as told."""
    told: list[Evidence] = []
    for state in ThreadState:
        share = shares.get(state, 0.0)
        told.append(fact("target.time_share", share, state=state.value))
        told.append(fact("target.work_share", share, state=state.value))
        told.append(fact("target.threads_in", share * threads, state=state.value))
    for one in hops:
        told.append(
            fact(
                "target.hop_share",
                one.share or 0.0,
                other=one.other,
                state=one.state.value,
                waiter=one.waiter,
            )
        )
        told += [
            fact("target.other_share", did.share, other=one.other, state=did.state.value)
            for did in one.other_does
        ]
    story = TargetStory(
        target=Target(TargetKind.PID, "10"),
        members=((10, "web"),),
        threads=1,
        seconds=5.0,
        samples=200,
        shares=tuple(
            StateShare(state=state, share=share, on=on) for state, share in shares.items()
        ),
        hops=hops,
        groups=groups,
    )
    return case(story, *told, MEMBER, *facts)
