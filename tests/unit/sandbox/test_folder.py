import os
from pathlib import Path

import pytest

from hexascope.sandbox.folder import DEEPEST, PREFIX, held, lent_folder, place, remove


def deep(folder: Path, levels: int) -> None:
    """Make folders within folders, deeper than a path can name."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir("d" * 100, dir_fd=here)
        inner = os.open("d" * 100, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(os.open("bottom", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)


def test_a_tree_is_removed_with_all_it_holds(tmp_path: Path) -> None:
    top = tmp_path / "top"
    (top / "a" / "b").mkdir(parents=True)
    (top / "a" / "b" / "file").write_text("x")
    (top / "a" / ".hidden").write_text("x")
    (top / "a" / "up").symlink_to(tmp_path)
    os.mkfifo(top / "pipe")
    (top / "locked").mkdir(mode=0o000)
    (tmp_path / "kept").write_text("kept")

    remove(top)

    assert [one.name for one in tmp_path.iterdir()] == ["kept"]


def test_a_tree_that_is_deeper_than_a_path_is_removed(tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    deep(top, 200)

    remove(top)

    assert not top.exists()


def test_a_link_in_the_place_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").write_text("kept")
    (tmp_path / "link").symlink_to(tmp_path / "kept")

    with pytest.raises(OSError, match=r"link"):
        remove(tmp_path / "link")
    assert (tmp_path / "kept" / "file").read_text() == "kept"


def test_a_folder_that_is_gone_is_no_error(tmp_path: Path) -> None:
    remove(tmp_path / "nothing")

    assert list(tmp_path.iterdir()) == []


def test_files_folders_and_bytes_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "file").write_bytes(b"x" * 100_000)
    (tmp_path / "link").symlink_to("/usr")

    found = held(tmp_path, 100)

    assert (found.inodes, found.too_deep) == (4, False)
    assert found.allocated >= 100_000


def test_counting_stops_just_above_its_limit(tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / f"{number}").touch()

    assert held(tmp_path, 50).inodes == 50
    assert held(tmp_path, 49).inodes == 50
    assert held(tmp_path, 10).inodes == 11


@pytest.mark.parametrize(("levels", "too_deep"), [(DEEPEST, False), (DEEPEST + 1, True)])
def test_a_tree_may_be_so_deep_and_no_deeper(tmp_path: Path, levels: int, too_deep: bool) -> None:
    deep(tmp_path, levels)

    assert held(tmp_path, 10_000).too_deep is too_deep
    remove(tmp_path)


def test_a_folder_that_can_not_be_seen_holds_nothing(tmp_path: Path) -> None:
    assert held(tmp_path / "nothing", 10).inodes == 0


def test_a_lent_folder_is_private_and_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    with lent_folder(None) as folder:
        assert folder.parent == tmp_path
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "x").touch()

    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_hexascope_has_left_is_taken_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    gone, living = tmp_path / f"{PREFIX}{2**22 + 1}-x", tmp_path / f"{PREFIX}1-x"
    (gone / "in").mkdir(parents=True)
    living.mkdir()

    with lent_folder(None):
        assert (gone.exists(), living.exists()) == (False, True)


def test_another_user_is_given_a_folder_that_it_can_reach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir(mode=0o700)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "closed"))

    assert place(by_others=True) == Path("/tmp")
    assert place(by_others=False) == tmp_path / "closed"
