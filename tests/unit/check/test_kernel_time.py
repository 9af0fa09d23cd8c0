import pytest

from hexascope.check.checks.kernel_time import kernel_time
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use


def seen(system: float, waits: float) -> list[Severity]:
    about = case(
        fact("cpu.mode_share", system, cpu="all", mode="system"),
        fact("pressure.some_share", waits, resource="cpu"),
        use(process(comm="reader"), system_share=0.8),
    )
    told = findings(kernel_time, about)
    assert all(one.culprit is not None and one.culprit.name == "reader" for one in told)
    assert all(one.harm is Harm.BUSY for one in told)
    return [one.severity for one in told]


@pytest.mark.parametrize(
    ("system", "waits", "severities"),
    [
        (0.29, 0.9, []),
        (0.30, 0.9, [Severity.INFO]),
        (0.50, 0.1, [Severity.INFO]),
        (0.50, 0.3, [Severity.LOW]),
    ],
)
def test_kernel_time_is_low_only_when_tasks_wait_as_well(
    system: float, waits: float, severities: list[Severity]
) -> None:
    assert seen(system, waits) == severities
