"""The report generator: where to start, for who decides and for who types."""

from dataclasses import replace

from hexascope.act.contract import filled
from hexascope.act.remedies.lower_priority import lower_priority
from hexascope.consult.contract import Settled, Wording
from hexascope.consult.plan import plan
from hexascope.consult.specialists.report_generator import MOST_STEPS, word
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.examination import Cell, Unjudged
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Opinion, Role
from hexascope.domain.remedy import proposal
from hexascope.domain.target import StateShare, Target, TargetKind, TargetStory, ThreadState
from hexascope.domain.text import text
from hexascope.domain.use import Harm, Severity, Status, When
from hexascope.domain.verdict import Item
from hexascope.words import Language, render
from tests.support.cases import HOST, case, fact
from tests.support.panel import finding, group_entity, opinion, process_entity

LOWER = proposal("lower_priority", pid=4242)


def cells(measured: int, unknown: int) -> tuple[Cell, ...]:
    return (
        *(Cell(component="cpu", aspect="x", status=Status.MEASURED) for _ in range(measured)),
        *(Cell(component="cpu", aspect="x", status=Status.NOT_PRESENT) for _ in range(unknown)),
    )


def worded(about: Case, *opinions: Opinion, items: tuple[Item, ...] = ()) -> Wording:
    steps = plan(about, opinions, items, {"lower_priority": lower_priority}, filled)
    return word(about, Settled(items=items, agreement=None, legacy_consensus_score=0.0), steps)


def headline(*findings: Finding, measured: tuple[Cell, ...] = ()) -> str:
    return render(worded(replace(case(findings=findings), coverage=measured)).headline)


def summary(about: Case, *opinions: Opinion) -> str:
    return " ".join(render(one) for one in worded(about, *opinions).summary)


def test_a_host_with_nothing_wrong_is_told_so_with_what_was_measured() -> None:
    assert headline(measured=cells(3, 1)) == (
        "Nothing above information was found; 75% of what should be seen was measured."
    )


def test_a_host_of_which_little_was_seen_is_not_called_healthy() -> None:
    assert "no proof of health" in headline(measured=cells(1, 3))


def test_notes_and_the_past_leave_a_host_healthy() -> None:
    quiet = headline(finding("a", severity=Severity.INFO), finding("b", when=When.PAST))

    assert quiet == "Nothing above information was found."


def test_the_headline_is_the_first_finding_and_its_culprit() -> None:
    top = finding(title=text("Tasks waited {n:count} times", n=9.0), culprit=process_entity("hog"))

    assert headline(top, finding("b")) == "Tasks waited 9 times (hog, pid 4242)"


def test_several_processes_of_one_program_are_counted() -> None:
    who = process_entity("hog", 1, pids=(1, 2, 3))

    assert headline(finding(culprit=who)) == "cpu_saturation is at fault (hog, 3 processes)"


def test_a_culprit_that_the_title_names_is_not_named_twice() -> None:
    top = finding(title=text("Group {group} stood still", group="/web"), culprit=group_entity())

    assert headline(top) == "Group /web stood still"


def test_a_headline_is_translated_as_a_whole() -> None:
    top = finding(
        title=text(
            "Tasks waited for a CPU {share:percent} of the window: that bears it out.", share=0.5
        ),
        culprit=process_entity("hog", 1, pids=(1, 2)),
    )

    said = render(worded(case(findings=(top,))).headline, Language.PORTUGUESE)

    assert said == "Tarefas esperaram por uma CPU 50% da janela: isso confirma. (hog, 2 processos)"


def test_who_decides_reads_how_bad_it_is_and_who_suffers() -> None:
    top = finding(victims=(process_entity("web", 7), process_entity("db", 8)))

    said = summary(case(findings=(top, finding("b", harm=Harm.BUSY))))

    assert "now by themselves: 1 of 2" in said
    assert "the gravest is high" in said
    assert "It harms web and db." in said


def test_symptoms_are_not_counted_as_harm_of_their_own() -> None:
    top = finding("a")
    symptom = finding("b", explained_by=(top.id,))

    assert "by themselves: 1 of 2" in summary(case(findings=(top, symptom)))


def test_mere_use_is_not_called_harm() -> None:
    assert "Nothing fails and nobody is shown to wait; one finding" in summary(
        case(findings=(finding(harm=Harm.BUSY),))
    )


