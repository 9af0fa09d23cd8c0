"""Undoing goes on after a failure and does not mind what is gone already."""

from pathlib import Path

from benchmarks.host.journal import Undo
from benchmarks.host.undo import members, undo


def test_what_is_gone_already_is_no_failure(tmp_path: Path) -> None:
    gone = str(tmp_path / "gone")
    kinds = ("mount", "loop", "swap", "namespace", "link", "tree")
    assert undo([Undo(kind, gone) for kind in kinds]) == []


def test_the_newest_is_undone_first(tmp_path: Path) -> None:
    outer, inner = tmp_path / "outer", tmp_path / "outer" / "inner"
    inner.mkdir(parents=True)
    assert undo([Undo("tree", str(outer)), Undo("tree", str(inner))]) == []
    assert not outer.exists()


def test_a_failure_is_told_and_the_rest_is_undone(tmp_path: Path) -> None:
    file, folder = tmp_path / "file", tmp_path / "folder"
    file.write_text("not a folder")
    folder.mkdir()
    left = undo([Undo("tree", str(folder)), Undo("tree", str(file))])
    assert len(left) == 1
    assert str(file) in left[0]
    assert not folder.exists()


def test_an_absent_group_has_no_members(tmp_path: Path) -> None:
    assert members(tmp_path / "gone") == []
