"""Lines of the kernel's log of a time that is over: /dev/kmsg, the journal, files of syslog."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.contract import Json, NotHere
from hexascope.collect.series.logs import MOST_LINES, Logs, with_lines
from hexascope.domain.rows import LogLine
from hexascope.domain.snapshot import Missing
from hexascope.domain.use import Status
from hexascope.kit import clock, process
from hexascope.kit.process import Ended
from tests.support.cases import window

BOOTED, NOW = 1_795_000_000.0, 1_795_100_000.0
BEGIN, END = NOW - 7200, NOW - 3600
MIDDLE = NOW - 5000
KILL = "Out of memory: Killed process 7 (eater) total-vm:1kB"


@pytest.fixture(autouse=True)
def clocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "wall", lambda: NOW)
    monkeypatch.setattr(clock, "since_boot", lambda: NOW - BOOTED)


def refused() -> Json:
    raise NotHere(Status.NO_PERMISSION, "/dev/kmsg: not permitted")


def kernel(*rows: Json) -> Logs:
    return Logs(lambda: list(rows), Path("/nowhere"), program="journal-of-nobody")


def kmsg(at: float, text: str, sequence: int = 1) -> Json:
    return [at - BOOTED, 3, sequence, text]


def answering(monkeypatch: pytest.MonkeyPatch, ended: Ended) -> list[Sequence[str]]:
    asked: list[Sequence[str]] = []

    def run(words: Sequence[str], **_: object) -> Ended:
        asked.append(words)
        return ended

    monkeypatch.setattr(process, "run", run)
    return asked


def test_the_kernels_own_log_is_asked_first_and_lines_are_chosen_by_time() -> None:
    logs = kernel(
        kmsg(BOOTED, "Linux version", 0), kmsg(MIDDLE, KILL), kmsg(NOW - 10, "too late", 2)
    )
    lines, why = logs.between(BEGIN, END)

    assert lines == [LogLine(MIDDLE, 3, 1, KILL)]
    assert (why, logs.source) == ("", "/dev/kmsg")


def test_a_kernel_log_that_has_forgotten_that_time_is_no_witness(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    journal = {"__REALTIME_TIMESTAMP": str(int(MIDDLE * 1e6)), "PRIORITY": "3", "MESSAGE": KILL}
    asked = answering(
        monkeypatch, Ended(code=0, output=json.dumps(journal).encode() + b"\n", errors=b"")
    )
    logs = kernel(kmsg(MIDDLE, "the oldest that is left", 900))
    lines, _ = logs.between(BEGIN, END)

    assert lines == [LogLine(MIDDLE, 3, 0, KILL)]
    assert logs.source == "journal"
    assert f"--since=@{BEGIN:.0f}" in asked[0]


def test_the_journal_of_before_boot_is_read_where_the_kernel_can_not_know() -> None:
    logs = kernel(kmsg(BOOTED, "Linux version", 0))
    _, why = logs.between(BOOTED - 7200, BOOTED - 3600)

    assert "does not reach back" in why
    assert "journal-of-nobody could not be started" in why


def test_bytes_of_the_journal_and_nonsense_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = str(int(MIDDLE * 1e6))
    rows = [
        {"__REALTIME_TIMESTAMP": stamp, "MESSAGE": [79, 79, 77, 255]},
        {"__REALTIME_TIMESTAMP": stamp, "MESSAGE": None},
        {"__REALTIME_TIMESTAMP": "soon", "MESSAGE": "x"},
        {"MESSAGE": "no time"},
        [1, 2],
    ]
    text = b"\n".join(json.dumps(row).encode() for row in rows) + b"\n{cut"
    answering(monkeypatch, Ended(code=0, output=text, errors=b""))
    lines, _ = Logs(refused, Path("/nowhere")).between(BEGIN, END)

    assert [one.text for one in lines] == ["OOM\\xff"]


def test_files_of_syslog_are_the_last_resort(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answering(monkeypatch, Ended(code=1, output=b"", errors=b"No journal files were found."))
    stamp = clock.rfc3339(MIDDLE).replace("Z", "+00:00")
    (tmp_path / "kern.log").write_text(
        f"{stamp} web-1 kernel: [ 1234.567890] {KILL}\n"
        f"{stamp} web-1 sshd[1]: not the kernel: {KILL}\n"
        f"{clock.rfc3339(NOW)} web-1 kernel: too late\n"
        "garbage\n"
    )
    os.utime(tmp_path / "kern.log", (NOW, NOW))
    logs = Logs(refused, tmp_path)
    lines, why = logs.between(BEGIN, END)

    assert [one.text for one in lines] == [KILL]
    assert lines[0].at_s == pytest.approx(MIDDLE)
    assert (why, logs.source) == ("", str(tmp_path))


def test_the_old_format_without_a_year_is_of_the_last_such_day(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answering(monkeypatch, Ended(code=1, output=b"", errors=b"No journal files were found."))
    from datetime import datetime

    stamp = datetime.fromtimestamp(MIDDLE).astimezone().strftime("%b %e %H:%M:%S")
    (tmp_path / "messages").write_text(f"{stamp} web-1 kernel: {KILL}\n")
    os.utime(tmp_path / "messages", (NOW, NOW))
    lines, _ = Logs(refused, tmp_path).between(BEGIN, END)

    assert [one.text for one in lines] == [KILL]
    lines, _ = Logs(refused, tmp_path).between(BEGIN - 400 * 86_400, END - 400 * 86_400)
    assert lines == []


def test_where_no_log_can_be_read_all_places_are_named_and_nothing_is_zero(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answering(monkeypatch, Ended(code=1, output=b"", errors=b"No journal files were found."))
    logs = Logs(refused, tmp_path)
    lines, why = logs.between(BEGIN, END)

    assert lines == []
    for part in ("/dev/kmsg: not permitted", "there is no journal", str(tmp_path)):
        assert part in why
    bare = window()
    assert with_lines(bare, lines, logs.source) is bare


def test_lines_are_bounded_to_the_last() -> None:
    rows = [kmsg(MIDDLE + number / 1000, f"line {number}", number) for number in range(3000)]
    lines, _ = kernel(kmsg(BOOTED, "Linux version", 0), *rows).between(BEGIN, END)

    assert len(lines) == MOST_LINES
    assert lines[-1].text == "line 2999"


def test_a_window_with_lines_is_read_at_its_end_and_has_no_reason_for_missing_logs() -> None:
    gone = [
        Missing("log.lines", Status.NOT_SUPPORTED, "an archive is no log"),
        Missing(
            "check oom_kill",
            Status.NOT_SUPPORTED,
            "no log of the kernel of that time could be read",
        ),
        Missing("check burst", Status.NOT_SUPPORTED, "means of minutes"),
    ]
    made = with_lines(window(last=gone), [LogLine(MIDDLE, 3, 1, KILL)], "journal")

    assert made.last.number("log.lines") == 1
    assert made.last.number("log.read_at") == made.last.time
    assert set(made.last.missing) == {"check burst"}
    assert made.last.rows(LogLine)[0].text == KILL


@given(st.text(max_size=200))
def test_any_line_of_the_journal_is_read_or_left_out(text: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        answering(patched, Ended(code=0, output=text.encode(errors="replace"), errors=b""))
        patched.setattr(clock, "wall", lambda: NOW)
        lines, _ = Logs(refused, Path("/nowhere")).between(BEGIN, END)
    assert lines == []
