import os
from pathlib import Path

import pytest

from hexascope.collect.calls.opened import opened_files
from hexascope.collect.collectors.open_files import open_files
from hexascope.collect.contract import Json
from hexascope.domain.rows import OpenFile
from hexascope.domain.snapshot import Snapshot
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

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


def test_the_call_sees_files_that_are_written_and_those_that_were_deleted(tmp_path: Path) -> None:
    with (tmp_path / "kept").open("w") as kept, (tmp_path / "gone").open("w") as gone:
        kept.write("x" * 100)
        kept.flush()
        os.unlink(tmp_path / "gone")  # noqa: PTH108 - as the fault does it
        answer = opened_files()

    assert isinstance(answer, dict)
    files = answer["files"]
    assert isinstance(files, list)
    ours = {str(row[2]): row for row in files if isinstance(row, list) and row[0] == os.getpid()}
    assert ours[str(tmp_path / "kept")][4:] == [
        100,
        ours[str(tmp_path / "kept")][5],
        False,
        True,
        100,
    ]
    assert ours[str(tmp_path / "gone")][6] is True
    assert gone.closed
