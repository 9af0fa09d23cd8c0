import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.derive.derivers.cpu import cpu
from hexascope.derive.derivers.onset import first_rise, onset
from hexascope.derive.gather import gather
from hexascope.domain.snapshot import Pulse
from tests.support.cases import reading, window


def points(*values: float) -> list[tuple[float, float]]:
    return [(place * 0.5, value) for place, value in enumerate(values)]


def test_the_first_of_several_high_points_is_the_onset() -> None:
    seen = points(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.9, 0.9, 0.9, 0.9)

    assert first_rise(seen, 5.0, 0.2, 1.5) == pytest.approx(3.0)


def test_one_high_point_alone_is_chance() -> None:
    assert first_rise(points(0.1, 0.1, 0.1, 0.1, 0.9, 0.1, 0.1, 0.1, 0.1, 0.1), 5, 0.2, 1.5) is None


def test_a_signal_that_was_high_from_the_start_has_no_onset() -> None:
    assert first_rise(points(*[0.9] * 10), 5.0, 0.2, 1.5) is None


def test_a_few_points_tell_nothing() -> None:
    assert first_rise(points(0, 0, 0, 1, 1), 5.0, 0.2, 1.5) is None


@given(st.lists(st.floats(0, 1e9), max_size=40))
def test_an_onset_is_always_one_of_the_points(values: list[float]) -> None:
    seen = points(*values)
    at = first_rise(seen, 5.0, 0.2, 1.5)

    assert at is None or at in [time for time, _ in seen]


def test_the_signal_is_named_with_its_time() -> None:
    pulses = [
        Pulse(at=100 + n / 4, numbers={"cpu.runnable": {(): 1.0 if n < 10 else 9.0}})
        for n in range(1, 20)
    ]
    seen = window([reading("cpu.runnable", 1.0)], [reading("cpu.runnable", 9.0)], pulses=pulses)

    assert gather(seen, {"cpu": cpu, "onset": onset}).number("onset.at", signal="run_queue") == 2.5
