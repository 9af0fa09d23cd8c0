import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hexascope.collect.calls.opened import opened_files, users_of
from hexascope.collect.collectors.open_files import (
    FOLDER,
    MOST_WATCHERS,
    WATCHERS,
    open_files,
)
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.rows import OpenFile
from hexascope.domain.snapshot import Snapshot
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

LIBC = ctypes.CDLL(None)
ROW: list[Json] = [42, 3, "/var/log/a.log", "8:1", 500, 4096, False, True, 500]


def seen(answer: Json) -> Snapshot:
    return snapshot(TextHost(calls={"opened_files": answer}), open_files)


def told(*rows: Json, **more: Json) -> Json:
    return {"files": list(rows), "descriptors": 10, "refused": 0, "cut": False, **more}


def test_a_file_that_is_written_is_told_with_place_and_size() -> None:
    [row] = seen(told(ROW)).rows(OpenFile)

    assert row == OpenFile(42, 3, "/var/log/a.log", "8:1", 500, 4096, False, True, 500)


def test_descriptors_of_others_are_a_reason() -> None:
    look = seen(told(ROW, refused=7))

    assert look.number("file.count") == 1
    assert look.missing["open_files"].status is Status.NO_PERMISSION


def test_who_may_see_nobody_says_so() -> None:
    look = seen(told(refused=7, descriptors=0))

    assert look.missing["file.count"].status is Status.NO_PERMISSION


def test_a_cut_list_says_so() -> None:
    assert "sampled" in seen(told(ROW, cut=True)).missing["open_files"].reason


@pytest.mark.parametrize("answer", [None, 3, "x", [], {}, {"files": [1]}, {"files": [[1]]}])
def test_nonsense_never_ends_the_look(answer: Json) -> None:
    assert "file.count" in seen(answer).missing or not seen(answer).rows(OpenFile)


def watching(users: Json, most: str | NotHere | None = "128\n", **more: Json) -> Snapshot:
    files = {} if most is None else {MOST_WATCHERS: most}
    answer = told(ROW, watchers=users, **more)
    return snapshot(TextHost(files, calls={"opened_files": answer}), open_files)


def test_the_user_with_most_watchers_of_files_stands_against_the_limit_of_each_user() -> None:
    look = watching([[0, 9], [1000, 120], [33, 7]])

    assert look.number("limits.used", table=WATCHERS) == 120
    assert look.number("limits.most", table=WATCHERS) == 128
    for family, value, source in (
        ("limits.most", 128, MOST_WATCHERS),
        ("limits.user", "1000", FOLDER),
    ):
        one = look.reading(family, table=WATCHERS)
        assert one is not None
        assert (one.value, one.source) == (value, source)


def test_where_nobody_watches_files_nothing_is_used_and_nobody_is_named() -> None:
    look = watching([])

    assert look.number("limits.used", table=WATCHERS) == 0
    assert look.reading("limits.user", table=WATCHERS) is None


@pytest.mark.parametrize(
    ("most", "status"),
    [
        (None, Status.NOT_PRESENT),
        (NotHere(Status.NO_PERMISSION, "Permission denied"), Status.NO_PERMISSION),
        ("many\n", Status.UNREADABLE),
        ("", Status.UNREADABLE),
    ],
)
def test_without_the_limit_watchers_are_a_reason_and_files_are_told(
    most: str | NotHere | None, status: Status
) -> None:
    look = watching([[1000, 120]], most)

    assert look.missing[f"limits.{WATCHERS}"].status is status
    assert look.number("limits.used", table=WATCHERS) is None
    assert look.number("file.count") == 1


def test_a_list_of_descriptors_that_was_cut_says_so_of_watchers_too() -> None:
    look = watching([[1000, 120]], cut=True)

    assert look.number("limits.used", table=WATCHERS) == 120
    assert look.missing[f"limits.{WATCHERS}"].reason.startswith("sampled: ")
    assert look.missing[f"limits.{WATCHERS}"].status is Status.UNREADABLE


