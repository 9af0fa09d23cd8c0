from hexascope.check.checks.target_runnable import target_runnable
from hexascope.domain.target import ThreadState
from hexascope.domain.use import Severity
from tests.support.cases import case, findings, process, use
from tests.support.stories import about, hop

HOG = use(process(pid=50, comm="hog"), cpu_share=1.5)
TAKEN = (hop(ThreadState.RUNNABLE, "hog", 50, via="cpu"),)


def test_a_target_that_waits_while_somebody_else_runs_is_told_with_who_does() -> None:
    (made,) = findings(target_runnable, about({ThreadState.RUNNABLE: 0.5}, HOG, hops=TAKEN))

    assert made.severity is Severity.MEDIUM
    assert made.culprit is not None
    assert (made.culprit.name, made.culprit.pids) == ("hog", (50,))
    assert [one.name for one in made.victims] == ["web"]


def test_more_waiting_than_working_is_high() -> None:
    (made,) = findings(target_runnable, about({ThreadState.RUNNABLE: 0.75}, HOG, hops=TAKEN))

    assert made.severity is Severity.HIGH


def test_a_busy_server_that_waits_now_and_then_is_healthy() -> None:
    assert not findings(target_runnable, about({ThreadState.RUNNABLE: 0.49}, HOG, hops=TAKEN))


def test_threads_that_stand_in_their_own_way_are_nobody_elses_fault() -> None:
    assert not findings(target_runnable, about({ThreadState.RUNNABLE: 0.9}, HOG))
    little = HOG._replace(cpu_share=0.2)
    assert not findings(target_runnable, about({ThreadState.RUNNABLE: 0.9}, little, hops=TAKEN))


def test_a_moment_of_waiting_is_no_pattern() -> None:
    seen = about({ThreadState.RUNNABLE: 0.9}, HOG, hops=TAKEN, threads=0.1)

    assert not findings(target_runnable, seen)


def test_without_a_target_it_says_nothing() -> None:
    assert not list(target_runnable.judge(case(), target_runnable.options))
