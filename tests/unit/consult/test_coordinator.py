"""The coordinator: agreement, and the precedence of the graver objection."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hexascope.consult.specialists.coordinator import settle
from hexascope.domain.opinion import ANALYSTS, Opinion, Role, Stance
from hexascope.domain.use import Resource, Severity
from hexascope.domain.verdict import Item
from tests.support.cases import case, fact
from tests.support.panel import finding, opinion

FINDING = finding()


def settled(*said: Opinion) -> Item:
    [item] = settle(case(findings=(FINDING,)), said).items
    return item


def voice(role: Role, severity: Severity, stance: Stance = Stance.AGREES) -> Opinion:
    return opinion(role, item=FINDING.id, severity=severity, stance=stance)


def test_an_objection_as_grave_as_the_finding_is_outvoted() -> None:
    item = settled(
        voice(Role.PERFORMANCE_ANALYST, Severity.HIGH),
        voice(Role.SECURITY_ANALYST, Severity.HIGH, Stance.OPPOSES),
    )

    assert item.agreement == 75.0
    assert not item.contested


def test_a_graver_objection_holds_up_however_many_are_for_it() -> None:
    item = settled(
        voice(Role.PERFORMANCE_ANALYST, Severity.MEDIUM),
        voice(Role.INFRASTRUCTURE_EXPERT, Severity.MEDIUM),
        voice(Role.COST_OPTIMIZER, Severity.MEDIUM),
        voice(Role.SECURITY_ANALYST, Severity.HIGH, Stance.OPPOSES),
    )

    assert item.agreement is not None
    assert item.agreement >= 70
    assert item.contested


def test_a_critical_objection_holds_up_at_equal_severity() -> None:
    item = settled(
        voice(Role.PERFORMANCE_ANALYST, Severity.CRITICAL),
        voice(Role.INFRASTRUCTURE_EXPERT, Severity.CRITICAL),
        voice(Role.SECURITY_ANALYST, Severity.CRITICAL, Stance.OPPOSES),
    )

    assert item.contested


def test_a_lone_objection_is_single_and_not_contested() -> None:
    item = settled(voice(Role.SECURITY_ANALYST, Severity.CRITICAL, Stance.OPPOSES))

    assert item.single
    assert not item.contested


def test_agreement_without_objections_is_not_contested() -> None:
    item = settled(
        voice(Role.PERFORMANCE_ANALYST, Severity.HIGH),
        voice(Role.INFRASTRUCTURE_EXPERT, Severity.MEDIUM),
    )

    assert item.agreement == 90.0
    assert not item.contested


def split(*models: str) -> Item:
    """Two for, two against, by voices in this order; whose field it is are for it."""
    roles = (
        Role.PERFORMANCE_ANALYST,
        Role.INFRASTRUCTURE_EXPERT,
        Role.SECURITY_ANALYST,
        Role.COST_OPTIMIZER,
    )
    stances = (Stance.AGREES, Stance.AGREES, Stance.OPPOSES, Stance.OPPOSES)
    return settled(
        *(
            opinion(role, item=FINDING.id, stance=stance, voice=name, because=(name + role,))
            for role, stance, name in zip(roles, stances, models, strict=True)
        )
    )


def test_models_half_against_half_are_contested_whosever_field_it_is() -> None:
    item = split("a/x", "a/x", "a/x", "a/x")

    assert item.agreement == 75.0
    assert item.contested


def test_rules_half_against_half_are_weighed_by_field_as_before() -> None:
    assert not split("rules", "rules", "rules", "rules").contested
    assert not split("a/x", "rules", "a/x", "a/x").contested


CALM = fact("pressure.some_share", 0.01, resource="io")
GRAVE = finding("grave", severity=Severity.CRITICAL, resource=Resource.DISK)
SLOW = finding("slow", severity=Severity.HIGH, resource=Resource.DISK)
SLIGHT = finding("slight", severity=Severity.LOW, resource=Resource.DISK)
ALL = case(CALM, findings=(GRAVE, SLOW, SLIGHT))
SAID = st.lists(
    st.builds(
        opinion,
        st.sampled_from(ANALYSTS),
        item=st.sampled_from([one.id for one in ALL.findings]),
        stance=st.sampled_from(Stance),
        severity=st.sampled_from(Severity),
        voice=st.sampled_from(("rules", "small", "large")),
        because=st.sampled_from(((CALM.key,), GRAVE.keys, ("nothing.known",))),
        confidence=st.integers(0, 100),
        stands_in=st.booleans(),
    ),
    max_size=16,
)


@given(said=SAID)
def test_no_votes_remove_a_finding_lower_a_critical_or_move_another_by_two_steps(
    said: list[Opinion],
) -> None:
    items = {one.item: one for one in settle(ALL, said).items}

    assert set(items) == {one.item for one in said}
    for one in ALL.findings:
        if one.id in items and one.severity is Severity.CRITICAL:
            assert items[one.id].severity is Severity.CRITICAL
        elif one.id in items:
            assert 0 <= one.severity - items[one.id].severity <= 1


@given(said=SAID)
def test_one_voice_alone_moves_nothing_and_contests_nothing(said: list[Opinion]) -> None:
    alone = [replace(one, role=Role.SECURITY_ANALYST) for one in said]

    for one in settle(ALL, alone).items:
        found = next(each for each in ALL.findings if each.id == one.item)
        assert one.single
        assert not one.contested
        assert one.severity is found.severity


@given(said=SAID)
def test_who_abstains_adds_no_weight_to_anybody(said: list[Opinion]) -> None:
    with_one_more = [*said, opinion(Role.COST_OPTIMIZER, item="advice of its own")]

    before = {one.item: one.agreement for one in settle(ALL, said).items}
    after = {one.item: one.agreement for one in settle(ALL, with_one_more).items}

    assert {item: after[item] for item in before} == before
