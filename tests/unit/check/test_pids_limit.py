import pytest

from hexascope.check.checks.pids_limit import pids_limit
from hexascope.domain.case import Case
from hexascope.domain.rows import Cgroup, LogLine
from hexascope.domain.use import Aspect, Harm, Severity
from tests.support.cases import case, fact, findings
from tests.support.groups import group_use


def host(pids: int, *more: object, hits: int = 0, most: int = 100) -> Case:
    now = Cgroup(path="/shop", version=2, pids=pids, pids_limit=most)
    return case(fact("cgroup.count", 3.0), group_use(now, pids_limit_hits=hits), *more)


def test_a_refused_process_is_an_error() -> None:
    [finding] = findings(pids_limit, host(99, hits=7))

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.FAILING)
    assert finding.aspect is Aspect.ERRORS
    assert finding.resource.value == "tasks"


def test_the_kernels_line_on_a_refusal_is_one_too() -> None:
    line = LogLine(103.0, 6, 1, "cgroup: fork rejected by pids controller in /shop")

    [finding] = findings(pids_limit, host(90, line))

    assert finding.harm is Harm.FAILING


@pytest.mark.parametrize(("pids", "severity"), [(80, Severity.LOW), (95, Severity.MEDIUM)])
def test_nearly_full_is_busy(pids: int, severity: Severity) -> None:
    [finding] = findings(pids_limit, host(pids))

    assert (finding.severity, finding.harm) == (severity, Harm.BUSY)


def test_room_to_spare_and_tiny_limits_of_sandboxes_are_healthy() -> None:
    assert findings(pids_limit, host(79)) == []
    assert findings(pids_limit, host(9, most=10)) == []
