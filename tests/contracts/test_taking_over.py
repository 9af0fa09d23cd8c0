"""Taking over the folders of the command line: all that can be read, once; they stay."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hexascope.bootstrap.lasting import in_folders
from hexascope.bootstrap.serving.archives import Archives, archives_of
from hexascope.domain.conversation import Turn
from hexascope.domain.errors import StoreFull
from hexascope.domain.learnt import Learnt
from hexascope.domain.memory import Conclusion, Fact, Standing
from hexascope.domain.spending import Spent
from hexascope.services.taking_over import take_over
from hexascope.settings.read import read_settings
from hexascope.store.contract import Kept
from hexascope.store.database.scope import Scope
from hexascope.store.folders.archive import FolderArchive
from hexascope.store.lasting import Lasting
from tests.support.databases import KINDS

HOST = "a" * 32
NOW = 1_795_000_000.0
TURN = Turn(time="2026-11-21T15:00:00Z", question="why?", replies=())
TALK = "01a1fe65-1e2c-73f1-af04-00000000000a"


def id_of(number: int) -> str:
    return f"01a1fe65-1e2c-73f1-af04-{number:012x}"


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lasting:
    """Give folders with three examinations, and something of everything else."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    made = in_folders(read_settings((), {}, {}))
    bundle = tmp_path / "x.hxb"
    bundle.write_bytes(b"evidence" * 1000)
    for number in range(3):
        report: dict[str, Any] = {
            "host": {"name": "web-1", "cpus": 4},
            "findings": [],
            "panel": None,
        }
        kept = Kept(
            id=id_of(number),
            host_id=HOST,
            host_name="web-1",
            time=f"2026-11-21T06:0{number}:00.000Z",
            score=90,
            findings=1,
            worst="high",
            headline="One thing.",
            size_bytes=0,
        )
        made.archive.keep(kept, json.dumps(report), bundle if number else None)
    made.conversations.add(id_of(1), TALK, TURN)
    made.conversations.add(id_of(1), TALK, replace(TURN, question="and the disk?"))
    fact = Fact(id="f1", words="w", standing=Standing.CONFIRMED, by="user", time=TURN.time)
    made.memories.state(HOST, fact)
    made.memories.conclude(HOST, [Conclusion("coordinator", "i", "w", id_of(1), TURN.time)])
    made.spending.add(Spent(day="2026-11-20", model="m", calls=2, dollars=0.5))
    made.learning.keep({"m http://x": Learnt(rung="tool")}, now=NOW)
    return made


@pytest.fixture(params=KINDS)
def target(request: pytest.FixtureRequest, scope_of: Callable[[str], Scope]) -> Archives:
    return archives_of(read_settings((), {}, {}), scope_of(request.param))


def files_of(folder: Path) -> dict[str, bytes]:
    found = (one for one in folder.rglob("*") if one.is_file() and one.name != ".lock")
    return {str(one): one.read_bytes() for one in found}


def test_everything_is_taken_over_once_and_the_folders_stay_as_they_are(
    source: Lasting, target: Archives, tmp_path: Path
) -> None:
    before = files_of(tmp_path / "state")

    taken = take_over(source, target, now=NOW)
    again = take_over(source, target, now=NOW)

    assert files_of(tmp_path / "state") == before
    assert (taken.examinations, taken.there, taken.conversations, taken.whole) == (3, 0, 1, True)
    assert (taken.facts, taken.conclusions, taken.spending, taken.learnt) == (1, 1, 1, 1)
    assert (again.examinations, again.there, again.conversations, again.facts) == (0, 3, 0, 0)
    assert (again.conclusions, again.spending, again.whole) == (0, 0, True)
    told = [replace(one, size_bytes=0) for one in target.archive.all()]
    assert told == [replace(one, size_bytes=0) for one in source.archive.all()]
    bundle = target.archive.bundle(id_of(2))
    assert bundle is not None
    assert bundle.read_bytes() == b"evidence" * 1000
    assert target.archive.bundle(id_of(0)) is None
    [talk] = target.conversations.all(id_of(1))
    assert [one.question for one in talk.turns] == ["why?", "and the disk?"]
    assert target.memories.memory(HOST).facts == source.memories.memory(HOST).facts
    assert target.spending.all() == source.spending.all()
    assert target.learning.known(now=NOW) == source.learning.known(now=NOW)


@pytest.mark.parametrize("ends_after", range(1, 5))
def test_it_may_be_ended_anywhere_and_goes_on_where_it_was(
    source: Lasting, target: Archives, ends_after: int
) -> None:
    asked = iter(range(100))

    first = take_over(source, target, now=NOW, ends=lambda: next(asked) >= ends_after - 1)
    assert not first.whole
    second = take_over(source, target, now=NOW)

    assert second.whole
    assert first.examinations + second.examinations == 3
    [talk] = target.conversations.all(id_of(1))
    assert len(talk.turns) == 2
    assert target.spending.day("2026-11-20").calls == 2


def test_what_is_damaged_is_passed_over_and_named(
    source: Lasting, target: Archives, tmp_path: Path
) -> None:
    host = tmp_path / "state" / "hexascope" / "hosts" / HOST
    (host / id_of(0) / "report.json").write_text('{"cut": ')
    (host / id_of(1) / "summary.json").write_text("{")
    (host / id_of(2) / "report.json").unlink()
    (host / "facts.json").write_text("[[[")
    (tmp_path / "state" / "hexascope" / "models" / "spent.json").write_text("no")
    folders = FolderArchive(tmp_path / "state" / "hexascope")

    taken = take_over(source, target, damaged=folders.damaged(), now=NOW)

    assert sorted(taken.damaged) == [id_of(0), id_of(1), id_of(2)]
    assert (taken.examinations, taken.facts, taken.whole) == (0, 0, True)
    assert list(target.archive.all()) == []


def test_a_disk_that_is_full_ends_it_and_is_not_taken_for_damage(
    source: Lasting, target: Archives, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> Kept:
        raise StoreFull("no room")

    with monkeypatch.context() as patched:
        patched.setattr(type(target.archive), "keep", full)
        with pytest.raises(StoreFull):
            take_over(source, target, now=NOW)
    assert take_over(source, target, now=NOW).examinations == 3
