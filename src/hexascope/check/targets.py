"""What checks of a target share: its story, its own entity, and who its waits lead to."""

from collections.abc import Iterable, Iterator

from hexascope.check import culprits
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.rows import ProcessUse
from hexascope.domain.target import Hop, TargetKind, TargetStory, ThreadState

MOST_PIDS = 16
MOST_STEPS = 4
LABEL = 120
"""Characters of a name that evidence keeps."""

BY_NAME = (TargetKind.UNIT, TargetKind.CONTAINER, TargetKind.CGROUP)
WAITS = (ThreadState.PROCESS, ThreadState.NETWORK)


def story(case: Case) -> TargetStory | None:
    """Give the story of the target, if there is one."""
    return next(iter(case.rows(TargetStory)), None)


def called(about: TargetStory) -> str:
    """Call the target by its name, or by its program where it was named by a number or a path."""
    if about.target.kind in BY_NAME or not about.members:
        return about.target.name
    return about.members[0][1] or about.target.name


def lost(case: Case, state: ThreadState) -> tuple[Evidence, Evidence] | None:
    """Give the share of the busy time that went into a state, and how many threads were in it."""
    share = case.one("target.work_share", state=state.value)
    threads = case.one("target.threads_in", state=state.value)
    return None if share is None or threads is None else (share, threads)


def target(case: Case, about: TargetStory) -> Entity:
    """Name the target as one entity, led by its first process."""
    pids = [pid for pid, _ in about.members]
    return _of(case, pids, called(about))


def other(case: Case, hop: Hop) -> Entity:
    """Name whom a step leads to: processes, or somebody far away."""
    if not hop.other_pids:
        return culprits.named(EntityKind.REMOTE_ADDRESS, hop.other, share=hop.share)
    return _of(case, hop.other_pids, hop.other, hop.share)


def _of(case: Case, pids: Iterable[int], name: str, share: float | None = None) -> Entity:
    wanted = list(pids)[:MOST_PIDS]
    by_pid = {use.pid: use for use in case.rows(ProcessUse) if use.pid in wanted}
    uses = [by_pid[pid] for pid in wanted if pid in by_pid]
    if uses:
        return culprits.processes(case, uses, share)
    return Entity(
        kind=EntityKind.PROCESS,
        name=name,
        stable_name=name,
        pid=wanted[0] if wanted else None,
        pids=tuple(wanted),
        share=share,
    )


def step(about: TargetStory, *states: ThreadState) -> Hop | None:
    """Give the target's own step of these states that took most of its time."""
    own = [hop for hop in about.hops if hop.depth == 1 and hop.state in states]
    return max(own, key=lambda hop: hop.share or 0.0, default=None)


def is_foreign(about: TargetStory, hop: Hop) -> bool:
    """Say whether a step leads out of the target."""
    own = {pid for pid, _ in about.members}
    return bool(hop.other_pids) and not own & set(hop.other_pids)


def chain(about: TargetStory) -> Iterator[Hop]:
    """Follow the heaviest wait for somebody from the target on, to its end."""
    hop = step(about, *WAITS)
    seen: set[tuple[str, str]] = set()
    while hop is not None and len(seen) < MOST_STEPS and (hop.waiter, hop.other) not in seen:
        yield hop
        seen.add((hop.waiter, hop.other))
        depth, pids = hop.depth + 1, set(hop.other_pids)
        further = [
            one
            for one in about.hops
            if one.depth == depth and one.state in WAITS and pids & set(one.waiter_pids)
        ]
        hop = max(further, key=lambda one: one.share or 0.0, default=None)


def beyond(about: TargetStory, last: Hop) -> Hop | None:
    """Give what the end of a chain waits for itself: a CPU, its quota, a disk."""
    pids = set(last.other_pids)
    found = [
        one
        for one in about.hops
        if one.depth == last.depth + 1
        and one.state not in WAITS
        and pids & set(one.waiter_pids)
        and one.other_pids != last.other_pids
    ]
    return max(found, key=lambda one: one.share or 0.0, default=None)


def told(case: Case, hop: Hop) -> Evidence | None:
    """Give the evidence of a step."""
    return case.one(
        "target.hop_share",
        other=hop.other[:LABEL],
        state=hop.state.value,
        waiter=hop.waiter[:LABEL],
    )
