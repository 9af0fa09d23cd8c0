import pytest

from hexascope.check.checks.memory_fragmentation import memory_fragmentation
from hexascope.domain.finding import Finding
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, reading, use


def waited(share: float) -> object:
    return fact("pressure.some_share", share, resource="memory")


def found(
    rate: float, *more: object, enabled: str = "always", defrag: str = "madvise"
) -> list[Finding]:
    about = case(
        fact("memory.compaction_stalls", rate),
        *more,
        last=[
            reading("memory.thp", enabled, setting="enabled"),
            reading("memory.thp", defrag, setting="defrag"),
        ],
    )
    return findings(memory_fragmentation, about)


@pytest.mark.parametrize(("rate", "number"), [(10.0, 1), (9.9, 0), (0.0, 0)])
def test_a_few_stalls_are_fine(rate: float, number: int) -> None:
    assert len(found(rate, waited(0.5))) == number


@pytest.mark.parametrize(
    ("share", "severity", "harm"),
    [
        (0.019, Severity.INFO, Harm.BUSY),
        (0.02, Severity.MEDIUM, Harm.WAITING),
        (0.099, Severity.MEDIUM, Harm.WAITING),
        (0.10, Severity.HIGH, Harm.WAITING),
    ],
)
def test_it_harms_as_much_as_tasks_wait(share: float, severity: Severity, harm: Harm) -> None:
    [finding] = found(50, waited(share))

    assert (finding.severity, finding.harm, finding.threshold) == (severity, harm, 10)
    assert finding.title.numbers() == {"rate": 50}


def test_without_a_view_of_waiting_it_is_low() -> None:
    [finding] = found(50)

    assert (finding.severity, finding.harm) == (Severity.LOW, Harm.BUSY)


@pytest.mark.parametrize(("system", "name"), [(0.10, "java"), (0.09, "")])
def test_who_takes_pages_and_works_in_the_kernel_is_named(system: float, name: str) -> None:
    asks = use(process(comm="java"), minor_faults_per_s=900.0, system_share=system)
    idle = use(process(pid=9, comm="pinger"), minor_faults_per_s=0.0, system_share=0.9)

    [finding] = found(50, waited(0.05), asks, idle)

    assert (finding.culprit.name if finding.culprit else "") == name


@pytest.mark.parametrize(
    ("enabled", "defrag", "number"),
    [("always", "always", 1), ("always", "madvise", 0), ("madvise", "always", 0)],
)
def test_huge_pages_for_those_who_ask_are_proposed_where_all_get_them_at_once(
    enabled: str, defrag: str, number: int
) -> None:
    [finding] = found(50, waited(0.05), enabled=enabled, defrag=defrag)

    assert len(finding.proposals) == number
