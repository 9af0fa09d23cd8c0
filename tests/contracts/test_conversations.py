"""What every keeper of conversations holds to: turns in order, bounded, and never half of one."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from hexascope.domain.conversation import MOST_TURNS, Proof, Reply, Sentence, Turn
from hexascope.domain.errors import BadInput
from hexascope.domain.panel import Struck
from hexascope.store.contract import Archive, Conversations, Kept
from hexascope.store.database.content.archive import DatabaseArchive
from hexascope.store.database.content.conversations import DatabaseConversations
from hexascope.store.database.scope import Scope
from hexascope.store.folders.archive import FolderArchive
from hexascope.store.folders.conversations import (
    MOST_BYTES,
    MOST_CONVERSATIONS,
    FolderConversations,
)
from tests.support.databases import KINDS

EXAMINATION = "01a1fe65-1e2c-73f1-af04-eb299949951c"
HOST = "f" * 32
TURN = Turn(
    time="2026-11-21T15:00:00Z",
    question="why not the database?",
    replies=(
        Reply(
            role="coordinator",
            voice="compatible/x",
            sentences=(
                Sentence(words="It waits ä \u202e.", ruling="proven", keys=("disk.await",)),
            ),
            proofs=(Proof(key="disk.await", value=0.1, unit="s", source="/proc/diskstats"),),
            struck=(Struck(role="coordinator", words="x", ruling="unsupported", reason="none"),),
        ),
        Reply(role="cost_optimizer", voice="rules", absent="no answer in 30 s"),
    ),
    notes=("no bundle",),
    seconds=1.5,
    calls=2,
    tokens=300,
    dollars=None,
)


def name(place: int) -> str:
    return f"01a1fe65-1e2c-73f1-af04-{place:012x}"


def keep_one(archive: Archive) -> None:
    archive.keep(
        Kept(
            id=EXAMINATION,
            host_id=HOST,
            host_name="web-1",
            time=TURN.time,
            score=100,
            findings=0,
            worst="info",
            headline="",
            size_bytes=0,
        ),
        "{}",
        None,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    keep_one(FolderArchive(tmp_path))
    return tmp_path


@pytest.fixture
def in_folder(folder: Path) -> Conversations:
    return FolderConversations(folder)


@pytest.fixture(params=["folders", *KINDS])
def places(
    request: pytest.FixtureRequest, tmp_path: Path, scope_of: Callable[[str], Scope]
) -> tuple[Archive, Conversations]:
    """Give an archive with one examination, and the conversations about it."""
    if request.param == "folders":
        found: tuple[Archive, Conversations] = (
            FolderArchive(tmp_path),
            FolderConversations(tmp_path),
        )
    else:
        scope = scope_of(request.param)
        found = (DatabaseArchive(scope), DatabaseConversations(scope))
    keep_one(found[0])
    return found


@pytest.fixture
def kept(places: tuple[Archive, Conversations]) -> Conversations:
    return places[1]


def file_of(folder: Path, place: int) -> Path:
    return folder / "hosts" / HOST / EXAMINATION / "conversations" / f"{name(place)}.jsonl"


def test_turns_come_back_as_they_were_in_their_order(kept: Conversations) -> None:
    kept.add(EXAMINATION, name(1), TURN)
    kept.add(EXAMINATION, name(1), replace(TURN, question="and the disk?"))
    [found] = kept.all(EXAMINATION)

    assert found.id == name(1)
    assert found.turns == (TURN, replace(TURN, question="and the disk?"))


def test_the_newest_conversation_comes_first(kept: Conversations) -> None:
    kept.add(EXAMINATION, name(1), TURN)
    kept.add(EXAMINATION, name(2), TURN)

    assert [one.id for one in kept.all(EXAMINATION)] == [name(2), name(1)]


def test_an_examination_nobody_asked_about_has_none(kept: Conversations) -> None:
    assert list(kept.all(EXAMINATION)) == []


def test_an_examination_that_is_not_kept_is_told(kept: Conversations) -> None:
    with pytest.raises(BadInput, match="not kept"):
        kept.add(name(9), name(1), TURN)
    with pytest.raises(BadInput, match="is no id"):
        kept.add("../../etc", name(1), TURN)


def test_a_conversation_goes_with_its_examination(
    places: tuple[Archive, Conversations],
) -> None:
    archive, kept = places
    kept.add(EXAMINATION, name(1), TURN)
    archive.forget(EXAMINATION)
    with pytest.raises(BadInput, match="not kept"):
        list(kept.all(EXAMINATION))
    keep_one(archive)

    assert list(kept.all(EXAMINATION)) == []


def test_a_conversation_has_a_greatest_number_of_turns(kept: Conversations) -> None:
    for _ in range(MOST_TURNS - 1):
        kept.add(EXAMINATION, name(1), replace(TURN, replies=()))

    kept.add(EXAMINATION, name(1), TURN)
    with pytest.raises(BadInput, match="--new"):
        kept.add(EXAMINATION, name(1), TURN)
    [found] = kept.all(EXAMINATION)
    assert len(found.turns) == MOST_TURNS


@pytest.mark.parametrize(("spare", "fits"), [(0, True), (1, False)])
def test_a_conversation_has_a_greatest_size(kept: Conversations, spare: int, fits: bool) -> None:
    size = len(json.dumps(asdict(TURN))) + 1
    first = replace(TURN, question=TURN.question + "x" * (MOST_BYTES - 2 * size + spare))
    kept.add(EXAMINATION, name(1), first)

    if fits:
        kept.add(EXAMINATION, name(1), TURN)
    else:
        with pytest.raises(BadInput, match="is full"):
            kept.add(EXAMINATION, name(1), TURN)
    [found] = kept.all(EXAMINATION)
    assert len(found.turns) == 1 + fits


def test_there_is_a_greatest_number_of_conversations_and_those_there_are_go_on(
    kept: Conversations,
) -> None:
    for place in range(MOST_CONVERSATIONS):
        kept.add(EXAMINATION, name(place), TURN)

    with pytest.raises(BadInput, match="that is the most"):
        kept.add(EXAMINATION, name(999), TURN)
    kept.add(EXAMINATION, name(0), TURN)


def test_a_line_that_was_cut_off_costs_no_other(folder: Path, in_folder: Conversations) -> None:
    in_folder.add(EXAMINATION, name(1), TURN)
    with file_of(folder, 1).open("ab") as stream:
        stream.write(
            b'{"time": "2026',
        )
    in_folder.add(EXAMINATION, name(1), replace(TURN, question="again"))
    [found] = in_folder.all(EXAMINATION)

    assert [one.question for one in found.turns] == [TURN.question, "again"]


def test_what_is_asked_is_for_the_owner_s_eyes_only(folder: Path, in_folder: Conversations) -> None:
    in_folder.add(EXAMINATION, name(1), TURN)

    assert file_of(folder, 1).stat().st_mode & 0o777 == 0o600
