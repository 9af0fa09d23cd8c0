import pytest

from hexascope.check.checks.commit_limit import commit_limit
from hexascope.domain.finding import Finding
from hexascope.domain.rows import LogLine
from hexascope.domain.use import Aspect, Harm, Severity
from tests.support.cases import case, fact, findings, process, reading, use

GIBIBYTE = 2**30
REFUSED = (
    "__vm_enough_memory: pid: 7, comm: java, bytes: 5368709120 not enough memory for the allocation"
)


def found(
    share: float, *more: object, mode: str = "2", rows: list[object] | None = None
) -> list[Finding]:
    last = [
        reading("sysctl.value", mode, name="vm.overcommit_memory"),
        reading("memory.size", 8.0 * GIBIBYTE, **{"class": "CommitLimit"}),
        *(rows or []),
    ]
    return findings(commit_limit, case(fact("memory.commit_share", share), *more, last=last))


@pytest.mark.parametrize(
    ("share", "severity"),
    [(0.90, Severity.LOW), (0.969, Severity.LOW), (0.97, Severity.HIGH), (1.0, Severity.HIGH)],
)
def test_promises_near_the_limit_are_told(share: float, severity: Severity) -> None:
    [finding] = found(share)

    assert (finding.severity, finding.harm, finding.threshold) == (severity, Harm.BUSY, 0.90)
    assert finding.title.numbers() == {"share": share}


def test_below_the_limit_it_is_fine() -> None:
    assert found(0.899) == []


@pytest.mark.parametrize("mode", ["0", "1"])
def test_where_more_may_be_promised_than_there_is_the_limit_means_nothing(mode: str) -> None:
    assert found(3.0, mode=mode) == []


def test_a_refusal_in_the_log_makes_it_critical() -> None:
    [finding] = found(0.95, rows=[LogLine(103.0, 4, 9, REFUSED)])

    assert (finding.severity, finding.harm) == (Severity.CRITICAL, Harm.FAILING)
    assert finding.aspect is Aspect.ERRORS


def test_yesterdays_refusal_does_not() -> None:
    [finding] = found(0.95, rows=[LogLine(3.0, 4, 9, REFUSED)])

    assert finding.severity is Severity.LOW


def test_who_was_promised_most_is_the_culprit_and_address_space_set_aside_does_not_count() -> None:
    runtime = use(process(pid=6, comm="asan", virtual_bytes=20_000 * GIBIBYTE, anon_bytes=GIBIBYTE))
    java = use(process(pid=7, comm="java", virtual_bytes=6 * GIBIBYTE))

    [finding] = found(0.95, runtime, java)

    assert finding.culprit is not None
    assert finding.culprit.name == "java"


def test_without_rows_of_processes_the_setting_is_named() -> None:
    [finding] = found(0.95)

    assert finding.culprit is not None
    assert finding.culprit.name == "vm.overcommit_memory"
