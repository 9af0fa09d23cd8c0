"""The id of this host: made once, kept, and the same for commands that begin at once."""

import json
from pathlib import Path

import pytest

from hexascope.bootstrap import places
from hexascope.collect.hosts.local import LocalFiles

FIRST, SECOND = "a" * 32, "b" * 32


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    (tmp_path / "hexascope").mkdir()
    return tmp_path / "hexascope" / "host.json"


def this_id() -> str:
    return places.this_host(LocalFiles()).id


def test_an_id_is_made_once_and_nothing_else_is_left(kept: Path) -> None:
    made = this_id()

    assert this_id() == made
    assert json.loads(kept.read_text()) == {"id": made}
    assert [one.name for one in kept.parent.iterdir()] == ["host.json"]


def test_of_two_commands_at_once_the_id_of_the_first_stays(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def another_was_first(_bytes: int) -> str:
        kept.write_text(json.dumps({"id": FIRST}))
        return SECOND

    monkeypatch.setattr("secrets.token_hex", another_was_first)

    assert this_id() == FIRST
    assert [one.name for one in kept.parent.iterdir()] == ["host.json"]


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"id": 7}', '{"id": "short"}'])
def test_a_damaged_id_is_made_anew(kept: Path, damage: str) -> None:
    kept.write_text(damage)

    made = this_id()

    assert len(made) == 32
    assert this_id() == made


def test_where_links_can_not_be_made_the_id_is_kept_all_the_same(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_paths: Path) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr("os.link", no_links)

    assert this_id() == json.loads(kept.read_text())["id"]


def test_where_nothing_can_be_kept_an_id_serves_this_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))

    assert len(this_id()) == 32
