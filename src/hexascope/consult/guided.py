"""What becomes of a settled panel by the coordinator's guidance: an order, rulings, and no figure.

A model can't move a severity, an agreement or a side; what it gives is put in here by code, and put
in anew where a late opinion has moved what was settled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hexascope.consult.contract import Guidance, Ruling, Settled
from hexascope.consult.hypotheses import Hypothesis, hypotheses
from hexascope.domain.case import Case
from hexascope.domain.use import Severity
from hexascope.domain.verdict import Item


def guided(case: Case, settled: Settled, guidance: Guidance) -> Settled:
    """Give what was settled in the coordinator's order, with its rulings, where they still hold."""
    if guidance == Guidance():
        return settled
    about = {one.finding.id: one for one in hypotheses(case)}
    start = guidance.start if guidance.start in starts(case, settled.items) else ""
    order = (start, *guidance.order) if start else guidance.order
    rulings = {one.item: one for one in guidance.rulings}
    items = _ordered(case, settled.items, order, about)
    first = next((one.item for one in items if one.item in about), "")
    return replace(
        settled,
        items=tuple(_ruled(one, rulings.get(one.item)) for one in items),
        start=start if start == first else "",
    )


def starts(case: Case, items: Sequence[Item]) -> frozenset[str]:
    """Give where one may begin: the gravest of the causes, for severity comes first."""
    causes = {one.finding.id for one in hypotheses(case)}
    spoken = [one for one in items if one.item in causes]
    gravest = max((one.severity for one in spoken), default=Severity.INFO)
    return frozenset(one.item for one in spoken if one.severity is gravest)


def _ruled(one: Item, ruling: Ruling | None) -> Item:
    if ruling is None:
        return one
    if ruling.disputed:
        return replace(one, disputed=ruling.words, ruled_by=ruling.because)
    if one.contested:
        return replace(one, ruling=ruling.words, ruled_by=ruling.because)
    return one  # what is agreed upon needs no ruling


def _ordered(
    case: Case, items: Sequence[Item], order: Sequence[str], about: Mapping[str, Hypothesis]
) -> tuple[Item, ...]:
    """Let equally grave items change places among themselves; no other ever moves."""
    places = {name: place for place, name in reversed(list(enumerate(order)))}
    kinds = _kinds(case)
    alike: dict[tuple[object, ...], list[Item]] = {}
    for one in items:
        _insert(alike.setdefault(_kind(one, kinds), []), one, places, about)
    following = {kind: iter(several) for kind, several in alike.items()}
    return tuple(next(following[_kind(one, kinds)]) for one in items)


def _insert(
    before: list[Item], one: Item, places: Mapping[str, int], about: Mapping[str, Hypothesis]
) -> None:
    """Put an item before those that the coordinator names behind it, as far as they give way.

    A cause gives way only where an analyst's model objects to it with evidence against it: what
    one coordinator prefers is no proof, and the rules' order rests on harm.
    """
    last = len(places)
    at = len(before)
    while at and places.get(one.item, last) < places.get(before[at - 1].item, last):
        if not _gives_way(before[at - 1], about.get(before[at - 1].item)):
            break
        at -= 1
    before.insert(at, one)


def _gives_way(item: Item, one: Hypothesis | None) -> bool:
    if one is None:
        return True
    against = {piece.key for piece in one.against}
    return any(
        said.voice != "rules" and not against.isdisjoint(said.because) for said in item.against
    )


def _kind(one: Item, kinds: Mapping[str, tuple[object, ...]]) -> tuple[object, ...]:
    return (one.severity, *kinds.get(one.item, ()))


def _kinds(case: Case) -> Mapping[str, tuple[object, ...]]:
    """Give what keeps findings apart beside their severity: past from present, symptom from cause,
    and who harms from who is merely busy."""
    return {one.id: (one.when, bool(one.explained_by), one.harm) for one in case.findings}
