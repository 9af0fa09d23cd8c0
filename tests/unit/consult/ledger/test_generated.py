"""The ledger's two figures: what is altered is caught, what is true is let stand."""

from collections import Counter

from hexascope.consult.ledger.prose import rule
from hexascope.report.values import value_shown
from tests.support.claims import Said, altered_ones, true_ones

LEAST_CAUGHT = 0.99
MOST_STRUCK = 0.01


def struck(one: Said) -> bool:
    ruled = rule(
        one.sentence, one.about, one.language, lambda piece: value_shown(piece, one.language)
    )
    return any(each.ruling.struck for each in ruled)


def test_of_altered_sentences_99_in_100_are_caught_of_every_kind() -> None:
    seen: Counter[str] = Counter()
    caught: Counter[str] = Counter()
    missed = []
    for one in altered_ones():
        seen[one.altered] += 1
        caught[one.altered] += struck(one)
        missed += [one.sentence] if not struck(one) else []

    assert sum(seen.values()) >= 200
    assert set(seen) == {"number", "unit", "entity", "owner", "trend"}
    assert caught.total() >= LEAST_CAUGHT * seen.total(), missed


def test_of_true_sentences_one_in_100_is_struck_at_most() -> None:
    said = list(true_ones())
    wrongly = [one.sentence for one in said if struck(one)]

    assert len(said) >= 200
    assert len(wrongly) <= MOST_STRUCK * len(said), wrongly
