import pytest

from hexascope.check.checks.jvm_heap_full import jvm_heap_full
from hexascope.domain.case import Case
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.network import sock


def host(held: float = 0.9, stopped: float = 0.6, full: float | None = 30, **more: object) -> Case:
    told = [
        fact("runtime.jvms", 1),
        fact("runtime.heap_share", held, pid="7"),
        fact("runtime.stopped_share", stopped, pid="7"),
        fact("runtime.heap_limit", 64 * 2**20, pid="7"),
        use(process(pid=7, comm="java"), cpu_share=1.2),
        use(process(pid=8, comm="client")),
        sock(local="10.0.0.1:8080", remote="10.0.0.1:4000", owner_pid=7),
        sock(local="10.0.0.1:4000", remote="10.0.0.1:8080", owner_pid=8),
    ]
    if full is not None:
        told.append(fact("runtime.full_collections", full, pid="7"))
    return case(*told)


def test_a_heap_that_collections_do_not_empty_is_the_jvms_trouble() -> None:
    [finding] = findings(jvm_heap_full, host())

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.WAITING)
    assert finding.culprit is not None
    assert finding.culprit.pid == 7
    assert [one.pid for one in finding.victims] == [8]
    assert finding.proposals[0].remedy == "raise_heap"


@pytest.mark.parametrize(
    ("held", "stopped", "full", "severity"),
    [
        (0.80, 0.10, 2, Severity.MEDIUM),
        (0.80, 0.39, 2, Severity.MEDIUM),
        (0.80, 0.40, 2, Severity.HIGH),
        (0.95, 0.50, None, Severity.HIGH),
    ],
)
def test_from_its_limits_on_it_is_found(
    held: float, stopped: float, full: float | None, severity: Severity
) -> None:
    [finding] = findings(jvm_heap_full, host(held, stopped, full))

    assert finding.severity is severity


@pytest.mark.parametrize(
    ("held", "stopped", "full"),
    [
        (0.79, 0.9, 30),  # emptied in between: it works hard, and has room
        (0.95, 0.09, 30),  # full, and hardly any time is lost
        (0.95, 0.9, 1),  # one full collection
    ],
)
def test_below_any_limit_it_is_healthy(held: float, stopped: float, full: float) -> None:
    assert findings(jvm_heap_full, host(held, stopped, full)) == []


def test_a_jvm_that_nobody_saw_as_a_process_is_named_by_its_pid() -> None:
    about = case(
        fact("runtime.jvms", 1),
        fact("runtime.heap_share", 0.9, pid="7"),
        fact("runtime.stopped_share", 0.5, pid="7"),
        fact("runtime.heap_limit", 64 * 2**20, pid="7"),
    )

    [finding] = findings(jvm_heap_full, about)

    assert finding.culprit is not None
    assert finding.culprit.name == "pid 7"


def test_no_rates_no_judgement() -> None:
    assert (
        findings(
            jvm_heap_full, case(fact("runtime.jvms", 1), fact("runtime.heap_share", 1.0, pid="7"))
        )
        == []
    )
