import pytest

from hexascope.check.checks.softnet_drops import softnet_drops
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings


@pytest.mark.parametrize(
    ("drops", "squeezed", "severities"),
    [
        (10.0, 0.0, [Severity.MEDIUM]),
        (9.0, 99.0, []),
        (0.0, 100.0, [Severity.INFO]),
    ],
)
def test_losses_fail_and_rounds_with_work_left_do_not(
    drops: float, squeezed: float, severities: list[Severity]
) -> None:
    about = case(
        fact("softnet.drops", drops, cpu="all"), fact("softnet.squeezed", squeezed, cpu="all")
    )

    told = findings(softnet_drops, about)

    assert [one.severity for one in told] == severities
    assert all(one.harm in (Harm.FAILING, Harm.BUSY) for one in told)
