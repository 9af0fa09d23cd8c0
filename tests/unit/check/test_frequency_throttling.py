import pytest

from hexascope.check.checks.frequency_throttling import frequency_throttling
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, reading

FREQUENCY = reading("frequency.current", 1e9, cpu="0")


@pytest.mark.parametrize(("share", "found"), [(0.59, 1), (0.60, 0)])
def test_a_busy_cpu_far_below_its_highest_frequency_is_worth_knowing(
    share: float, found: int
) -> None:
    about = case(fact("frequency.share", share, cpu="0"), last=[FREQUENCY])

    told = findings(frequency_throttling, about)

    assert [one.severity for one in told] == [Severity.INFO] * found


@pytest.mark.parametrize(("rate", "found"), [(0.2, 1), (0.0, 0)])
def test_throttling_for_heat_within_the_window_is_trouble(rate: float, found: int) -> None:
    about = case(fact("thermal.throttle_rate", rate, scope="core"), last=[FREQUENCY])

    told = findings(frequency_throttling, about)

    assert [one.harm for one in told] == [Harm.WAITING] * found
