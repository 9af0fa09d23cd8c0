import pytest

from hexascope.kit.clock import rfc3339


def test_a_time_is_written_in_utc() -> None:
    assert rfc3339(1_795_240_800.1234) == "2026-11-21T06:00:00.123Z"


@pytest.mark.parametrize("seconds", [1e300, -1e300, 1e15, float("inf"), float("nan")])
def test_a_time_that_no_calendar_has_is_a_value_error(seconds: float) -> None:
    with pytest.raises(ValueError, match=r"calendar|NaN|year"):
        rfc3339(seconds)
