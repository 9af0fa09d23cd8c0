import pytest

from hexascope.check.checks.gpu_starved import gpu_starved
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, reading, use


@pytest.mark.parametrize(("gpu", "cpu", "found"), [(0.2, 0.95, 1), (0.41, 0.95, 0), (0.2, 0.89, 0)])
def test_an_idle_gpu_whose_process_keeps_a_cpu_busy_is_starved(
    gpu: float, cpu: float, found: int
) -> None:
    readings = [
        reading("gpu.utilization", gpu, gpu="0"),
        reading("gpu.process_memory", 2.0**30, gpu="0", pid="4242"),
    ]
    about = case(fact("process.count", 9.0), use(cpu_share=cpu), first=readings, last=readings)

    told = findings(gpu_starved, about)

    assert [one.severity for one in told] == [Severity.LOW] * found
    assert all(one.harm is Harm.WASTE for one in told)
