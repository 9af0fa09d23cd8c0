import pytest

from hexascope.derive.derivers.threads import threads
from hexascope.derive.gather import gather
from hexascope.domain.rows import Thread, ThreadUse
from tests.support.cases import window

THREAD = Thread(42, 43, "w", "S", 50.0, 10.0, 1.0, 0, run_delay_s=2.0)


def use(first: Thread | None, last: Thread, seconds: float = 5.0) -> ThreadUse:
    seen = window([first] if first else [], [last], seconds=seconds)
    [found] = gather(seen, {"threads": threads}).rows(ThreadUse)
    return found


def test_shares_are_those_of_the_window() -> None:
    found = use(THREAD, THREAD._replace(user_s=12.0, system_s=2.0, run_delay_s=3.0, state="R"))

    assert (found.cpu_share, found.system_share) == pytest.approx((0.6, 0.2))
    assert found.run_delay_share == pytest.approx(0.2)
    assert found.states == "SR"


def test_a_thread_that_was_not_seen_before_has_no_shares() -> None:
    assert use(None, THREAD).cpu_share == 0
    assert use(THREAD._replace(start_s=1.0), THREAD).run_delay_share is None


def test_counters_that_ran_backwards_give_nothing() -> None:
    found = use(THREAD, THREAD._replace(user_s=1.0, run_delay_s=0.0))

    assert (found.cpu_share, found.run_delay_share) == (0, None)


def test_one_look_alone_gives_states_only() -> None:
    assert use(THREAD, THREAD, seconds=0.0).run_delay_share is None
