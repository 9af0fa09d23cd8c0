from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.check.checks.io_errors import io_errors
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.rows import LogLine
from hexascope.domain.use import Harm, Severity, When
from tests.support.cases import case, fact, findings, process, reading, shot, use
from tests.support.storage import LOOP, SDA, opened


def host(*texts: str, old: int = 0, **more: float) -> Case:
    lines = [LogLine(float(n), 3, n, one) for n, one in enumerate(texts)]
    return case(
        fact("log.lines", len(lines)),
        *(fact("disk.errors", value, device=name) for name, value in more.items()),
        use(process(pid=7, comm="reader")),
        first=lines[:old] or [LogLine(0.0, 6, -1, "boot")],
        last=[*lines, LOOP, SDA, opened(7, "/dev/loop0")],
    )


def found(about: Case) -> list[Finding]:
    return findings(io_errors, about)


ERROR = "I/O error, dev loop0, sector 20480 op 0x0:(READ) flags 0x800 phys_seg 1 prio class 2"


def test_errors_of_the_window_are_critical_and_name_device_and_victims() -> None:
    [finding] = found(host(ERROR, ERROR))

    assert (finding.severity, finding.harm) == (Severity.CRITICAL, Harm.FAILING)
    assert finding.culprit is not None
    assert (finding.culprit.name, finding.culprit.key) == ("loop0", "7:0")
    assert [one.name for one in finding.victims] == ["reader"]
    assert finding.title.numbers() == {"number": 2.0}


@pytest.mark.parametrize(
    "line",
    [
        "blk_update_request: I/O error, dev sda, sector 1",
        "critical medium error, dev sda, sector 1 op 0x0",
        "Buffer I/O error on dev sda1, logical block 1, async page read",
        "Buffer I/O error on device sda1, logical block 1",
        "EXT4-fs error (device sda1): ext4_find_entry:1455: inode #2",
        'XFS (sda1): metadata I/O error in "xfs_buf" at daddr 0x1',
        "XFS (sda1): Log I/O Error Detected.  Shutting down filesystem.",
        "device offline error, dev sda, sector 1 op 0x0:(READ) flags 0x0",
        "critical space allocation error, dev sda, sector 1 op 0x1:(WRITE) flags 0x0",
        "I/O error, dev sda, sector 1 op 0x3:(DISCARD) flags 0x0",
        "BTRFS error (device sda1 state EA): bdev /dev/sda1 errs: wr 1",
    ],
)
def test_all_ways_to_say_it_mean_the_disk(line: str) -> None:
    [finding] = found(host(line))

    assert finding.culprit is not None
    assert finding.culprit.name == "sda"


@pytest.mark.parametrize(
    "line",
    [
        "I/O error, dev sr0, sector 0 op 0x0:(READ)",
        "I/O error, dev fd0, sector 0",
        "critical target error, dev sda, sector 1 op 0x3:(DISCARD) flags 0x800",
        "operation not supported error, dev sda, sector 1 op 0x9:(WRITE_ZEROES)",
        "EXT4-fs (sda1): mounted filesystem",
        "usb 1-1: device descriptor read/64, error -71",
    ],
)
def test_empty_drives_and_other_lines_say_nothing(line: str) -> None:
    assert found(host(line)) == []


def test_errors_from_before_the_window_are_past() -> None:
    [finding] = found(host("I/O error, dev sda, sector 1", old=1))

    assert finding.when is When.PAST
    assert finding.severity is Severity.INFO


def test_what_is_older_than_a_day_is_told_no_more() -> None:
    line = "I/O error, dev sda, sector 1"

    def after(seconds: float) -> list[Finding]:
        about = host(line, old=1)
        last = shot(
            about.window.last.at, [*about.rows(LogLine), SDA, reading("log.read_at", seconds)]
        )
        return found(replace(about, window=replace(about.window, last=last)))

    assert len(after(86_400)) == 1
    assert after(86_401) == []


def test_errors_of_a_loop_device_from_before_may_be_those_of_another_image() -> None:
    assert found(host(ERROR, old=1)) == []


def test_what_only_a_driver_counted_is_low() -> None:
    [finding] = found(host("quiet", sda=3.0))

    assert finding.severity is Severity.LOW


@given(st.text(max_size=200))
def test_no_line_ends_the_judgement(line: str) -> None:
    found(host(line, f"I/O error, dev {line}, sector"))
