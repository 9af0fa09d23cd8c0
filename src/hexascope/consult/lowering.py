"""What the panel may change of the rules' order: one step, with proven evidence against, by two.

Rules stay what they are: only the verdict's items and what follows from their order move.
"""

from collections.abc import Sequence
from dataclasses import replace

from hexascope.consult.hypotheses import Hypothesis, hypotheses
from hexascope.domain.case import Case
from hexascope.domain.opinion import Opinion
from hexascope.domain.use import Severity
from hexascope.domain.verdict import Item

LEAST_OBJECTORS = 2
"""Cross-validation: so many analysts by models must object, each with evidence against."""

MOST_AGREEMENT = 50.0
"""From this agreement on a finding stays as grave as the rules say: most are for it."""


def lowered(case: Case, items: Sequence[Item]) -> tuple[Item, ...]:
    """Give the items with those a step milder that evidence speaks against, and behind the others.

    A finding of severity critical is never lowered. Objections count that rest on what `against`
    of the hypothesis names: an objection that cites what bears the finding out counts as dissent,
    and lowers nothing. Rules' own objections lower nothing either: the rules have weighed them.
    """
    about = {one.finding.id: one for one in hypotheses(case)}
    moved = {one.item: one for one in items if _is_lowered(one, about.get(one.item))}
    if not moved:
        return tuple(items)
    order = list(items)
    for name in reversed(list(moved)):
        order = _behind(order, name, frozenset(about))
    return tuple(_a_step_milder(one) if one.item in moved else one for one in order)


def in_order(case: Case, items: Sequence[Item]) -> Case:
    """Give a case with its findings in the order of the verdict; the same one where none moved."""
    places = {one.item: place for place, one in enumerate(items)}
    spoken = [one for one in case.findings if one.id in places]
    turned = sorted(spoken, key=lambda one: places[one.id])
    if turned == spoken:
        return case
    following = iter(turned)
    findings = (next(following) if one.id in places else one for one in case.findings)
    return replace(case, findings=tuple(findings))


def _is_lowered(item: Item, one: Hypothesis | None) -> bool:
    if one is None or one.finding.severity is Severity.CRITICAL:
        return False
    if item.agreement is None or item.agreement >= MOST_AGREEMENT:
        return False
    against = frozenset(piece.key for piece in one.against)
    objectors = {said.role for said in item.against if _counts(said, one, against)}
    return len(objectors) >= LEAST_OBJECTORS


def _counts(said: Opinion, one: Hypothesis, against: frozenset[str]) -> bool:
    milder = said.severity < one.finding.severity
    return is_of_model(said) and milder and not against.isdisjoint(said.because)


def is_of_model(said: Opinion) -> bool:
    """Say whether a model gave an opinion, and no rules in its place."""
    return said.voice != "rules" and not said.stands_in


def _behind(order: Sequence[Item], name: str, causes: frozenset[str]) -> list[Item]:
    """Put an item behind the last other cause that is at least as grave as it is now."""
    at = next(place for place, one in enumerate(order) if one.item == name)
    severity = _a_step_milder(order[at]).severity
    last = at
    for place in range(at + 1, len(order)):
        if order[place].item in causes and order[place].severity >= severity:
            last = place
    return [*order[:at], *order[at + 1 : last + 1], order[at], *order[last + 1 :]]


def _a_step_milder(one: Item) -> Item:
    return replace(one, severity=Severity(max(one.severity - 1, Severity.INFO)))
