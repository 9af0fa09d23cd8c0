import pytest

from hexascope.check.checks.cpu_busy import cpu_busy
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use


@pytest.mark.parametrize(("share", "found"), [(0.85, 1), (0.84, 0)])
def test_use_alone_is_worth_knowing_and_no_more(share: float, found: int) -> None:
    told = findings(cpu_busy, case(fact("cpu.utilization", share, cpu="all")))

    assert len(told) == found
    assert all(one.severity is Severity.INFO and one.harm is Harm.BUSY for one in told)


@pytest.mark.parametrize(("share", "threads", "found"), [(0.96, 1, 1), (0.94, 1, 0), (0.96, 4, 0)])
def test_one_thread_that_fills_one_cpu_is_told(share: float, threads: int, found: int) -> None:
    one = use(process(threads=threads), cpu_share=share)

    assert len(findings(cpu_busy, case(fact("cpu.utilization", 0.5, cpu="all"), one))) == found
