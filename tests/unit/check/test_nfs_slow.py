import pytest

from hexascope.check.checks.nfs_slow import nfs_slow
from hexascope.domain.finding import Finding
from hexascope.domain.use import Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.storage import mount, opened


def found(wait: float = 0.01, again: float = 0.0, count: float = 100) -> list[Finding]:
    about = case(
        fact("nfs.operations", 5000, mount="/net"),
        fact("nfs.operation_count", count, mount="/net"),
        fact("nfs.await", wait, mount="/net"),
        fact("nfs.repeated_share", again, mount="/net"),
        use(process(pid=7, comm="waiter"), states="DS"),
        use(process(pid=8, comm="idler")),
        last=[
            mount(point="/net", kind="nfs4", device_number="0:60"),
            opened(7, "/net/a", device_number="0:60"),
            opened(8, "/net/b", device_number="0:60"),
        ],
    )
    return findings(nfs_slow, about)


@pytest.mark.parametrize(("wait", "again"), [(0.050, 0.0), (0.001, 0.01)])
def test_a_server_that_is_slow_or_must_be_asked_again_is_found(wait: float, again: float) -> None:
    [finding] = found(wait, again)

    assert finding.severity is Severity.MEDIUM
    assert finding.culprit is not None
    assert finding.culprit.path == "/net"


@pytest.mark.parametrize(("wait", "again", "count"), [(0.049, 0.009, 1000), (0.9, 0.5, 49)])
def test_a_fast_server_and_few_operations_say_nothing(
    wait: float, again: float, count: float
) -> None:
    assert found(wait, again, count) == []


def test_it_says_what_is_wrong_and_who_waits() -> None:
    [slow], [lossy] = found(0.050, 0.02), found(0.049, 0.01)

    assert slow.title.numbers() == {"wait": 0.050}
    assert slow.threshold == 0.050
    assert lossy.title.numbers() == {"again": 0.01}
    assert lossy.threshold == 0.01
    assert [one.name for one in slow.victims] == ["waiter"]
