import pytest

from hexascope.derive.derivers.pressure import pressure
from hexascope.derive.gather import gather
from tests.support.cases import reading, window


def test_a_share_is_made_of_the_two_looks_never_of_the_time_since_boot() -> None:
    seen = window(
        [reading("pressure.some_time", 1000.0, resource="cpu")],
        [reading("pressure.some_time", 1002.5, resource="cpu")],
        seconds=5.0,
    )

    facts = gather(seen, {"pressure": pressure})

    assert facts.number("pressure.some_share", resource="cpu") == pytest.approx(0.5)


def test_a_counter_that_ran_backwards_gives_no_share() -> None:
    seen = window(
        [reading("pressure.some_time", 1000.0, resource="cpu")],
        [reading("pressure.some_time", 3.0, resource="cpu")],
    )

    assert gather(seen, {"pressure": pressure}).one("pressure.some_share", resource="cpu") is None
