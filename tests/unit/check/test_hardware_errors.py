import pytest

from hexascope.check.checks.hardware_errors import hardware_errors
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings


@pytest.mark.parametrize(
    ("kind", "number", "severities"),
    [("corrected", 3.0, [Severity.LOW]), ("fatal", 1.0, [Severity.HIGH]), ("fatal", 0.0, [])],
)
def test_errors_of_a_link_count_when_they_are_new(
    kind: str, number: float, severities: list[Severity]
) -> None:
    about = case(fact("interconnect.new_pcie_errors", number, device="01:00.0", kind=kind))

    assert [one.severity for one in findings(hardware_errors, about)] == severities


def test_a_machine_check_is_a_fault_of_the_hardware() -> None:
    about = case(
        fact("interconnect.new_pcie_errors", 0.0, device="d", kind="fatal"),
        fact("hardware.new_machine_checks", 1.0),
    )

    [finding] = findings(hardware_errors, about)

    assert finding.harm is Harm.FAILING
