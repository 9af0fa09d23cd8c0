import pytest

from hexascope.check.checks.steal import steal
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings


@pytest.mark.parametrize(
    ("share", "severity"), [(0.11, Severity.MEDIUM), (0.10, Severity.INFO), (0.05, None)]
)
def test_stolen_time_counts_from_the_limits_on(share: float, severity: Severity | None) -> None:
    told = findings(steal, case(fact("cpu.mode_share", share, cpu="all", mode="steal")))

    assert [one.severity for one in told] == ([] if severity is None else [severity])
