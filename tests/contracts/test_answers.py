"""The contract of Answers, the cache, over every implementation."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from hexascope.store.contract import Answers
from hexascope.store.database.remembered.answers import DatabaseAnswers
from hexascope.store.database.scope import Scope
from hexascope.store.folders.answers import LARGEST_BYTES, FolderAnswers, HeldAnswers
from tests.support.databases import KINDS

ScopeOf = Callable[[str], Scope]
NOW = 1_000_000.0


LIMITS = {"most": 3, "most_bytes": LARGEST_BYTES + 100}


def _in_files(folder: Path) -> Answers:
    return FolderAnswers(folder / "cache", **LIMITS)


@pytest.fixture(params=["held", "files", *KINDS])
def answers(request: pytest.FixtureRequest, tmp_path: Path, scope_of: ScopeOf) -> Answers:
    if request.param == "held":
        return HeldAnswers(**LIMITS)
    if request.param == "files":
        return _in_files(tmp_path)
    return DatabaseAnswers(scope_of(request.param), **LIMITS)


def key(number: int) -> str:
    return f"{number:064x}"


def test_what_is_kept_is_given_back_with_its_age(answers: Answers) -> None:
    answers.put(key(1), "words \u202e", now=NOW)

    found = answers.get(key(1), now=NOW + 7, most_age_s=300)
    assert found is not None
    assert (found.value, found.age_s) == ("words \u202e", 7.0)
    assert answers.get(key(2), now=NOW, most_age_s=300) is None


@pytest.mark.parametrize(
    ("age", "there"), [(0.0, True), (300.0, True), (300.5, False), (-1.0, False)]
)
def test_what_is_too_old_or_from_the_future_is_not_there(
    answers: Answers, age: float, there: bool
) -> None:
    answers.put(key(1), "words", now=NOW)

    assert (answers.get(key(1), now=NOW + age, most_age_s=300) is not None) is there


def test_a_key_that_is_kept_again_has_its_new_text(answers: Answers) -> None:
    answers.put(key(1), "old", now=NOW)
    answers.put(key(1), "new", now=NOW + 1)

    found = answers.get(key(1), now=NOW + 1, most_age_s=300)
    assert found is not None
    assert found.value == "new"


def test_the_oldest_go_when_there_are_too_many(answers: Answers, tmp_path: Path) -> None:
    for number in range(5):
        answers.put(key(number), "words", now=NOW + number)
        file = tmp_path / "cache" / f"{key(number)}.json"
        if file.exists():
            os.utime(file, (NOW + number, NOW + number))
    there = [answers.get(key(n), now=NOW + 5, most_age_s=300) is not None for n in range(5)]

    assert there == [False, False, True, True, True]


def test_the_oldest_go_when_they_are_too_large_and_one_too_large_is_not_kept(
    answers: Answers,
) -> None:
    answers.put(key(1), "x" * LARGEST_BYTES, now=NOW)
    assert answers.get(key(1), now=NOW, most_age_s=300) is not None

    answers.put(key(2), "y" * 1000, now=NOW)
    assert answers.get(key(1), now=NOW, most_age_s=300) is None
    answers.put(key(3), "x" * (LARGEST_BYTES + 1), now=NOW)
    assert answers.get(key(3), now=NOW, most_age_s=300) is None
    assert answers.get(key(2), now=NOW, most_age_s=300) is not None


def test_what_is_forgotten_is_gone(answers: Answers) -> None:
    for number in range(3):
        answers.put(key(number), "words", now=NOW)

    answers.forget(key(0))
    answers.forget(key(9))
    assert answers.get(key(0), now=NOW, most_age_s=300) is None
    assert answers.clear() == 2
    assert answers.get(key(1), now=NOW, most_age_s=300) is None


def test_what_is_no_key_is_not_kept_and_not_found(answers: Answers) -> None:
    for name in ("../../x", "", "G" * 64):
        answers.put(name, "words", now=NOW)
        assert answers.get(name, now=NOW, most_age_s=300) is None
        answers.forget(name)


@pytest.mark.parametrize(
    "damage",
    ["", "{", "[]", '{"value": 1, "time": 1}', '{"value": "x"}', '{"value": "x", "time": true}'],
)
def test_a_damaged_file_is_not_there_and_is_written_over(tmp_path: Path, damage: str) -> None:
    answers = _in_files(tmp_path)
    answers.put(key(1), "words", now=NOW)
    (tmp_path / "cache" / f"{key(1)}.json").write_text(damage)

    assert answers.get(key(1), now=NOW, most_age_s=300) is None
    answers.put(key(1), "words", now=NOW)
    assert answers.get(key(1), now=NOW, most_age_s=300) is not None


def test_a_place_that_can_not_be_written_keeps_nothing_and_fails_nobody(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    answers = _in_files(tmp_path)

    answers.put(key(1), "words", now=NOW)
    assert answers.get(key(1), now=NOW, most_age_s=300) is None
    assert answers.clear() == 0


def test_files_of_the_cache_are_their_owners_alone(tmp_path: Path) -> None:
    _in_files(tmp_path).put(key(1), "words", now=NOW)

    [file] = (tmp_path / "cache").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "cache").stat().st_mode & 0o777 == 0o700
