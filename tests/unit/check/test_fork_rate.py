import pytest

from hexascope.check.checks.fork_rate import fork_rate
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use


def parent(nice: int = 0) -> object:
    row = process(pid=77, comm="spawner", nice=nice)
    return use(row, children_minor_faults_per_s=60_000.0, children_cpu_share=0.4)


@pytest.mark.parametrize(
    ("rate", "severity"), [(750.0, Severity.MEDIUM), (199.0, Severity.LOW), (100.0, Severity.LOW)]
)
def test_the_parent_is_told_by_its_dead_children(rate: float, severity: Severity) -> None:
    bystander = use(process(pid=5, comm="loop"), cpu_share=1.0)

    [finding] = findings(fork_rate, case(fact("cpu.fork_rate", rate), bystander, parent()))

    assert finding.severity is severity
    assert finding.culprit is not None
    assert finding.culprit.pid == 77


def test_a_build_of_twenty_programs_a_second_is_healthy() -> None:
    assert findings(fork_rate, case(fact("cpu.fork_rate", 99.0), parent())) == []


def test_a_niced_build_may_start_as_many_as_it_likes() -> None:
    assert findings(fork_rate, case(fact("cpu.fork_rate", 900.0), parent(nice=15))) == []


def test_without_rows_nobody_is_named() -> None:
    [finding] = findings(fork_rate, case(fact("cpu.fork_rate", 900.0)))

    assert finding.culprit is None
    assert finding.severity is Severity.LOW
    assert finding.harm is Harm.WASTE
