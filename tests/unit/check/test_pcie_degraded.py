import pytest

from hexascope.check.checks.pcie_degraded import pcie_degraded
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, findings, reading


@pytest.mark.parametrize(("width", "found"), [(2.0, 1), (4.0, 0)])
def test_fewer_lanes_than_there_are_is_a_standing_condition(width: float, found: int) -> None:
    about = case(
        last=[
            reading("interconnect.pcie_width", width, device="d"),
            reading("interconnect.pcie_width_most", 4.0, device="d"),
        ]
    )

    assert [one.severity for one in findings(pcie_degraded, about)] == [Severity.INFO] * found
    strict = findings(pcie_degraded, about, strict=True)
    assert [one.severity for one in strict] == [Severity.LOW] * found
    assert all(one.harm is Harm.NONE for one in strict)
