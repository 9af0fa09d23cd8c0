"""Numbers that belong together: 'between 3 and 4 %' is a range, '2 h 5 min' is one time."""

import re
from collections.abc import Sequence
from dataclasses import replace

from hexascope.consult.ledger.quantity import Bound, Dimension, Quantity

WIDEST = 2.0
"""A range whose ends are further apart than this factor says next to nothing."""

_TO = re.compile(r"\s*(?:-|–|—|to|a|até)\s*", re.IGNORECASE)
_AND = re.compile(r"\s*(?:and|e)\s*", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|entre)\s*$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|de)\s*$", re.IGNORECASE)


def joined(sentence: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Join neighbours of a sentence; both ends of 'from 3 to 4 %' have the unit of the second."""
    made: list[Quantity] = []
    for one in found:
        before = made.pop() if made else None
        if before is None:
            made.append(one)
            continue
        made += _together(before, one, sentence)
    return made


def _together(first: Quantity, second: Quantity, sentence: str) -> Sequence[Quantity]:
    between = sentence[first.end : second.begin]
    before = sentence[: first.begin]
    if not between.strip() and _is_finer(first, second):
        return (_sum(first, second),)
    is_range = (_TO.fullmatch(between) and not _FROM.search(before)) or (
        _AND.fullmatch(between) and _BETWEEN.search(before)
    )
    if is_range or (_TO.fullmatch(between) and _FROM.search(before)):
        first = _of_unit(first, second)
    return (_range(first, second),) if is_range and _is_range(first, second) else (first, second)


def _is_finer(first: Quantity, second: Quantity) -> bool:
    """Say whether a time goes on in a smaller unit: '13 h 53 min'."""
    both = first.dimension is Dimension.SECONDS and second.dimension is Dimension.SECONDS
    return both and 0 <= second.value < first.step


def _sum(first: Quantity, second: Quantity) -> Quantity:
    return replace(first, value=first.value + second.value, step=second.step, end=second.end)


def _of_unit(first: Quantity, second: Quantity) -> Quantity:
    """Give the first number the unit of the second, where it has none of its own."""
    if first.dimension is not Dimension.COUNT or second.dimension is Dimension.COUNT:
        return first
    factor = second.unit_factor
    return replace(
        first,
        value=first.value * factor,
        step=first.step * factor,
        dimension=second.dimension,
        unit_factor=factor,
    )


def _is_range(first: Quantity, second: Quantity) -> bool:
    same = first.dimension is second.dimension
    return same and 0 <= first.value < second.value <= max(first.value * WIDEST, first.step * 2)


def _range(first: Quantity, second: Quantity) -> Quantity:
    return replace(
        first,
        upper=second.value,
        step=max(first.step, second.step),
        bound=Bound.WITHIN,
        end=second.end,
    )