@pytest.mark.parametrize("users", [3, "x", {}, [1], [[1]], [["x", "y"]], [[1, 2, 3]], None])
def test_nonsense_about_watchers_hides_no_files(users: Json) -> None:
    look = watching(users)

    assert look.number("file.count") == 1
    assert look.number("limits.used", table=WATCHERS) is None
    assert look.missing[f"limits.{WATCHERS}"].status is Status.UNREADABLE


def test_a_recording_from_before_watchers_were_counted_is_read() -> None:
    look = seen(told(ROW))

    assert look.number("file.count") == 1
    assert look.missing[f"limits.{WATCHERS}"].status is Status.NOT_SUPPORTED


def child_of_ours(*command: str) -> int:
    """Start a copy of this program that waits, or another program."""
    child = os.fork()
    if child == 0:
        if command:
            os.execvp(command[0], command)
        signal.pause()
        os._exit(0)
    return child


def end(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_the_call_counts_our_watcher_of_files() -> None:
    watcher = LIBC.inotify_init1(os.O_CLOEXEC)
    try:
        answer = opened_files()
    finally:
        os.close(watcher)

    assert isinstance(answer, dict)
    users = answer["watchers"]
    assert isinstance(users, list)
    ours = [int(str(one[1])) for one in users if isinstance(one, list) and one[0] == os.geteuid()]
    assert len(ours) == 1
    assert ours[0] >= 1


def test_a_watcher_that_a_child_inherited_counts_once_and_one_of_its_own_counts() -> None:
    child = child_of_ours()
    try:
        counts = users_of({os.getpid(): {"5", "6"}, child: {"5", "7"}})
    finally:
        end(child)

    assert counts == {os.geteuid(): 3}


def test_the_same_number_in_another_program_is_another_watcher() -> None:
    child = child_of_ours("sleep", "60")
    try:
        deadline = time.monotonic() + 30
        while Path(f"/proc/{child}/exe").readlink() == Path("/proc/self/exe").readlink():
            assert time.monotonic() < deadline
        counts = users_of({os.getpid(): {"5"}, child: {"5"}})
    finally:
        end(child)

    assert counts == {os.geteuid(): 2}


def test_a_process_that_has_ended_has_no_watchers() -> None:
    child = child_of_ours()
    end(child)

    assert users_of({child: {"5"}}) == {}


def test_a_process_that_calls_itself_like_a_line_of_its_status_is_read_all_the_same() -> None:
    before = Path("/proc/self/comm").read_text(encoding="ascii")
    Path("/proc/self/comm").write_text("Uid: PPid: 7", encoding="ascii")
    try:
        assert users_of({os.getpid(): {"5"}}) == {os.geteuid(): 1}
    finally:
        Path("/proc/self/comm").write_text(before, encoding="ascii")


HOLDER = """
import os, sys
with open(sys.argv[1], "w") as kept, open(sys.argv[2], "w") as gone:
    kept.write("x" * 100)
    kept.flush()
    os.unlink(sys.argv[2])
    print("held", flush=True)
    input()
"""


def test_the_call_sees_files_that_are_written_and_those_that_were_deleted(tmp_path: Path) -> None:
    # the youngest process comes first: databases of other tests hold more files than are told
    words = [sys.executable, "-c", HOLDER, str(tmp_path / "kept"), str(tmp_path / "gone")]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        answer = opened_files()
        holder.communicate(b"\n")

    assert isinstance(answer, dict)
    files = answer["files"]
    assert isinstance(files, list)
    theirs = {str(row[2]): row for row in files if isinstance(row, list) and row[0] == holder.pid}
    kept = theirs[str(tmp_path / "kept")]
    assert kept[4:] == [100, kept[5], False, True, 100]
    assert theirs[str(tmp_path / "gone")][6] is True
