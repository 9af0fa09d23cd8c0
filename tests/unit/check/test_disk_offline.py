import pytest

from hexascope.check.checks.disk_offline import disk_offline
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.rows import BlockDevice
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.storage import SDA, mount, opened

MAPPED = BlockDevice("dm-0", "253:0", "mapper", slaves=("sda1",))


def host(state: str, *rows: object) -> Case:
    return case(
        fact("disk.state", state, device="sda"),
        use(process(pid=7, comm="db")),
        last=[SDA, MAPPED, *rows],
    )


def found(about: Case) -> list[Finding]:
    return findings(disk_offline, about)


@pytest.mark.parametrize("state", ["offline", "transport-offline"])
def test_a_drive_that_was_given_up_fails_all_that_stands_upon_it(state: str) -> None:
    at = mount(device_number="253:0")

    [finding] = found(host(state, at, opened(7, device_number="253:0")))

    assert (finding.severity, finding.harm) == (Severity.CRITICAL, Harm.FAILING)
    assert finding.culprit is not None
    assert (finding.culprit.name, finding.culprit.key) == ("sda", "8:0")
    assert [one.name for one in finding.victims] == ["/data", "db"]


def test_who_has_the_drive_itself_open_suffers_too() -> None:
    [finding] = found(host("offline", opened(7, "/dev/sda", device_number="8:0")))

    assert finding.severity is Severity.CRITICAL
    assert [one.name for one in finding.victims] == ["db"]


def test_a_drive_that_nobody_needs_is_medium() -> None:
    [finding] = found(host("offline", mount(device_number="9:9")))

    assert finding.severity is Severity.MEDIUM
    assert finding.victims == ()


@pytest.mark.parametrize("state", ["running", "blocked", "quiesce", "created", ""])
def test_a_running_drive_and_one_that_is_held_up_for_a_moment_are_fine(state: str) -> None:
    assert found(host(state, mount(device_number="8:1"))) == []
