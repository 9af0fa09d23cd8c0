"""The coordinator: agreement, and the precedence of the graver objection."""

from hexascope.consult.specialists.coordinator import settle
from hexascope.domain.opinion import Opinion, Role, Stance
from hexascope.domain.use import Severity
from hexascope.domain.verdict import Item
from tests.support.cases import case
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
