from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hexascope.check.links import (
    Link,
    always,
    explained,
    nobody_else,
    only_sufferer,
    same_culprit,
    touches,
)
from hexascope.check.rank import rank
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.finding import Finding, finding_id
from hexascope.domain.use import Harm, Severity, When
from tests.support.entities import entity
from tests.support.examinations import finding


def made(
    check: str,
    culprit: Entity | None = None,
    *,
    victims: tuple[Entity, ...] = (),
    severity: Severity = Severity.MEDIUM,
    harm: Harm = Harm.BUSY,
    when: When = When.NOW,
) -> Finding:
    return replace(
        finding(),
        id=finding_id(check, culprit),
        check=check,
        culprit=culprit,
        victims=victims,
        severity=severity,
        own_severity=severity,
        harm=harm,
        when=when,
    )


HOG = entity(EntityKind.PROCESS, "hog", 7, 8)
WEB = entity(EntityKind.PROCESS, "web", 9)


def order(*several: Finding, links: tuple[Link, ...] = ()) -> list[str]:
    return [one.check for one in rank(several, links)]


def test_what_harms_stands_above_what_is_merely_busy_whatever_the_severity() -> None:
    busy = made("busy", HOG, severity=Severity.HIGH, harm=Harm.BUSY)
    waits = made("waits", WEB, severity=Severity.MEDIUM, harm=Harm.WAITING)
    fails = made("fails", severity=Severity.MEDIUM, harm=Harm.FAILING)

    assert order(busy, waits, fails) == ["fails", "waits", "busy"]


def test_information_and_the_past_come_last() -> None:
    note = made("note", severity=Severity.INFO, harm=Harm.FAILING)
    past = made("past", severity=Severity.INFO, harm=Harm.FAILING, when=When.PAST)
    low = made("low", severity=Severity.LOW, harm=Harm.NONE)

    assert order(past, note, low) == ["low", "note", "past"]


def was(check: str, ago_s: float, harm: Harm) -> Finding:
    past = made(check, severity=Severity.INFO, harm=harm, when=When.PAST)
    return replace(past, ago_s=ago_s)


def test_of_the_last_minutes_what_failed_stands_above_what_waited() -> None:
    waited = was("waited", 0.0, Harm.WAITING)
    failed = was("failed", 20.0, Harm.FAILING)
    later = was("later", 10.0, Harm.FAILING)

    assert order(waited, failed, later) == ["later", "failed", "waited"]


def test_what_was_minutes_ago_stands_above_what_was_hours_ago() -> None:
    failed = was("failed", 7200.0, Harm.FAILING)
    waited = was("waited", 300.0, Harm.WAITING)
    unknown = replace(was("unknown", 0.0, Harm.FAILING), ago_s=None)

    assert order(unknown, failed, waited) == ["waited", "failed", "unknown"]


def test_a_cause_stands_above_its_symptom_which_counts_little() -> None:
    cause = made("cause", HOG, severity=Severity.MEDIUM, harm=Harm.WASTE)
    symptom = made("symptom", HOG, severity=Severity.CRITICAL, harm=Harm.FAILING)
    link = Link(cause="cause", symptoms=("symptom",), shown=same_culprit)

    first, second = rank([symptom, cause], [link])

    assert (first.check, first.explains) == ("cause", (symptom.id,))
    assert (first.severity, first.harm) == (Severity.CRITICAL, Harm.FAILING)
    assert (second.severity, second.own_severity) == (Severity.LOW, Severity.CRITICAL)
    assert second.explained_by == (cause.id,)


def test_a_cause_is_as_grave_as_what_its_symptoms_bring_about_in_turn() -> None:
    links = (
        Link(cause="a", symptoms=("b",), shown=always),
        Link(cause="b", symptoms=("c",), shown=always),
    )
    chain = [
        made("a", severity=Severity.LOW),
        made("b"),
        made("c", severity=Severity.HIGH, harm=Harm.WAITING),
    ]

    first, *others = rank(chain, links)

    assert (first.check, first.severity, first.harm) == ("a", Severity.HIGH, Harm.WAITING)
    assert {one.severity for one in others} == {Severity.LOW}


def test_who_alone_suffers_from_what_he_does_is_no_graver_for_it() -> None:
    link = Link(cause="storm", symptoms=("waits",), shown=only_sufferer)
    waits = made("waits", WEB, victims=(HOG,), severity=Severity.HIGH, harm=Harm.WAITING)

    first, second = rank([made("storm", HOG), waits], [link])

    assert (first.check, first.severity, first.harm) == ("storm", Severity.MEDIUM, Harm.BUSY)
    assert second.severity is Severity.LOW


def test_a_note_stays_a_note_whatever_it_explains() -> None:
    link = Link(cause="note", symptoms=("trouble",), shown=always)

    told = rank([made("note", severity=Severity.INFO), made("trouble")], [link])

    assert {one.check: one.severity for one in told}["note"] is Severity.INFO


def test_without_proof_of_the_link_both_stand_on_their_own() -> None:
    cause, symptom = made("cause", HOG), made("symptom", WEB)

    assert (
        explained([cause, symptom], [Link(cause="cause", symptoms=("symptom",), shown=touches)])
        == {}
    )


def test_a_culprit_that_is_the_others_victim_is_a_link() -> None:
    cause, symptom = made("cause", HOG, victims=(WEB,)), made("symptom", WEB)

    assert touches(cause, symptom)
    assert not same_culprit(cause, symptom)
    assert nobody_else(cause, made("alone"))


def test_two_processes_of_one_name_are_not_the_same() -> None:
    assert not same_culprit(
        made("a", entity(EntityKind.PROCESS, "java", 1)),
        made("b", entity(EntityKind.PROCESS, "java", 2)),
    )


def test_what_is_past_explains_nothing_of_the_present() -> None:
    past = made("cause", HOG, when=When.PAST)

    links = [Link(cause="cause", symptoms=("symptom",), shown=always)]
    assert explained([past, made("symptom", HOG)], links) == {}


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), max_size=12))
def test_explanations_never_go_in_a_circle(pairs: list[tuple[str, str]]) -> None:
    findings = [made(name, HOG) for name in "abcd"]
    links = [Link(cause=one, symptoms=(other,), shown=always) for one, other in pairs]

    ranked = rank(findings, links)

    assert sorted(one.check for one in ranked) == ["a", "b", "c", "d"]
    assert any(not one.explained_by for one in ranked)


@given(st.permutations("abcd"))
def test_the_order_does_not_depend_on_the_order_of_the_checks(names: list[str]) -> None:
    assert order(*(made(name, HOG) for name in names)) == order(
        *(made(name, HOG) for name in "abcd")
    )
