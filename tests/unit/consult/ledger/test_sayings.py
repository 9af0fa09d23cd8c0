"""Shapes in which people say things, over all kept hosts: what is altered is caught, in each."""

from collections import Counter
from functools import cache

import pytest

from hexascope.consult.ledger.prose import rule
from hexascope.report.values import value_shown
from hexascope.words import Language
from tests.support.claims import abouts, drawn
from tests.support.sayings import Saying, sayings

LEAST_CAUGHT = 0.99
MOST_STRUCK = 0.01
LEAST_SEEN = 200
ALTERED = {"number", "bound", "range", "negation", "comparison", "trend"}


@cache
def told() -> tuple[tuple[Saying, bool], ...]:
    """Rule every saying once, and keep whether it was struck."""
    return tuple((one, struck(one)) for one in sayings((*abouts(), *drawn())))


def struck(one: Saying) -> bool:
    ruled = rule(
        one.sentence, one.about, one.language, lambda piece: value_shown(piece, one.language)
    )
    return any(each.ruling.struck for each in ruled)


@pytest.mark.parametrize("language", Language)
def test_of_altered_sayings_99_in_100_are_caught_in_each_language(language: Language) -> None:
    altered = [(one, hit) for one, hit in told() if one.altered and one.language is language]
    missed = [one.sentence for one, hit in altered if not hit]

    assert {one.altered for one, _ in altered} == ALTERED
    assert len(altered) >= LEAST_SEEN
    assert len(missed) <= (1 - LEAST_CAUGHT) * len(altered), missed


@pytest.mark.parametrize("altered", sorted(ALTERED))
def test_no_way_of_altering_is_overlooked(altered: str) -> None:
    hits = [hit for one, hit in told() if one.altered == altered]

    assert len(hits) >= 50
    assert sum(hits) >= 0.98 * len(hits)


@pytest.mark.parametrize("language", Language)
def test_of_true_sayings_one_in_100_is_struck_at_most(language: Language) -> None:
    true = [(one, hit) for one, hit in told() if not one.altered and one.language is language]
    wrongly = [one.sentence for one, hit in true if hit]

    assert len(true) >= LEAST_SEEN
    assert len(wrongly) <= MOST_STRUCK * len(true), wrongly


def test_of_no_shape_are_many_true_ones_struck() -> None:
    seen: Counter[str] = Counter(one.shape for one, _ in told() if not one.altered)
    wrongly: Counter[str] = Counter(one.shape for one, hit in told() if hit and not one.altered)

    assert len(seen) >= 10
    for shape, number in seen.items():
        assert wrongly[shape] <= 0.02 * number, shape
