"""The contract of Learning, over every implementation."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from hexascope.domain.errors import CannotWrite
from hexascope.domain.learnt import Learnt
from hexascope.store.contract import Learning
from hexascope.store.database.remembered.learning import DatabaseLearning
from hexascope.store.database.scope import Scope
from hexascope.store.folders.learnt import KEPT_S, MOST_ENDPOINTS, FileLearning
from tests.support.databases import KINDS

NOW = 1_795_000_000.0
KEY = "openai/gpt-5 https://api.openai.com/v1"
LEARNT = Learnt(rung="tool", quirks=("no_temperature",))


@pytest.fixture(params=["file", *KINDS])
def learning(
    request: pytest.FixtureRequest, tmp_path: Path, scope_of: Callable[[str], Scope]
) -> Learning:
    if request.param == "file":
        return FileLearning(tmp_path)
    return DatabaseLearning(scope_of(request.param))


def test_nothing_is_known_at_first(learning: Learning) -> None:
    assert learning.known(now=NOW) == {}


def test_what_is_kept_is_known_until_a_month_later(learning: Learning) -> None:
    learning.keep({KEY: LEARNT}, now=NOW)

    assert learning.known(now=NOW + KEPT_S - 1) == {KEY: LEARNT}
    assert learning.known(now=NOW + KEPT_S) == {}


def test_what_is_kept_again_unchanged_grows_old_nevertheless(learning: Learning) -> None:
    learning.keep({KEY: LEARNT}, now=NOW)
    learning.keep({KEY: LEARNT}, now=NOW + KEPT_S - 1)

    assert learning.known(now=NOW + KEPT_S) == {}


def test_what_is_learnt_anew_takes_its_place_and_leaves_the_others(learning: Learning) -> None:
    learning.keep({KEY: LEARNT, "b": Learnt(rung="text")}, now=NOW)
    learning.keep({KEY: Learnt(rung="text")}, now=NOW + 5)

    assert learning.known(now=NOW + 6) == {KEY: Learnt(rung="text"), "b": Learnt(rung="text")}


def test_what_lies_in_the_future_is_not_believed(learning: Learning) -> None:
    learning.keep({KEY: LEARNT}, now=NOW)

    assert learning.known(now=NOW - 1) == {}


def test_only_the_newest_are_kept(learning: Learning) -> None:
    learning.keep({"old": LEARNT}, now=NOW)
    learning.keep({f"m{number}": LEARNT for number in range(MOST_ENDPOINTS)}, now=NOW + 1)

    assert len(learning.known(now=NOW + 2)) == MOST_ENDPOINTS
    assert "old" not in learning.known(now=NOW + 2)


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '{"endpoints": 3}',
        '{"endpoints": {"a": 3}}',
        '{"endpoints": {"a": {"rung": 1, "quirks": [], "time": 1795000000}}}',
        '{"endpoints": {"a": {"rung": "x", "quirks": [], "time": true}}}',
        '{"endpoints": {"a": {"rung": "%s", "quirks": [], "time": 1795000000}}}' % ("x" * 41),
        "x" * (256 * 1024 + 1),
    ],
)
def test_what_is_damaged_is_learnt_again(damage: str, tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "learnt.json").write_text(damage)
    learning = FileLearning(tmp_path)

    assert learning.known(now=NOW + 1) == {}
    learning.keep({KEY: LEARNT}, now=NOW)
    assert learning.known(now=NOW) == {KEY: LEARNT}


def test_the_file_is_its_owners_alone_and_holds_no_more_than_what_was_learnt(
    tmp_path: Path,
) -> None:
    FileLearning(tmp_path).keep({KEY: LEARNT}, now=NOW)
    file = tmp_path / "models" / "learnt.json"

    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text())["endpoints"] == {
        KEY: {"rung": "tool", "quirks": ["no_temperature"], "time": NOW}
    }


def test_a_place_that_can_not_be_written_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file where the folder should be")

    with pytest.raises(CannotWrite, match="models"):
        FileLearning(tmp_path).keep({KEY: LEARNT}, now=NOW)
