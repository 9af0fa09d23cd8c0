import pytest

from hexascope.collect.calls.host import adjtimex
from hexascope.collect.collectors.clock import clock
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot


@pytest.mark.parametrize(("status", "in_step"), [(0x0040, 0.0), (0x2001, 1.0)])
def test_the_kernels_flag_tells_whether_the_clock_is_in_step(status: int, in_step: float) -> None:
    answer: dict[str, Json] = {"state": 0, "status": status, "offset": 0.001, "error_bound": 16.0}

    seen = snapshot(TextHost(calls={"adjtimex": answer}), clock)

    assert seen.number("clock.synchronised") == in_step
    assert seen.number("clock.error_bound") == 16.0
    assert "clock.source" in seen.missing


@pytest.mark.parametrize("answer", [[], {}, {"status": 1}])
def test_an_answer_without_sense_is_unreadable(answer: object) -> None:
    seen = snapshot(TextHost(calls={"adjtimex": answer}), clock)  # type: ignore[dict-item] # nonsense

    assert seen.missing["clock.error_bound"].status is Status.UNREADABLE


def test_a_refused_call_keeps_its_reason() -> None:
    refused = NotHere(Status.NO_PERMISSION, "adjtimex(): Operation not permitted")

    seen = snapshot(TextHost(calls={"adjtimex": refused}), clock)

    assert seen.missing["clock.synchronised"].status is Status.NO_PERMISSION


def test_the_call_reads_the_state_and_sets_nothing() -> None:
    answer = adjtimex()

    assert isinstance(answer, dict)
    assert {"state", "status", "offset", "error_bound"} == set(answer)
