import pytest

from hexascope.check.checks.target_disk_wait import target_disk_wait
from hexascope.domain.target import ThreadState
from hexascope.domain.use import Severity
from tests.support.cases import case, findings, process, use
from tests.support.stories import about, hop

BACKUP = use(process(pid=40, comm="backup"), read_bytes_per_s=1e8)
LOADED = (hop(ThreadState.DISK, "backup", 40, via="device vda"),)
OWN = (hop(ThreadState.DISK, "web", 10, via="device vda"),)


def test_a_disk_that_somebody_else_loads_is_told_with_who_does() -> None:
    (made,) = findings(target_disk_wait, about({ThreadState.DISK: 0.4}, BACKUP, hops=LOADED))

    assert made.severity is Severity.MEDIUM
    assert made.culprit is not None
    assert made.culprit.pids == (40,)
    assert made.victims[0].pids == (10,)


@pytest.mark.parametrize(("share", "fires"), [(0.29, False), (0.3, True), (0.6, True)])
def test_it_begins_at_its_limit(share: float, *, fires: bool) -> None:
    made = findings(target_disk_wait, about({ThreadState.DISK: share}, BACKUP, hops=LOADED))

    assert bool(made) == fires
    assert not made or (made[0].severity is Severity.HIGH) == (share >= 0.6)


def test_waiting_for_its_own_load_alone_is_information() -> None:
    (made,) = findings(target_disk_wait, about({ThreadState.DISK: 0.9}, hops=OWN))

    assert made.severity is Severity.INFO


def test_waiting_in_the_file_system_counts_as_well() -> None:
    steps = (hop(ThreadState.FILESYSTEM, "backup", 40, via="device vda"),)

    assert findings(target_disk_wait, about({ThreadState.FILESYSTEM: 0.5}, BACKUP, hops=steps))


def test_without_a_target_or_a_device_it_says_nothing() -> None:
    assert not list(target_disk_wait.judge(case(), target_disk_wait.options))
    assert not findings(target_disk_wait, about({ThreadState.DISK: 0.9}))
