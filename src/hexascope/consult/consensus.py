"""Consensus: group opinions by item, weigh them, settle; keep the dissent."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from hexascope.consult.contract import Field, Settled
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Opinion, Role, Stance
from hexascope.domain.use import Aspect, Resource, Severity
from hexascope.domain.verdict import Item

GATE = 70.0
"""Agreement from which on an item may be acted upon; below it is shown as contested."""

OWN_FIELD_WEIGHT, OTHER_WEIGHT = 3.0, 1.0
STAND_IN_FACTOR = 0.5
POINTS_A_SEVERITY_STEP = 10.0
MOST_VOICES_OF_ONE_WITNESS = 1.5
"""Opinions on the same evidence by the same model count as this many voices at most."""

_PERFORMANCE = frozenset(Aspect) - {Aspect.SECURITY, Aspect.COST, Aspect.CAPACITY}
_CAPACITY = frozenset({Aspect.UTILIZATION, Aspect.SATURATION, Aspect.ERRORS, Aspect.CAPACITY})

FIELDS: Mapping[str, Field] = {
    Role.PERFORMANCE_ANALYST: Field(
        resources=frozenset(Resource) - {Resource.SECURITY}, aspects=_PERFORMANCE
    ),
    Role.INFRASTRUCTURE_EXPERT: Field(
        resources=frozenset(Resource) - {Resource.SECURITY, Resource.PROCESS}, aspects=_CAPACITY
    ),
    Role.SECURITY_ANALYST: Field(
        resources=frozenset({Resource.SECURITY, Resource.PROCESS, Resource.NETWORK}),
        aspects=frozenset({Aspect.SECURITY, Aspect.ERRORS}),
    ),
    Role.COST_OPTIMIZER: Field(
        resources=frozenset({Resource.CPU, Resource.MEMORY, Resource.DISK, Resource.FILESYSTEM}),
        aspects=frozenset({Aspect.COST, Aspect.CAPACITY}),
    ),
}
"""Whose vote weighs three times: the resources and aspects of each analyst's own field."""

_LEGACY_WEIGHTS: Mapping[Severity, float] = {
    Severity.CRITICAL: 1.5,
    Severity.HIGH: 1.2,
    Severity.MEDIUM: 1.0,
    Severity.LOW: 0.8,
    Severity.INFO: 0.5,
}


def settle(
    case: Case, opinions: Sequence[Opinion], fields: Mapping[str, Field] = FIELDS
) -> Settled:
    """Settle every item that was spoken of, findings first and in their order."""
    by_item: dict[str, list[Opinion]] = {one.id: [] for one in case.findings}
    for one in opinions:
        by_item.setdefault(one.item, []).append(one)
    findings = {one.id: one for one in case.findings}
    items = tuple(
        _item(name, said, findings.get(name), fields) for name, said in by_item.items() if said
    )
    voted = [one.agreement for one in items if one.agreement is not None]
    return Settled(
        items=items,
        agreement=sum(voted) / len(voted) if voted else None,
        legacy_consensus_score=legacy_consensus_score(opinions),
    )


def agreement(
    said: Iterable[Opinion], finding: Finding | None, fields: Mapping[str, Field] = FIELDS
) -> float | None:
    """Give 100 × weight in favour / weight heard, minus 10 a step of severity; None: one voice.

    Who abstained was not heard. The result lies between 0 and 100.
    """
    votes = list(said)
    if len({one.role for one in votes}) < 2:
        return None
    weights = _weights(votes, finding, fields)
    heard = sum(weights)
    pairs = zip(votes, weights, strict=True)
    favour = sum(weight for one, weight in pairs if one.stance is Stance.AGREES)
    steps = max(one.severity for one in votes) - min(one.severity for one in votes)
    share = 100.0 * favour / heard if heard else 0.0
    return max(0.0, share - POINTS_A_SEVERITY_STEP * steps)


def legacy_consensus_score(opinions: Sequence[Opinion]) -> float:
    """Give requirement 000's score, 0-100: confidence, variety of roles, and severity.

    It measures no agreement (three 'critical' against three 'info' give 100); it is kept under
    this label for programs that read it, with 0 for an empty case.
    """
    if not opinions:
        return 0.0
    confidence = sum(one.confidence for one in opinions) / len(opinions)
    variety = min(len({one.role for one in opinions}) / len(Role), 1.0) * 15
    severity = sum(_LEGACY_WEIGHTS[one.severity] for one in opinions) / len(opinions) * 10
    return min(confidence + variety + severity, 100.0)


def _item(
    name: str, said: Sequence[Opinion], finding: Finding | None, fields: Mapping[str, Field]
) -> Item:
    score = agreement(said, finding, fields)
    severity = finding.severity if finding else max(one.severity for one in said)
    return Item(
        item=name,
        severity=severity,
        agreement=score,
        contested=score is not None and score < GATE,
        single=score is None,
        for_=tuple(one for one in said if one.stance is Stance.AGREES),
        against=tuple(one for one in said if one.stance is Stance.OPPOSES),
    )


def _weights(
    votes: Sequence[Opinion], finding: Finding | None, fields: Mapping[str, Field]
) -> list[float]:
    """Weigh each vote; several that rest on the same evidence and model share 1.5 voices.

    Who speaks several times of one item has one vote, shared among what he says.
    """
    witnesses: dict[tuple[str, tuple[str, ...]], int] = {}
    for one in votes:
        witness = (one.voice, tuple(sorted(one.because)))
        witnesses[witness] = witnesses.get(witness, 0) + 1
    spoken = Counter(one.role for one in votes)
    weights = []
    for one in votes:
        weight = OTHER_WEIGHT
        field = fields.get(one.role)
        if finding and field and field.holds(finding.resource, finding.aspect):
            weight = OWN_FIELD_WEIGHT
        if one.stands_in:
            weight *= STAND_IN_FACTOR
        # rules are no model: four rule sets written apart are four witnesses
        if one.voice != "rules":
            several = witnesses[(one.voice, tuple(sorted(one.because)))]
            weight *= min(1.0, MOST_VOICES_OF_ONE_WITNESS / several)
        weights.append(weight / spoken[one.role])
    return weights
