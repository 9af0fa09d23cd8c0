import pytest

from hexascope.check.checks.cpu_credits import cpu_credits
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings


def seen(kind: str, used: float, stolen: float) -> int:
    about = case(
        fact("host.instance_type", kind),
        fact("cpu.utilization", used, cpu="all"),
        fact("cpu.mode_share", stolen, cpu="all", mode="steal"),
    )
    told = findings(cpu_credits, about)
    assert all(one.severity is Severity.MEDIUM and one.harm is Harm.WAITING for one in told)
    return len(told)


@pytest.mark.parametrize(
    ("kind", "used", "stolen", "found"),
    [
        ("t3.small", 0.90, 0.70, 1),
        ("t3.small", 0.28, 0.09, 0),
        ("t3.small", 0.90, 0.30, 0),
        ("m5.large", 0.90, 0.60, 0),
        ("nonsense", 0.90, 0.70, 0),
    ],
)
def test_a_burstable_instance_at_its_baseline_whose_time_is_withheld(
    kind: str, used: float, stolen: float, found: int
) -> None:
    assert seen(kind, used, stolen) == found
