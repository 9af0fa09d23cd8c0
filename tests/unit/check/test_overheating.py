import pytest

from hexascope.check.checks.overheating import overheating
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, findings, reading


@pytest.mark.parametrize(
    ("now", "kind", "severities"),
    [
        (97.0, "critical", [Severity.CRITICAL]),
        (96.9, "critical", []),
        (98.0, "hot", [Severity.MEDIUM]),
    ],
)
def test_heat_counts_near_a_trip_point(now: float, kind: str, severities: list[Severity]) -> None:
    about = case(
        last=[
            reading("thermal.temperature", now, zone="cpu"),
            reading("thermal.trip", 100.0, kind=kind, zone="cpu"),
        ]
    )

    told = findings(overheating, about)

    assert [one.severity for one in told] == severities
    assert all(one.harm in (Harm.FAILING, Harm.WAITING) for one in told)
