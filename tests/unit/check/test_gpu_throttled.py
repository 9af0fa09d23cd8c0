import pytest

from hexascope.check.checks.gpu_throttled import gpu_throttled
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, findings, reading


@pytest.mark.parametrize(
    ("first", "last", "severities"),
    [
        ("heat (hardware)", "heat (hardware)", [Severity.MEDIUM]),
        ("", "heat (hardware)", []),
        ("power limit", "power limit", [Severity.INFO]),
        ("", "", []),
    ],
)
def test_both_looks_must_have_seen_it_and_the_power_limit_is_normal(
    first: str, last: str, severities: list[Severity]
) -> None:
    about = case(
        first=[reading("gpu.throttled", first, gpu="0")],
        last=[reading("gpu.throttled", last, gpu="0")],
    )

    told = findings(gpu_throttled, about)

    assert [one.severity for one in told] == severities
    assert all(one.harm in (Harm.WAITING, Harm.BUSY) for one in told)
