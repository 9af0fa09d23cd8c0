"""Agreement: what it measures, between which bounds, and who counts how much."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.consult.consensus import FIELDS, GATE, agreement, legacy_consensus_score, settle
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import ANALYSTS, Opinion, Role, Stance
from hexascope.domain.use import Aspect, Resource, Severity
from tests.support.cases import case
from tests.support.panel import WAITING, finding, opinion

PERFORMANCE, INFRASTRUCTURE = Role.PERFORMANCE_ANALYST, Role.INFRASTRUCTURE_EXPERT
SECURITY, COST = Role.SECURITY_ANALYST, Role.COST_OPTIMIZER

OPINIONS = st.lists(
    st.builds(
        opinion,
        st.sampled_from(ANALYSTS),
        stance=st.sampled_from(Stance),
        severity=st.sampled_from(Severity),
        voice=st.sampled_from(("rules", "small", "large")),
        stands_in=st.booleans(),
        because=st.sampled_from(((WAITING.key,), ("other",))),
        confidence=st.integers(0, 100),
    ),
    max_size=8,
)
FINDINGS = st.one_of(
    st.none(),
    st.builds(finding, resource=st.sampled_from(Resource), aspect=st.sampled_from(Aspect)),
)


@given(said=OPINIONS, about=FINDINGS)
def test_agreement_lies_between_0_and_100(said: list[Opinion], about: Finding | None) -> None:
    score = agreement(said, about)

    assert score is None or 0 <= score <= 100


@given(said=OPINIONS)
def test_a_lone_voice_is_single_and_never_contested(said: list[Opinion]) -> None:
    alone = [replace(one, role=SECURITY) for one in said]

    for item in settle(case(), alone).items:
        assert item.single
        assert item.agreement is None
        assert not item.contested


@given(said=OPINIONS)
def test_the_order_of_voices_changes_no_agreement(said: list[Opinion]) -> None:
    forwards = agreement(said, None)
    backwards = agreement(reversed(said), None)

    assert forwards == pytest.approx(backwards)


@given(said=OPINIONS)
def test_the_legacy_score_lies_between_0_and_100(said: list[Opinion]) -> None:
    assert 0 <= legacy_consensus_score(said) <= 100


def test_who_abstains_changes_nothing() -> None:
    one = finding()
    both = [opinion(PERFORMANCE, item=one.id), opinion(INFRASTRUCTURE, item=one.id)]

    # security and cost have no opinion on this item, whatever they say of others
    others = [opinion(SECURITY, item="other"), opinion(COST, item="other")]

    assert agreement(both, one) == 100.0
    [first, _] = settle(case(findings=(one,)), [*both, *others]).items
    assert first.agreement == 100.0


def test_the_vote_of_ones_own_field_weighs_three_times() -> None:
    on_cpu = finding(resource=Resource.CPU, aspect=Aspect.LATENCY)
    votes = [opinion(PERFORMANCE), opinion(SECURITY, stance=Stance.OPPOSES)]

    assert agreement(votes, on_cpu) == pytest.approx(75.0)


def test_a_stand_in_weighs_half() -> None:
    votes = [
        opinion(PERFORMANCE, stands_in=True),
        opinion(INFRASTRUCTURE, stance=Stance.OPPOSES),
    ]

    assert agreement(votes, None) == pytest.approx(100 * 0.5 / 1.5)


def test_each_step_of_severity_between_voices_costs_ten_points() -> None:
    votes = [opinion(PERFORMANCE), opinion(INFRASTRUCTURE, severity=Severity.LOW)]

    assert agreement(votes, None) == pytest.approx(80.0)


@given(several=st.integers(2, 4))
def test_one_model_on_the_same_evidence_is_one_voice_and_a_half_at_most(several: int) -> None:
    same = [opinion(role, voice="large") for role in ANALYSTS[:several]]
    against = opinion(Role.COORDINATOR, voice="rules", stance=Stance.OPPOSES)
    fields = {**FIELDS, Role.COORDINATOR: FIELDS[SECURITY]}

    score = agreement([*same, against], None, fields)

    assert score == pytest.approx(100 * 1.5 / 2.5)


def test_one_model_on_other_evidence_is_another_witness() -> None:
    votes = [
        opinion(PERFORMANCE, voice="large"),
        opinion(INFRASTRUCTURE, voice="large", because=("other",)),
        opinion(SECURITY, voice="small", stance=Stance.OPPOSES),
    ]

    assert agreement(votes, None) == pytest.approx(100 * 2 / 3)


def test_rules_written_apart_are_witnesses_of_their_own() -> None:
    votes = [
        *(opinion(role) for role in ANALYSTS[:3]),
        opinion(COST, stance=Stance.OPPOSES),
    ]

    assert agreement(votes, None) == pytest.approx(75.0)


def test_under_the_gate_an_item_is_contested_and_keeps_both_sides() -> None:
    one = finding()
    votes = [
        opinion(PERFORMANCE, item=one.id),
        opinion(INFRASTRUCTURE, item=one.id, stance=Stance.OPPOSES),
    ]

    [item] = settle(case(findings=(one,)), votes).items

    assert item.agreement is not None
    assert item.agreement < GATE
    assert item.contested
    assert (len(item.for_), len(item.against)) == (1, 1)


def test_items_follow_the_order_of_the_findings_then_that_of_the_opinions() -> None:
    first, second = finding("a"), finding("b")
    votes = [opinion(item="own"), opinion(item=second.id), opinion(item=first.id)]

    items = settle(case(findings=(first, second)), votes).items

    assert [one.item for one in items] == [first.id, second.id, "own"]


def test_a_finding_nobody_spoke_of_is_no_item() -> None:
    settled = settle(case(findings=(finding(),)), [])

    assert settled.items == ()
    assert settled.agreement is None
    assert settled.legacy_consensus_score == 0.0


def test_the_legacy_score_is_the_old_formula_and_measures_no_agreement() -> None:
    torn = [opinion(role, severity=Severity.CRITICAL, confidence=95) for role in ANALYSTS[:3]]

    # 95 + 15 x 3/6 + 1.5 x 10, cut at 100
    assert legacy_consensus_score(torn) == 100.0
    assert legacy_consensus_score([opinion(severity=Severity.INFO, confidence=50)]) == (
        pytest.approx(50 + 15 / 6 + 5)
    )


def test_who_speaks_often_of_an_item_has_one_vote() -> None:
    loud = [
        opinion(PERFORMANCE, voice="model", because=(key,), stance=Stance.OPPOSES)
        for key in ("a", "b", "c")
    ]
    quiet = opinion(INFRASTRUCTURE, voice="other")

    assert agreement([*loud, quiet], None) == pytest.approx(50.0)
