import pytest

from hexascope.domain.families import evidence


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), 10**400])
def test_no_evidence_rests_on_a_number_that_can_not_be(value: float) -> None:
    with pytest.raises((ValueError, OverflowError)):
        evidence("memory.total", value, source="/proc/meminfo")
