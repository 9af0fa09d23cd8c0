"""Choosing what to probe: culprits and the target, the worst first, never too many."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hexascope.collect.probing.choose import MOST_PIDS, MOST_RUNS, choose, possible
from hexascope.collect.probing.contract import Cost, Probe, ProbeHost, probe
from hexascope.collect.probing.offer import offers
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Finding
from hexascope.domain.probe import Subject
from hexascope.domain.target import Target, TargetKind, TargetStory
from hexascope.domain.use import Severity, When
from hexascope.words import render
from tests.support.cases import case, process
from tests.support.entities import entity
from tests.support.probes import blamed

COST = Cost(seconds=1.0, cpu_share=0.01, needs="nothing")


def one(name: str, *subjects: Subject) -> Probe:
    def measure(host: ProbeHost, subject: Subject) -> Iterator[object]:
        yield from ()

    measure.__name__ = name
    return probe(gives=(), cost=COST, wants=lambda _: subjects)(measure)


def names(about: Case, *probes: Probe) -> list[tuple[str, str]]:
    return [(chosen.probe.name, chosen.subject.name) for chosen in choose(about, probes)]


def culprit(pid: int) -> Finding:
    return blamed(entity(EntityKind.PROCESS, f"p{pid}", pid))


def who(pid: int) -> Subject:
    return Subject(name=f"p{pid}", pids=(pid,))


def test_the_worst_findings_culprits_come_first_whatever_the_probe() -> None:
    about = case(findings=(culprit(1), culprit(2)))

    assert names(about, one("a", who(2)), one("b", who(1))) == [("b", "p1"), ("a", "p2")]


def test_who_is_neither_culprit_nor_target_is_never_probed() -> None:
    about = case(findings=(culprit(1),))

    assert names(about, one("a", who(99))) == []


def test_parents_and_children_of_a_culprit_may_be_probed() -> None:
    rows = (process(pid=10, ppid=5), process(pid=20, ppid=10), process(pid=30, ppid=1))
    about = case(last=rows, findings=(culprit(10),))

    assert names(about, one("a", who(5)), one("b", who(20)), one("c", who(30))) == [
        ("a", "p5"),
        ("b", "p20"),
    ]


def test_the_target_may_be_probed_without_a_finding() -> None:
    story = TargetStory(
        target=Target(TargetKind.PID, "7"),
        members=((7, "worker"),),
        threads=1,
        seconds=5.0,
        samples=50,
        shares=(),
    )

    assert names(case(story), one("a", who(7))) == [("a", "p7")]


def test_the_target_stands_right_behind_the_first_culprit() -> None:
    story = TargetStory(
        target=Target(TargetKind.PID, "7"),
        members=((7, "worker"),),
        threads=1,
        seconds=5.0,
        samples=50,
        shares=(),
    )
    about = case(story, findings=(culprit(1), culprit(2), culprit(3)))
    subjects = (who(3), who(2), who(7), who(1))

    assert [name for _, name in names(about, *(one(it.name, it) for it in subjects))] == [
        *("p1", "p2", "p7", "p3")
    ]


def test_a_look_has_few_runs_and_a_subject_few_processes() -> None:
    crowd = blamed(entity(EntityKind.PROCESS, "crowd", *range(1, 100)))
    subject = Subject(name="crowd", pids=tuple(range(1, 100)))
    chosen = choose(case(findings=(crowd,)), [one(f"p{n:02}", subject) for n in range(20)])

    assert len(chosen) == MOST_RUNS
    assert all(len(run.subject.pids) == MOST_PIDS for run in chosen)


def test_a_probe_that_stumbles_over_a_case_wants_nothing() -> None:
    def stumbles(about: Case) -> Iterable[Subject]:
        raise KeyError("x")

    def measure(host: ProbeHost, subject: Subject) -> Iterator[object]:
        yield from ()

    broken = probe(gives=(), cost=COST, wants=stumbles)(measure)

    assert choose(case(findings=(culprit(1),)), [broken, one("a", who(1))])[0].probe.name == "a"


def test_the_same_subject_is_measured_once() -> None:
    about = case(findings=(culprit(1),))

    assert names(about, one("a", who(1), who(1))) == [("a", "p1")]


def test_a_report_offers_probes_where_a_finding_is_worth_it() -> None:
    probes = (one("cpu_profile", who(1)), one("off_cpu", who(1)))
    bad = replace(culprit(1), severity=Severity.MEDIUM)

    assert [render(step) for step in offers(case(findings=(bad,)), probes)] == [
        "Run `hexascope examine --deep` while it lasts: it would probe p1 (cpu_profile, off_cpu)."
    ]
    assert offers(case(findings=(replace(bad, severity=Severity.LOW),)), probes) == ()
    assert offers(case(findings=(replace(bad, when=When.PAST),)), probes) == ()
    assert offers(case(findings=(bad,)), ()) == ()


def test_what_is_possible_has_no_limit_of_runs() -> None:
    about = case(findings=(culprit(1),))
    several = [one(f"probe_{place}", who(1)) for place in range(MOST_RUNS + 1)]

    assert len(possible(about, several)) == MOST_RUNS + 1
    assert choose(about, several) == possible(about, several)[:MOST_RUNS]
