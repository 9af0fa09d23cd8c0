import pytest

from hexascope.check.checks.single_cpu import single_cpu
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use


def pinned(number: int, cpus: str = "1", delay: float = 0.8, nice: int = 0) -> list[object]:
    return [
        use(
            process(pid=100 + n, comm="loop", cpus_allowed=cpus, nice=nice),
            cpu_share=0.16,
            run_delay_share=delay,
        )
        for n in range(number)
    ]


def facts(other: float = 0.02, own: float = 1.0) -> list[object]:
    return [
        fact("process.count", 9.0),
        fact("cpu.utilization", own, cpu="1"),
        fact("cpu.utilization", other, cpu="0"),
        fact("cpu.utilization", 0.5, cpu="all"),
    ]


@pytest.mark.parametrize(("other", "severity"), [(0.1, Severity.HIGH), (1.0, Severity.MEDIUM)])
def test_six_on_one_cpu_are_found_also_when_noise_takes_the_other(
    other: float, severity: Severity
) -> None:
    [finding] = findings(single_cpu, case(*facts(other), *pinned(6)))

    assert finding.severity is severity
    assert finding.harm is Harm.WAITING
    assert finding.culprit is not None
    assert len(finding.culprit.pids) == 6


def test_work_that_may_run_everywhere_is_no_matter_of_affinity() -> None:
    assert findings(single_cpu, case(*facts(), *pinned(6, cpus="0-1"))) == []


def test_one_pinned_process_that_has_its_cpu_for_itself_is_well() -> None:
    alone = use(process(cpus_allowed="1"), cpu_share=1.0, run_delay_share=0.01)

    assert findings(single_cpu, case(*facts(), alone)) == []


@pytest.mark.parametrize(("number", "found"), [(1, 0), (2, 1)])
def test_they_must_want_half_a_cpu_more_than_they_may_use(number: int, found: int) -> None:
    assert len(findings(single_cpu, case(*facts(), *pinned(number)))) == found


def test_a_quota_that_holds_them_back_leaves_the_cpu_idle() -> None:
    assert findings(single_cpu, case(*facts(own=0.1), *pinned(6))) == []


def test_niced_work_is_left_alone() -> None:
    assert findings(single_cpu, case(*facts(), *pinned(6, nice=19))) == []
