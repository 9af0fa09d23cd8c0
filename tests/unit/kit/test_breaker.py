from hexascope.kit.backoff import wait_before
from hexascope.kit.breaker import Breaker


def test_a_breaker_opens_after_so_many_failures_in_a_row() -> None:
    breaker = Breaker(most_failures=3, rest_s=30)
    for _ in range(2):
        breaker.failed(0.0)
    assert breaker.lets_through(1.0)
    breaker.failed(1.0)

    assert not breaker.lets_through(2.0)
    assert breaker.closes_in(2.0) == 29.0


def test_a_success_between_begins_the_count_anew() -> None:
    breaker = Breaker(most_failures=2, rest_s=30)
    breaker.failed(0.0)
    breaker.succeeded()
    breaker.failed(0.0)

    assert breaker.lets_through(0.0)


def test_after_its_rest_one_trial_is_let_through_and_decides() -> None:
    breaker = Breaker(most_failures=1, rest_s=30)
    breaker.failed(0.0)

    assert breaker.lets_through(30.0)
    assert not breaker.lets_through(30.0), "one trial, not two"
    breaker.failed(31.0)
    assert not breaker.lets_through(60.0)
    assert breaker.lets_through(61.0)
    breaker.succeeded()
    assert breaker.lets_through(61.0)


def test_a_trial_without_a_result_leaves_room_for_another() -> None:
    breaker = Breaker(most_failures=1, rest_s=30)
    breaker.failed(0.0)
    assert breaker.lets_through(30.0)
    breaker.gave_up()

    assert breaker.lets_through(30.0)


def test_waits_double_up_to_a_limit_and_who_is_asked_to_wait_longer_does() -> None:
    assert [wait_before(tries, jitter=0.0) for tries in (1, 2, 3)] == [0.125, 0.25, 0.5]
    assert wait_before(10_000, jitter=1.0) == 8.0
    assert wait_before(1, jitter=1.0, asked_for_s=20.0) == 20.0
