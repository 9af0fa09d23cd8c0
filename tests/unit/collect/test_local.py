import os
from pathlib import Path

import pytest

from hexascope.collect.calls import CALLS
from hexascope.collect.contract import LookKind, NotHere, Plan
from hexascope.collect.hosts.local import LocalFiles, LocalHost
from hexascope.domain.use import Status


def test_a_secret_in_a_command_line_never_enters_a_look(tmp_path: Path) -> None:
    (tmp_path / "proc/7").mkdir(parents=True)
    (tmp_path / "proc/7/cmdline").write_text("tool\0--password=hunter2\0")

    assert "hunter2" not in LocalFiles(str(tmp_path)).read("/proc/7/cmdline")


def test_bytes_that_are_no_utf8_are_shown_as_escapes(tmp_path: Path) -> None:
    (tmp_path / "comm").write_bytes(b"a\xffb")
    os.close(os.open(os.fsencode(tmp_path) + b"/n\xfe", os.O_CREAT))
    files = LocalFiles(str(tmp_path))

    assert files.read("/comm") == "a\\xffb"
    assert "n\\xfe" in files.names("/")


def test_a_name_that_is_no_utf8_is_found_again_by_what_is_shown_of_it(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"n\xfe\xc3")
    folder.mkdir()
    (folder / "link").symlink_to("there")
    (folder / "file").write_text("text")
    files = LocalFiles(str(tmp_path))
    [shown] = files.names("/")

    assert files.read(f"/{shown}/file") == "text"
    assert files.link(f"/{shown}/link") == "there"
    assert sorted(files.names(f"/{shown}")) == ["file", "link"]
    assert CALLS["statvfs"](f"{tmp_path}/{shown}") != {}


def test_a_name_with_the_letters_of_an_escape_is_itself(tmp_path: Path) -> None:
    (tmp_path / r"a\xffb").write_text("letters")
    os.close(os.open(os.fsencode(tmp_path) + b"/a\xffb", os.O_CREAT))

    assert LocalFiles(str(tmp_path)).read(r"/a\xffb") == "letters"


def test_a_fifo_does_not_hold_the_look(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")

    assert LocalFiles(str(tmp_path)).read("/fifo") == ""


def test_a_folder_read_as_a_file_is_unreadable_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(NotHere, match="Is a directory") as told:
        LocalFiles(str(tmp_path)).read("/")
    assert told.value.status is Status.UNREADABLE


def test_a_window_has_its_full_looks_and_its_length() -> None:
    looks = list(LocalHost().looks(Plan(window_seconds=0.05, light_seconds=0.02)))

    assert looks[0].kind is looks[-1].kind is LookKind.FULL
    assert looks[-1].at - looks[0].at >= 0.05
    assert {one.kind for one in looks[1:-1]} <= {LookKind.LIGHT}


def test_the_threads_of_a_target_are_sampled_between_the_light_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [100.0]
    monkeypatch.setattr("hexascope.kit.clock.monotonic", lambda: now[0])
    monkeypatch.setattr(
        "hexascope.kit.clock.pause", lambda seconds: now.__setitem__(0, now[0] + max(seconds, 0.0))
    )
    plan = Plan(window_seconds=1.0, light_seconds=0.1, sample_seconds=0.025)

    taken = list(LocalHost().looks(plan))

    light = [one.at for one in taken if one.kind is LookKind.LIGHT and one.only is None]
    samples = [one.at for one in taken if one.only is not None]
    assert [round(at - 100, 3) for at in light[:3]] == [0.1, 0.2, 0.3]
    assert len(light) == 9
    assert len(samples) == 30
