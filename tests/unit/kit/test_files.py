import os
from pathlib import Path

import pytest

from hexascope.kit.files import replaced


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("old")

    with replaced(target) as stream:
        stream.write(b"new")
        assert target.read_text() == "old"

    assert target.read_text() == "new"


def test_an_interrupted_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("old")

    def interrupted() -> None:
        with replaced(target) as stream:
            stream.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]
    assert target.read_text() == "old"


def test_a_device_is_written_to_directly() -> None:
    with replaced(Path("/dev/null")) as stream:
        stream.write(b"gone")

    assert not Path("/dev/null").is_file()


def test_a_private_file_is_its_owners_alone_and_any_other_as_the_umask_says(
    tmp_path: Path,
) -> None:
    for private, mode in ((True, 0o600), (False, 0o644)):
        target = tmp_path / f"report-{private}"
        before = os.umask(0o022)
        try:
            with replaced(target, private=private, lasting=False) as stream:
                stream.write(b"new")
        finally:
            os.umask(before)
        assert target.stat().st_mode & 0o777 == mode
