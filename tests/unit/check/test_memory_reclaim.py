import pytest

from hexascope.check.checks.memory_reclaim import memory_reclaim
from hexascope.domain.finding import Finding
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use


def found(full: float, refaults: float, *more: object) -> list[Finding]:
    return findings(
        memory_reclaim,
        case(
            fact("pressure.full_share", full, resource="memory"),
            fact("memory.refaults", refaults),
            *more,
        ),
    )


@pytest.mark.parametrize(
    ("full", "refaults", "number"), [(0.05, 100, 1), (0.049, 100, 0), (0.05, 99, 0)]
)
def test_both_the_standstill_and_the_pages_wanted_back_must_be_there(
    full: float, refaults: float, number: int
) -> None:
    assert len(found(full, refaults)) == number


@pytest.mark.parametrize(("full", "severity"), [(0.199, Severity.HIGH), (0.20, Severity.CRITICAL)])
def test_a_fifth_of_the_time_is_critical(full: float, severity: Severity) -> None:
    [finding] = found(full, 500)

    assert (finding.severity, finding.harm, finding.threshold) == (severity, Harm.WAITING, 0.05)
    assert finding.title.numbers() == {"share": full}


def test_pages_from_swap_count_and_the_larger_number_is_told() -> None:
    [finding] = found(0.1, 20, fact("memory.swap_in", 400.0))

    assert finding.description.numbers() == {"rate": 400.0}
    assert found(0.1, 20, fact("memory.swap_in", 79.0)) == []


def test_who_waits_for_most_pages_is_the_culprit() -> None:
    hungry = [use(process(pid=pid, comm="index"), major_faults_per_s=200.0) for pid in (7, 8)]
    other = use(process(pid=9, comm="other"), major_faults_per_s=300.0)

    [finding] = found(0.1, 500, *hungry, other)

    assert finding.culprit is not None
    assert finding.culprit.pids == (7, 8)


def test_without_page_faults_nobody_is_named() -> None:
    [finding] = found(0.1, 500, use(process()))

    assert finding.culprit is None


def test_a_backup_that_cycles_the_page_cache_stalls_nobody_and_is_fine() -> None:
    assert found(0.0, 5000) == []


def test_waiting_for_the_cpu_is_not_waiting_for_memory() -> None:
    about = case(fact("pressure.full_share", 0.9, resource="cpu"), fact("memory.refaults", 900.0))

    assert findings(memory_reclaim, about) == []
