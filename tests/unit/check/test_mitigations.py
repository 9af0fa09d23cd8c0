import pytest

from hexascope.check.checks.mitigations import mitigations
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, reading, use


def weak(told: str) -> object:
    return reading("hardware.vulnerability", told, name="meltdown")


def test_an_open_weakness_is_information_unless_asked_to_be_strict() -> None:
    about = case(fact("hardware.vulnerable_count", 1.0), last=[weak("Vulnerable")])

    assert [one.severity for one in findings(mitigations, about)] == [Severity.INFO]
    assert [one.severity for one in findings(mitigations, about, strict=True)] == [Severity.MEDIUM]


def test_a_mitigated_cpu_is_well() -> None:
    about = case(fact("hardware.vulnerable_count", 0.0), last=[weak("Mitigation: PTI")])

    assert findings(mitigations, about) == []


@pytest.mark.parametrize(("calls", "found"), [(50_000.0, 1), (49_000.0, 0)])
def test_many_system_calls_pay_for_heavy_mitigations(calls: float, found: int) -> None:
    busy = use(read_calls_per_s=calls, write_calls_per_s=calls)

    told = findings(mitigations, case(busy, last=[weak("Mitigation: PTI")]))

    assert [one.harm for one in told] == [Harm.BUSY] * found
