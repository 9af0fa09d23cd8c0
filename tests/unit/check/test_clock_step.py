import pytest

from hexascope.check.checks.clock_step import clock_step
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings


@pytest.mark.parametrize(
    ("step", "severities"),
    [
        (0.09, []),
        (-0.1, [Severity.LOW]),
        (3600.0, [Severity.MEDIUM]),
        (-1.0, [Severity.MEDIUM]),
    ],
)
def test_a_clock_that_is_set_counts_forward_and_back(
    step: float, severities: list[Severity]
) -> None:
    told = findings(clock_step, case(fact("clock.step", step)))

    assert [one.severity for one in told] == severities
    assert all(one.harm in (Harm.WASTE, Harm.FAILING) for one in told)
