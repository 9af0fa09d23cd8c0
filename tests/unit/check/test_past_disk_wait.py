import pytest

from hexascope.check.checks.past_disk_wait import past_disk_wait
from hexascope.domain.case import Case
from hexascope.domain.rows import BlockDevice
from hexascope.domain.snapshot import Missing
from hexascope.domain.use import Severity, Status
from tests.support.cases import case, fact, findings

ARCHIVE = Missing("process.count", Status.NOT_SUPPORTED, "an archive tells nothing of processes")


def disk(*more: object, busy: float = 0.9, wait: float = 0.2, queue: float = 4.0) -> Case:
    return case(
        fact("disk.utilization", busy, device="vda"),
        fact("disk.await", wait, device="vda"),
        fact("disk.queue", queue, device="vda"),
        BlockDevice("vda", "254:0", "disk"),
        *more,
    )


def test_a_slow_queue_of_the_past_is_told_without_a_culprit_but_the_device() -> None:
    [found] = findings(past_disk_wait, disk(ARCHIVE))

    assert found.severity is Severity.MEDIUM
    assert found.culprit is not None
    assert found.culprit.name == "vda"
    assert found.keys[0] == "disk.await{device=vda}"


@pytest.mark.parametrize("low", [{"busy": 0.59}, {"wait": 0.049}, {"queue": 1.1}])
def test_a_fast_an_idle_or_an_orderly_device_is_healthy(low: dict[str, float]) -> None:
    at_limits = {"busy": 0.60, "wait": 0.050, "queue": 1.2}
    assert len(findings(past_disk_wait, disk(ARCHIVE, **at_limits))) == 1
    assert findings(past_disk_wait, disk(ARCHIVE, **{**at_limits, **low})) == []


def test_a_live_window_is_left_to_the_checks_that_see_who_waits() -> None:
    assert findings(past_disk_wait, disk(fact("process.count", 100.0))) == []
    refused = Missing("process.count", Status.NO_PERMISSION, "/proc is hidden")
    assert findings(past_disk_wait, disk(refused)) == []


def test_a_device_whose_waits_are_not_known_is_left_alone() -> None:
    about = case(fact("disk.utilization", 1.0, device="vda"), ARCHIVE)
    assert findings(past_disk_wait, about) == []
