"""The contract of Archive, over every implementation."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hexascope.domain.errors import BadInput, CannotWrite
from hexascope.store.contract import Archive, Kept
from hexascope.store.database.content.archive import DatabaseArchive
from hexascope.store.database.scope import Scope
from hexascope.store.folders.archive import FolderArchive
from tests.support.databases import KINDS

ScopeOf = Callable[[str], Scope]
LIMITS = {"newest": 3, "most_bytes": 10_000}


@pytest.fixture(params=["folders", *KINDS])
def archive(request: pytest.FixtureRequest, tmp_path: Path, scope_of: ScopeOf) -> Archive:
    if request.param == "folders":
        return FolderArchive(tmp_path / "state", **LIMITS)
    return DatabaseArchive(scope_of(request.param), **LIMITS)


def kept(number: int, host: str = "h1") -> Kept:
    return Kept(
        id=f"0190000{number}-aaaa-7000-8000-000000000000",
        host_id=host,
        host_name="web-1",
        time=f"2026-11-21T06:0{number}:00.000Z",
        score=90,
        findings=1,
        worst="high",
        headline="One thing.",
        size_bytes=0,
    )


def test_what_is_kept_is_given_back_newest_first(archive: Archive, tmp_path: Path) -> None:
    bundle = tmp_path / "a.hxb"
    bundle.write_bytes(b"evidence")
    archive.keep(kept(1), '{"n": 1}', bundle)
    archive.keep(kept(2), '{"n": 2}', None)

    assert [one.id[7] for one in archive.all()] == ["2", "1"]
    assert archive.report(kept(1).id) == '{"n": 1}'
    found = archive.bundle(kept(1).id)
    assert found is not None
    assert found.read_bytes() == b"evidence"
    assert archive.bundle(kept(2).id) is None


def test_an_id_may_be_cut_and_an_unknown_one_is_told_with_the_newest(archive: Archive) -> None:
    archive.keep(kept(1), "{}", None)

    assert archive.report("01900001") == "{}"
    with pytest.raises(BadInput, match="the newest is 01900001"):
        archive.report("ffffffff")
    with pytest.raises(BadInput, match="no kept examination"):
        archive.report("0190")


def test_only_the_newest_of_a_host_stay_within_count_and_size(archive: Archive) -> None:
    for number in range(1, 6):
        archive.keep(kept(number), "{}", None)
    archive.keep(kept(1, "h2"), "{}", None)

    assert [one.id[7] for one in archive.all("h1")] == ["5", "4", "3"]
    archive.keep(kept(6), "x" * 20_000, None)
    assert [one.id[7] for one in archive.all("h1")] == ["6"]
    assert len(list(archive.all("h2"))) == 1


def test_what_is_forgotten_is_gone(archive: Archive) -> None:
    archive.keep(kept(1), "{}", None)

    assert archive.forget(kept(1).id).id == kept(1).id
    assert list(archive.all()) == []


def test_a_place_that_can_not_be_written_is_a_clear_error_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")

    with pytest.raises(CannotWrite, match="--no-keep"):
        FolderArchive(tmp_path / "state").keep(kept(1), "{}", None)


def test_half_an_examination_is_never_listed(tmp_path: Path) -> None:
    archive = FolderArchive(tmp_path)
    archive.keep(kept(1), "{}", None)
    broken = tmp_path / "hosts" / "h1" / "01900009-aaaa-7000-8000-000000000000"
    broken.mkdir()
    (broken / "summary.json").write_text('{"id": "0190')

    assert [one.id for one in archive.all()] == [kept(1).id]
