"""What becomes of a settled panel by the coordinator's guidance: an order, rulings, and no figure.

A model can't move a severity, an agreement or a side; what it gives is put in here by code, and put
in anew where a late opinion has moved what was settled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hexascope.consult.contract import Guidance, Ruling, Settled
from hexascope.consult.hypotheses import hypotheses
from hexascope.domain.case import Case
from hexascope.domain.text import Text
from hexascope.domain.use import Severity
from hexascope.domain.verdict import Item

NOTHING = Text("")


def guided(case: Case, settled: Settled, guidance: Guidance) -> Settled:
    """Give what was settled in the coordinator's order, with its rulings, where they still hold."""
    start = guidance.start if guidance.start in starts(case, settled.items) else ""
    order = (start, *guidance.order) if start else guidance.order
    rulings = {one.item: one for one in guidance.rulings}
    items = tuple(_ruled(one, rulings.get(one.item)) for one in settled.items)
    return replace(settled, items=_ordered(case, items, order), start=start)


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


def _ordered(case: Case, items: Sequence[Item], order: Sequence[str]) -> tuple[Item, ...]:
    """Let equally grave items change places among themselves; no other ever moves."""
    places = {name: place for place, name in reversed(list(enumerate(order)))}
    alike: dict[tuple[object, ...], list[Item]] = {}
    kinds = _kinds(case)
    for one in items:
        alike.setdefault((one.severity, *kinds.get(one.item, ())), []).append(one)
    following = {
        kind: iter(sorted(several, key=lambda one: places.get(one.item, len(places))))
        for kind, several in alike.items()
    }
    return tuple(next(following[(one.severity, *kinds.get(one.item, ()))]) for one in items)


def _kinds(case: Case) -> Mapping[str, tuple[object, ...]]:
    """Give what keeps findings apart beside their severity: past from present, symptom from cause,
    and who harms from who is merely busy."""
    return {one.id: (one.when, bool(one.explained_by), one.harm) for one in case.findings}
