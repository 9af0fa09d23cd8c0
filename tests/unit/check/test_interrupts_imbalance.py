import pytest

from hexascope.check.checks.interrupts_imbalance import interrupts_imbalance
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, reading


@pytest.mark.parametrize(
    ("share", "rate", "spent", "found"),
    [(0.8, 10_000, 0.3, 1), (0.79, 10_000, 0.3, 0), (0.8, 9_000, 0.3, 0), (0.8, 10_000, 0.2, 0)],
)
def test_one_cpu_that_takes_all_and_is_busy_with_it(
    share: float, rate: float, spent: float, found: int
) -> None:
    about = case(
        fact("interrupts.share", share, cpu="1"),
        fact("interrupts.rate", rate, cpu="all"),
        fact("interrupts.line_rate", rate, line="36", name="eth0-rx"),
        fact("cpu.mode_share", spent, cpu="1", mode="softirq"),
        last=[reading("cpu.count", 4.0)],
    )

    told = findings(interrupts_imbalance, about)

    assert [one.severity for one in told] == [Severity.LOW] * found
    assert all(one.harm is Harm.BUSY for one in told)
