"""Models of a known quality: never worse than the rules, better as they are, contested when split.

The whole, over 1,000 cases and eleven qualities, is `python -m benchmarks simulate`.
"""

from functools import cache
from random import Random

import pytest

from benchmarks.panel.simulate import (
    POINT,
    Of,
    by_models,
    by_rules,
    cases,
    consulted,
    rises,
    share,
    voices,
)
from benchmarks.panel.simulated import Manner, SimulatedModel
from benchmarks.panel.world import Made, made
from hexascope.consult import lowering
from hexascope.consult.voices.rules import RulesVoices
from hexascope.domain.use import Severity

CASES = 60
QUALITIES = (0.0, 0.3, 0.5, 0.8, 1.0)
SEED = 2026


@cache
def several() -> tuple[Made, ...]:
    return tuple(cases(CASES, seed=SEED, kept=3))


@cache
def judged(quality: float) -> Of:
    return by_models(several(), quality, seed=SEED)


def truth_of(one: Made) -> tuple[str, ...]:
    return next((each.keys for each in one.case.findings if each.id == one.truth), ())


@pytest.mark.parametrize("quality", QUALITIES)
def test_a_panel_loses_no_more_than_a_point_to_its_rules_whatever_its_model(quality: float) -> None:
    assert judged(quality).score >= share(by_rules(several())) - POINT


def test_were_votes_enough_a_bad_model_would_ruin_the_panel(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lowering, "_counts", lambda said, *_: lowering.is_of_model(said))

    assert by_models(several(), 0.0, seed=SEED).score <= share(by_rules(several())) - 0.2


def test_its_score_rises_with_the_quality_of_its_model() -> None:
    seen = [judged(quality) for quality in QUALITIES]

    assert rises(seen)
    assert seen[-1].score >= seen[0].score + 0.1


def test_a_panel_that_is_split_in_halves_says_that_it_is_contested() -> None:
    split = [one for quality in QUALITIES for one in judged(quality).once if one.split]

    assert len(split) >= 10
    assert all(one.split_contested for one in split)


def test_the_cases_are_the_same_each_time_and_hold_healthy_and_kept_hosts() -> None:
    again = cases(CASES, seed=SEED, kept=3)

    assert [(one.name, one.truth) for one in again] == [(one.name, one.truth) for one in several()]
    assert 5 <= sum(not one.truth for one in again) <= 30
    assert sum(not one.name.startswith("made-") for one in again) >= 5
    assert made(1, seed=1).case != made(1, seed=2).case


@pytest.mark.parametrize("manner", Manner)
def test_however_a_model_errs_the_rules_order_and_their_criticals_stay(
    manner: Manner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SimulatedModel, "_manner", lambda _: manner)
    for place, one in enumerate(several()[:8]):
        model = SimulatedModel(0.0, truth_of(one), Random(place))
        said = consulted(one.case, voices(model)).verdict
        rules = consulted(one.case, RulesVoices()).verdict
        critical = [each.id for each in one.case.findings if each.severity is Severity.CRITICAL]
        severities = {each.item: each.severity for each in said.items}

        assert said.headline.template
        assert all(
            severities.get(name, Severity.CRITICAL) is Severity.CRITICAL for name in critical
        )
        assert {each.item for each in rules.items} <= {
            *severities,
            *(each.id for each in one.case.findings),
        }


@pytest.mark.parametrize("manner", [Manner.SWAPS_UNITS, Manner.COPIES_EXAMPLE, Manner.WRONG_ID])
def test_what_such_models_make_up_is_struck(
    manner: Manner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SimulatedModel, "_manner", lambda _: manner)
    one = next(each for each in several() if each.truth and each.name.startswith("made-"))
    said = consulted(one.case, voices(SimulatedModel(1.0, truth_of(one), Random(1))))

    assert said.record is not None
    assert said.record.struck
    assert all(each.voice == "rules" for each in said.opinions)
