import pytest

from hexascope.domain.families import evidence, families, piece_unit, told_unit
from tests.support.cases import fact


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), 10**400])
def test_no_evidence_rests_on_a_number_that_can_not_be(value: float) -> None:
    with pytest.raises((ValueError, OverflowError)):
        evidence("memory.total", value, source="/proc/meminfo")


def test_bytes_a_second_are_told_as_such_and_not_as_a_bare_rate() -> None:
    assert piece_unit(fact("disk.read_bandwidth", 5e6, device="sda")) == "bytes_per_s"
    assert piece_unit(fact("cpu.switch_rate", 5_000.0)) == "per_s"
    assert piece_unit(fact("memory.utilization", 0.5)) == "ratio"


def test_every_family_of_bytes_is_told_in_bytes() -> None:
    for family in families().values():
        if family.bytes_:
            assert "bytes" in told_unit(family), family.name
