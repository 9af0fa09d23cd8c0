"""Hypotheses: what the rules hold to be the causes, for specialists to rank, reject and test."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hexascope.consult.speech import present, room, waiting
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Finding
from hexascope.domain.use import Harm

MOST_HYPOTHESES = 12
CALM = 0.05
"""Pressure under which nobody waits for a resource."""

ROOM = 0.5
"""Utilization under which a resource can't be what is lacking."""

GROUPS = frozenset((EntityKind.CGROUP, EntityKind.UNIT, EntityKind.LIMIT))
"""Culprits with limits of their own: what the host as a whole has left is not theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """One cause with its effects; evidence for and against it by key; what would decide.

    `id` is short and stands for `finding` in what a model answers; `probes` are (probe, subject)
    that could be run on its culprit.
    """

    id: str
    finding: Finding
    effects: tuple[Finding, ...]
    for_: tuple[Evidence, ...]
    against: tuple[Evidence, ...]
    probes: tuple[tuple[str, str], ...] = ()


def hypotheses(case: Case) -> tuple[Hypothesis, ...]:
    """Make a hypothesis of each present finding that no other explains, in their order.

    With each go the probes that the case offers on its culprit and victims.
    """
    known = {one.id: one for one in case.findings}
    roots = [one for one in present(case) if not any(id_ in known for id_ in one.explained_by)]
    return tuple(
        Hypothesis(
            id=f"h{place}",
            finding=one,
            effects=tuple(known[effect] for effect in one.explains if effect in known),
            for_=one.evidence,
            against=tuple(_against(case, one)),
            probes=tuple(_probes(one, case.offers)),
        )
        for place, one in enumerate(roots[:MOST_HYPOTHESES], start=1)
    )


def _against(case: Case, one: Finding) -> Iterator[Evidence]:
    """Give what speaks against a finding: nobody waits for its resource, or there is room.

    That says nothing of what fails, leaks or storms, of who is shown to wait, nor of a group at
    its own limit: a full disk makes nobody wait for it, and a quota runs out on an idle host.
    """
    if not _is_of_the_host(one):
        return
    cited = set(one.keys)
    wait = waiting(case, one.resource)
    if wait is not None and wait.number < CALM and wait.key not in cited:
        yield wait
    used = room(case, one.resource)
    if used is not None and used.number < ROOM and used.key not in cited:
        yield used


def _is_of_the_host(one: Finding) -> bool:
    """Say whether a finding states that the host lacks a resource, and shows nobody who does."""
    if one.harm in (Harm.FAILING, Harm.WASTE) or one.victims:
        return False
    return one.culprit is None or one.culprit.kind not in GROUPS


def _probes(one: Finding, probes: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    concerned = {each.name for each in (one.culprit, *one.victims) if each is not None}
    for probe, subjects in sorted(probes.items()):
        yield from ((probe, subject) for subject in subjects if subject in concerned)
