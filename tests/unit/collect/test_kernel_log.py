import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from hexascope.collect.calls import kmsg
from hexascope.collect.collectors.kernel_log import MOST_LINES, kernel_log
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.rows import LogLine
from hexascope.domain.snapshot import Snapshot
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot
from tests.support.proc import WHOAMI


def seen(answer: "Json | NotHere") -> Snapshot:
    return snapshot(TextHost(calls={"whoami": dict(WHOAMI), "kmsg": answer}), kernel_log)


def test_lines_keep_their_time_level_and_number() -> None:
    look = seen([[7633.5, 6, 411, "loop0: detected capacity change"]])

    assert look.rows(LogLine) == (LogLine(7633.5, 6, 411, "loop0: detected capacity change"),)
    assert look.number("log.lines") == 1
    assert look.number("log.read_at") == 1000.0


def test_an_empty_log_is_measured_and_one_that_is_refused_is_not() -> None:
    assert seen([]).number("log.lines") == 0

    look = seen(NotHere(Status.NO_PERMISSION, "/dev/kmsg: Operation not permitted"))
    assert look.number("log.lines") is None
    assert look.missing["log.lines"].status is Status.NO_PERMISSION


def test_of_too_many_lines_the_last_are_kept() -> None:
    lines: list[Json] = [[1.0, 6, number, "x"] for number in range(MOST_LINES + 5)]

    assert seen(lines).rows(LogLine)[0].sequence == 5


@pytest.mark.parametrize("answer", [None, "text", [1, None, [], [1, 2, 3, 4], ["x", 6, 1, "t"]]])
def test_nonsense_is_no_line(answer: Json) -> None:
    assert seen(answer).rows(LogLine) == ()


def test_the_device_is_read_record_by_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [
        b"6,411,7633555809,-;loop0: \xff changed\n SUBSYSTEM=block\n",
        b"30,412,7633555810,-;systemd[1]: a program says it ran out of memory\n",
        b"garbage",
        b"3,413,7633555811,-,caller=T1;I/O error; again\n",
        rb"6,414,7633555812,-;caf\xc3\xa9 a\x5cb\x0ac\x1b",
    ]
    answers: Iterator[bytes | OSError] = iter(
        [*records, BrokenPipeError(32, "Broken pipe"), BlockingIOError()]
    )

    def read(_handle: int, _size: int) -> bytes:
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        return answer

    device = tmp_path / "kmsg"
    device.touch()
    monkeypatch.setattr(kmsg, "DEVICE", str(device))
    monkeypatch.setattr(os, "read", read)

    assert kmsg.kmsg() == [
        [7633.555809, 6, 411, "loop0: \\xff changed"],
        [7633.555811, 3, 413, "I/O error; again"],
        [7633.555812, 6, 414, r"café a\b\x0ac\x1b"],
    ]
