"""The calls that tell which files changed last."""

import os
from pathlib import Path
from typing import Any

import pytest

from hexascope.collect.calls import changed_files as calls
from hexascope.collect.calls.changed_files import changed_files, newest_below, script_in
from hexascope.collect.contract import NotHere


def told(root: Path, depth: int = 6, **how: Any) -> list[tuple[str, str]]:
    found: Any = newest_below(str(root), depth, **how)
    return [(str(Path(path).relative_to(root)), what) for path, _, what in found["files"]]


def write(path: Path, at: float = 0.0) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("secret content")
    if at:
        os.utime(path, (at, at))


def test_the_newest_come_first_with_their_times(tmp_path: Path) -> None:
    write(tmp_path / "old.conf", 1000.5)
    write(tmp_path / "app/new.conf", 2000.5)

    found: Any = newest_below(str(tmp_path), 6)

    assert found["files"] == [
        [str(tmp_path / "app/new.conf"), 2000.5, "modified"],
        [str(tmp_path / "old.conf"), 1000.5, "modified"],
    ]
    assert (found["seen"], found["cut"]) == (2, False)
    assert "secret" not in str(found)


def test_a_file_that_came_out_of_an_archive_was_placed_when_it_came(tmp_path: Path) -> None:
    write(tmp_path / "packed.conf", 1000.0)

    found: Any = newest_below(str(tmp_path), 6)

    ((_, at, how),) = found["files"]
    assert how == "placed"
    assert at == (tmp_path / "packed.conf").stat().st_ctime


def test_folders_below_the_depth_and_what_editors_leave_are_left_out(tmp_path: Path) -> None:
    for name in ("a/b.conf", "a/b/c.conf", "x~", "x.swp", "passwd-", "y.dpkg-old"):
        write(tmp_path / name, 5.5)

    assert told(tmp_path, 2) == [("a/b.conf", "modified")]


def test_a_link_is_told_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    write(outside / "secret", 9.5)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/enabled").symlink_to(outside)

    assert [path for path, _ in told(tmp_path / "in")] == ["enabled"]


def test_folders_count_only_where_they_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "6.1.0-30-amd64").mkdir()

    assert told(tmp_path, 1) == []
    assert [path for path, _ in told(tmp_path, 1, folders=True)] == ["6.1.0-30-amd64"]


def test_a_filesystem_that_may_never_answer_is_not_entered(
    tmp_path: Path, monkeypatch: Any
) -> None:
    write(tmp_path / "pve/a", 5.5)
    monkeypatch.setattr(calls, "_risky", lambda _: frozenset({str(tmp_path / "pve")}))

    assert told(tmp_path) == []


def test_more_files_than_the_limit_are_cut_and_that_is_said(
    tmp_path: Path, monkeypatch: Any
) -> None:
    for number in range(4):
        write(tmp_path / str(number), number + 0.5)
    for limit, cut in ((4, False), (3, True)):
        monkeypatch.setattr(calls, "MOST_FILES", limit)
        found: Any = newest_below(str(tmp_path), 6)
        assert found["cut"] is cut


def test_a_folder_that_is_not_among_those_named_is_refused() -> None:
    with pytest.raises(NotHere):
        changed_files("/root")


@pytest.mark.parametrize(
    ("words", "script"),
    [
        (["app.py", "--port", "80"], "app.py"),
        (["-u", "/srv/app/run", "/etc/app.conf"], "/srv/app/run"),
        (["-Xmx1g", "-jar", "/opt/app.jar"], "/opt/app.jar"),
        (["-W", "ignore", "app.py"], "app.py"),
        (["./run"], "./run"),
        (["-c", "import x", "y.py"], ""),
        (["-m", "http.server"], ""),
        (["server", "start"], ""),
        ([], ""),
    ],
)
def test_the_script_of_an_interpreter_is_found_among_its_words(
    words: list[str], script: str
) -> None:
    assert script_in(words) == script


def result(mtime: float, ctime: float) -> os.stat_result:
    return os.stat_result((0o100755, 1, 1, 1, 0, 0, 0, 0, int(mtime), int(ctime)))


@pytest.mark.parametrize(
    ("path", "mtime", "ctime", "how"),
    [
        ("/usr/bin/x", 1000, 1000, "modified"),
        ("/usr/bin/x", 999, 1000, None),
        ("/opt/x/run", 999, 1000, "placed"),
        ("/opt/x/run", 999, 999, None),
    ],
)
def test_a_program_changed_lately_by_its_content_or_where_it_is_copied_to_by_its_arrival(
    path: str, mtime: float, ctime: float, how: str | None
) -> None:
    row = calls._lately(path, result(mtime, ctime), 1000.0, 7)

    assert (row and row[2]) == how


def test_the_running_programs_of_this_machine_can_be_asked_for() -> None:
    rows: Any = calls.program_files()

    assert all(len(row) == 4 and row[1] > 0 for row in rows)
    assert len(rows) <= calls.MOST_PROGRAMS
