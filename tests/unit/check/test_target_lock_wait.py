from hexascope.check.checks.target_lock_wait import target_lock_wait
from hexascope.domain.target import StateShare, ThreadGroup, ThreadState
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings
from tests.support.stories import about

LOCK = "lock 0x7f00"
WAITERS = fact("target.lock_waiters", 3.5, lock=LOCK)
FREE = ThreadGroup(
    name="writer",
    pids=(10,),
    threads=1,
    shares=(StateShare(state=ThreadState.DISK, share=0.9),),
)


def test_threads_before_one_lock_are_told_with_the_lock_and_how_many() -> None:
    seen = about({ThreadState.LOCK: 0.5}, WAITERS, on=LOCK, threads=8.0)

    (made,) = findings(target_lock_wait, seen)

    assert made.severity is Severity.MEDIUM
    assert dict(made.description.values)["lock"] == LOCK
    assert dict(made.description.values)["waiters"] == 3.5


def test_threads_that_never_stand_there_are_named_as_holders() -> None:
    seen = about({ThreadState.LOCK: 0.7}, WAITERS, on=LOCK, threads=8.0, groups=(FREE,))

    (made,) = findings(target_lock_wait, seen)

    assert made.severity is Severity.HIGH
    assert dict(made.recommendation.values)["holder"] == "writer"


def test_a_sane_program_that_meets_at_a_lock_now_and_then_is_healthy() -> None:
    assert not findings(target_lock_wait, about({ThreadState.LOCK: 0.24}, threads=8.0))
    assert not findings(target_lock_wait, about({ThreadState.LOCK: 0.9}, threads=0.5))


def test_without_a_target_it_says_nothing() -> None:
    assert not list(target_lock_wait.judge(case(), target_lock_wait.options))


def test_a_target_named_by_its_number_is_called_by_its_program() -> None:
    (made,) = findings(
        target_lock_wait, about({ThreadState.LOCK: 0.5}, WAITERS, on=LOCK, threads=8.0)
    )

    assert dict(made.title.values)["target"] == "web"
