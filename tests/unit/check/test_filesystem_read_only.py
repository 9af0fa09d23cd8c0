import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.check.checks.filesystem_read_only import filesystem_read_only
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.rows import LogLine, Mount, OpenFile
from hexascope.domain.use import Harm, Severity
from tests.support.cases import case, fact, findings, process, use
from tests.support.storage import LOOP, mount, opened

RO = mount(options="ro,relatime")


def host(then: Mount, now: Mount, *, files: tuple[OpenFile, ...] = (), line: str = "") -> Case:
    lines = [LogLine(1.0, 3, 5, line)] if line else []
    return case(
        fact("mount.count", 1),
        use(process(pid=7, comm="logger")),
        first=[then, *files, LogLine(0.0, 6, 1, "boot")],
        last=[now, LOOP, *lines],
    )


def found(about: Case) -> list[Finding]:
    return findings(filesystem_read_only, about)


def test_a_filesystem_that_turned_read_only_is_found_without_the_log() -> None:
    [finding] = found(host(mount(), RO))

    assert finding.culprit is not None
    assert (finding.culprit.path, finding.culprit.key) == ("/data", "7:0")
    assert (finding.severity, finding.harm) == (Severity.HIGH, Harm.FAILING)


def test_who_had_a_file_open_there_suffers() -> None:
    [finding] = found(host(mount(), RO, files=(opened(7),)))

    assert [one.name for one in finding.victims] == ["logger"]
    assert finding.severity is Severity.CRITICAL


@pytest.mark.parametrize(
    "line",
    [
        "EXT4-fs (loop0): Remounting filesystem read-only",
        "BTRFS info (device loop0 state E): forced readonly",
        "XFS (loop0): Corruption detected. Shutting down filesystem",
    ],
)
def test_the_kernel_doing_it_for_errors_is_critical_and_wants_a_check_first(line: str) -> None:
    [finding] = found(host(mount(), RO, line=line))

    assert finding.severity is Severity.CRITICAL
    assert finding.proposals[0].remedy == "check_filesystem"


def test_one_that_fstab_wants_writable_is_found() -> None:
    wanted = RO._replace(in_fstab="rw,noatime")

    assert len(found(host(wanted, wanted))) == 1
    assert found(host(RO._replace(in_fstab="ro"), RO._replace(in_fstab="ro"))) == []


def test_an_image_that_was_read_only_all_the_time_is_fine() -> None:
    assert found(host(RO, RO)) == []
    assert found(host(mount(kind="squashfs"), RO._replace(kind="squashfs"))) == []


def test_a_writable_filesystem_is_fine_whatever_the_log_says_of_others() -> None:
    assert (
        found(host(mount(), mount(), line="EXT4-fs (sdb): Remounting filesystem read-only")) == []
    )


@given(st.text(max_size=200))
def test_no_line_ends_the_judgement(line: str) -> None:
    assert len(found(host(mount(), RO, line=line or "x"))) == 1
