import pytest

from hexascope.check.checks.connections_near_limit import connections_near_limit
from hexascope.domain.case import Case
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use


def host(used: float, most: float = 100, pid: int = 7) -> Case:
    return case(
        fact("connections.used", used, pid="7"),
        fact("connections.most", most, pid="7"),
        use(process(pid=pid, comm="postgres")),
    )


@pytest.mark.parametrize(
    ("used", "severity", "harm"),
    [
        (85, Severity.MEDIUM, Harm.BUSY),
        (97, Severity.MEDIUM, Harm.BUSY),
        (98, Severity.HIGH, Harm.FAILING),
        (103, Severity.HIGH, Harm.FAILING),  # with those reserved for administrators
    ],
)
def test_the_nearer_the_limit_the_graver(used: float, severity: Severity, harm: Harm) -> None:
    [finding] = findings(connections_near_limit, host(used))

    assert (finding.severity, finding.harm) == (severity, harm)
    assert finding.culprit is not None
    assert finding.culprit.name == "postgres"


def test_a_server_with_room_and_one_without_a_limit_are_healthy() -> None:
    assert findings(connections_near_limit, host(84)) == []
    assert findings(connections_near_limit, host(84, most=0)) == []


def test_a_server_that_nobody_saw_is_named_by_its_pid() -> None:
    [finding] = findings(connections_near_limit, host(99, pid=8))

    assert finding.culprit is not None
    assert finding.culprit.name == "pid 7"
