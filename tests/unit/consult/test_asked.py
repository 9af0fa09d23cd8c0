"""Wishes gathered from answers: what is asked for late is told of, and nothing is lost."""

from dataclasses import replace

from hexascope.consult.answered.asked import NOT_ALLOWED, OVER, TOO_LATE, Asked, late
from hexascope.consult.answered.forms import LONGEST_SUBJECT, Answered, form, read
from hexascope.consult.hypotheses import hypotheses
from hexascope.consult.told.briefing import Briefing, brief
from hexascope.domain.errand import Errand
from tests.support.cases import case, fact
from tests.support.panel import finding, process_entity

WANTS = Answered(said=(), probe="cpu_profile", probe_on="worker")
PROGRAM = {"compute": {"purpose": "why", "source": "print()"}}


def briefed(name: str = "worker") -> Briefing:
    about = finding(culprit=process_entity(name, 7), evidence=(fact("cpu.utilization", 0.9),))
    chosen = replace(case(findings=(about,)), offers={"cpu_profile": (name,)})
    return brief(chosen, hypotheses(chosen), nonce="n", most_tokens=8000)


def test_a_wish_is_kept_with_its_hypothesis() -> None:
    asked, about = Asked(), briefed()
    asked.heard("cost_optimizer", {}, WANTS, about)

    [one] = asked.wishes
    assert (one.role, one.probe, one.subject, one.rank) == (
        "cost_optimizer",
        "cpu_profile",
        "worker",
        1,
    )
    assert one.finding == about.hypotheses[0].finding.id


def test_a_name_in_the_form_is_visible_and_short_and_stands_for_the_true_one() -> None:
    name = "\x1b[31m" + "x" * 300
    about = briefed(name)
    [shown, _] = sorted(form(about, "x", ())["properties"]["probe_on"]["enum"], reverse=True)
    answered = read({"probe": "cpu_profile", "probe_on": shown}, about, ())

    assert "\x1b" not in shown
    assert len(shown) <= LONGEST_SUBJECT
    assert (answered.probe, answered.probe_on) == ("cpu_profile", name)
    assert answered.refused == ()


def test_where_programs_are_not_allowed_the_form_is_as_it_was_and_a_program_is_refused() -> None:
    asked = Asked()
    as_it_was: dict[str, object] = {"properties": {}, "required": []}

    assert asked.form(as_it_was) is as_it_was
    assert asked.rules == ""
    assert asked.heard("x", PROGRAM, WANTS, briefed()).refused == (NOT_ALLOWED,)
    assert asked.programs == []


def test_once_it_is_ended_no_program_is_taken_any_more() -> None:
    asked = Asked(code=True)
    assert asked.heard("x", PROGRAM, WANTS, briefed()).refused == ()
    asked.end()

    assert asked.heard("y", PROGRAM, WANTS, briefed()).refused == (OVER,)
    assert [one.role for one in asked.programs] == ["x"]
    assert asked.rules == ""


def test_what_was_asked_for_when_none_was_run_any_more_is_told() -> None:
    ran = Errand(probe="cpu_profile", subject="worker", asked_by=("a",), ran=True)
    asked = [("a", "cpu_profile", "worker"), ("b", "off_cpu", "worker"), ("c", "off_cpu", "worker")]

    [one] = late(asked, [ran])
    assert (one.probe, one.asked_by, one.ran, one.reason) == (
        "off_cpu",
        ("b", "c"),
        False,
        TOO_LATE,
    )
