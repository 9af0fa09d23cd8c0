import pytest

from hexascope.check.checks.blocked_pileup import blocked_pileup
from hexascope.domain.case import Case
from hexascope.domain.rows import Mount
from hexascope.domain.use import Harm, Resource, Severity
from tests.support.cases import case, fact, findings, process, use

NEED = fact("process.count", 100.0)


def host(
    *more: object,
    number: int = 3,
    channel: str = "request_wait_answer",
    states: str = "DDDD",
    woken: float = 0.0,
    flags: int = 0,
) -> Case:
    rows = [
        process(pid=100 + n, comm="reader", state=states[-1], wait_channel=channel, flags=flags)
        for n in range(number)
    ]
    uses = [use(row, states=states, voluntary_per_s=woken) for row in rows]
    return case(NEED, *uses, *more, first=rows, last=rows)


def test_three_tasks_in_one_wait_without_end_are_found_and_are_the_victims() -> None:
    [finding] = findings(blocked_pileup, host(channel="bit_wait"))

    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.WAITING)
    assert finding.resource is Resource.KERNEL
    assert finding.culprit is None
    assert finding.victims[0].pids == (100, 101, 102)


def test_the_one_mount_of_its_kind_is_the_culprit() -> None:
    mount = Mount("/mnt/x", "x", "0:50", "fuse.sshfs", "rw", hung=True)

    [finding] = findings(blocked_pileup, host(mount, states="SSSS"))

    assert finding.resource is Resource.FILESYSTEM
    assert finding.culprit is not None
    assert finding.culprit.name == "/mnt/x"


def test_two_tasks_are_no_pile() -> None:
    assert findings(blocked_pileup, host(number=2)) == []


def test_readers_of_a_slow_disk_are_woken_and_so_not_stuck() -> None:
    assert findings(blocked_pileup, host(channel="folio_wait_bit_common", woken=80.0)) == []


@pytest.mark.parametrize("channel", ["", "0", "kernel_clone", "fuse_dev_do_read"])
def test_waits_that_are_meant_are_healthy(channel: str) -> None:
    assert findings(blocked_pileup, host(channel=channel)) == []


def test_sleepers_in_an_ordinary_wait_are_healthy() -> None:
    assert findings(blocked_pileup, host(channel="do_epoll_wait", states="SSSS")) == []


def test_the_kernels_own_threads_are_left_alone() -> None:
    assert findings(blocked_pileup, host(channel="bit_wait", flags=0x00200000)) == []