def test_who_decides_reads_what_the_first_step_costs_and_risks() -> None:
    top = finding(proposals=(LOWER,))
    gain = text("This gives back a CPU.")
    returns = opinion(Role.COST_OPTIMIZER, item=top.id, proposals=(LOWER,), advice=gain)

    assert "First step: Lower the priority of the process. Its risk: low." in summary(
        case(findings=(top,))
    )
    assert "First step: Lower the priority of the process. This gives back a CPU." in summary(
        case(findings=(top,)), returns
    )


def test_who_decides_reads_of_disagreement() -> None:
    top = finding()
    torn = Item(
        item=top.id,
        severity=top.severity,
        agreement=50.0,
        contested=True,
        single=False,
        for_=(),
        against=(),
    )

    [said] = [
        render(one)
        for one in worded(case(findings=(top,)), items=(torn,)).summary
        if "disagree" in one.template
    ]

    assert "(1)" in said


def test_what_could_not_be_seen_is_said_and_root_where_it_would_help() -> None:
    blind = (Unjudged(check="x", missing="y", reason="z"),)
    as_root = replace(case(), unjudged=blind)
    as_nobody = replace(as_root, host=replace(HOST, privileged=False))

    assert "could not be judged: 1; the report says why" in summary(as_root)
    assert "as root there may be fewer" in summary(as_nobody)


def test_who_types_gets_a_look_for_each_of_the_first_steps() -> None:
    top = finding(proposals=(LOWER,))
    others = tuple(finding(f"c{number}") for number in range(9))

    steps = [render(one) for one in worded(case(findings=(top, *others))).next_steps]

    assert steps[0] == "Lower the priority of the process: ps -o ni= -p 4242"
    assert steps[1] == "Mend c0."
    assert len(steps) == MOST_STEPS


def test_the_summary_has_four_sentences_at_most_and_ends_with_what_was_not_seen() -> None:
    top = finding(victims=(process_entity("web", 7),), proposals=(LOWER,))
    past = finding("b", when=When.PAST)
    about = replace(
        case(findings=(top, past)), unjudged=(Unjudged(check="x", missing="y", reason="z"),)
    )
    torn = Item(
        item=top.id,
        severity=top.severity,
        agreement=50.0,
        contested=True,
        single=False,
        for_=(),
        against=(),
    )

    said = worded(about, items=(torn,)).summary

    assert len(said) == 4
    assert "disagree" in said[1].template
    assert "could not be judged" in said[-1].template


def told(*shares: StateShare) -> list[str]:
    story = TargetStory(
        target=Target(TargetKind.UNIT, "nginx"),
        members=((80, "nginx"),),
        threads=1,
        seconds=5.0,
        samples=100,
        shares=shares,
    )
    return [render(one) for one in worded(case(story)).summary]


def test_who_asks_about_a_target_is_told_what_it_does_most_of_its_time() -> None:
    shares = (
        StateShare(state=ThreadState.SLEEPING, share=0.55),
        StateShare(state=ThreadState.PROCESS, share=0.43, on="tcp 127.0.0.1:5432", on_share=0.4),
        StateShare(state=ThreadState.ON_CPU, share=0.02),
    )

    assert told(*shares)[0] == (
        "nginx waits for another process 43% of its threads' time (tcp 127.0.0.1:5432)."
    )


def test_an_idle_target_is_told_to_have_nothing_to_do() -> None:
    idle = StateShare(state=ThreadState.SLEEPING, share=0.995)

    assert told(idle)[0] == "nginx had nothing to do while it was watched."


def test_who_asks_for_the_past_is_told_its_worst_where_all_is_well_now() -> None:
    over = {"when": When.PAST, "severity": Severity.INFO}
    grave = finding("oom_kill", own_severity=Severity.CRITICAL, **over)
    mild = finding("burst", own_severity=Severity.LOW, **over)
    asked = fact("past.since", 1_700_000_000.0)

    def said(*facts: Evidence, findings: tuple[Finding, ...]) -> str:
        return render(worded(case(*facts, findings=findings)).headline)

    assert said(asked, findings=(mild, grave)) == (
        "Nothing above information was found now; the worst of what is over: oom_kill is at fault"
    )
    assert "worst" not in said(asked, findings=(mild,))
    assert "worst" not in said(findings=(mild, grave)), "nobody asked for the past"
