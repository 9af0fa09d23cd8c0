import pytest

from hexascope.check.checks.burst import burst
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings


@pytest.mark.parametrize(
    ("peak", "share", "mean", "found"),
    [(1.0, 0.2, 0.5, 1), (0.94, 0.2, 0.5, 0), (1.0, 0.04, 0.5, 0), (1.0, 0.2, 0.61, 0)],
)
def test_peaks_that_the_mean_hides_are_information(
    peak: float, share: float, mean: float, found: int
) -> None:
    about = case(
        fact("cpu.peak", peak),
        fact("cpu.peak_share", share),
        fact("cpu.utilization", mean, cpu="all"),
    )

    told = findings(burst, about)

    assert [one.severity for one in told] == [Severity.INFO] * found
    assert all(one.harm is Harm.BUSY for one in told)
