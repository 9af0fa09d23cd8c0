"""Talk among analysts: who doubts, what is put to the vote, what is dropped first."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from hexascope.consult.consensus import settle
from hexascope.consult.contract import Settled, VoiceError
from hexascope.consult.discussion import (
    ADVOCATE,
    Talk,
    advocate,
    discuss,
    hand_over,
    leading_cause,
)
from hexascope.consult.engines.own import own
from hexascope.domain.opinion import ANALYSTS, Opinion, Role, Stance
from hexascope.domain.use import Aspect, Resource
from hexascope.domain.verdict import Item
from tests.support.cases import case
from tests.support.panel import WAITING, finding, opinion, specialists

SLOW = finding("slow", resource=Resource.DISK, aspect=Aspect.LATENCY)
SECOND = finding("second", resource=Resource.CPU)
CASE = case(WAITING, findings=(SLOW, SECOND))
TORN = [
    *(opinion(role, item=SECOND.id, voice="model") for role in ANALYSTS[2:]),
    *(opinion(role, item=SECOND.id, voice="model", stance=Stance.OPPOSES) for role in ANALYSTS[:2]),
    *(opinion(role, item=SLOW.id, voice="model") for role in ANALYSTS[:3]),
]


class Talking:
    """A voice that keeps who was asked for what; it has time for so many turns."""

    def __init__(self, turns: int, doubts: Sequence[Opinion] | None = ()) -> None:
        self._turns = turns
        self._doubts = doubts
        self.doubted: list[tuple[str, str]] = []
        self.put: list[Sequence[Item]] = []
        self.replied: list[str] = []

    def in_time(self, turns: int = 1) -> bool:
        return turns <= self._turns

    def questions(self) -> list[tuple[str, str, str]]:
        return [(ANALYSTS[0], ANALYSTS[1], "why?"), (ANALYSTS[1], ANALYSTS[3], "why?")]

    async def reply(self, specialist: Any, _case: Any, _by: str, _question: str) -> str:
        self.replied.append(specialist.role)
        raise VoiceError("no answer")

    async def doubt(self, specialist: Any, _case: Any, leading: Item) -> Sequence[Opinion]:
        self.doubted.append((specialist.role, leading.item))
        if self._doubts is None:
            raise VoiceError("no answer")
        return self._doubts

    async def vote(self, _specialist: Any, _case: Any, put: Sequence[Item]) -> list[Opinion]:
        self.put.append(put)
        return []


def talked(voice: Talking, said: Sequence[Opinion] = TORN, **fields: Any) -> Settled:
    _, settled = asyncio.run(
        discuss(voice, specialists(), CASE, said, settle, Talk(engine=own, **fields))  # type: ignore[arg-type] # a fake voice
    )
    return settled


OBJECTION = opinion(Role.SECURITY_ANALYST, item=SLOW.id, stance=Stance.OPPOSES, voice="model")


def test_the_leading_cause_is_doubted_once_by_who_has_it_not_in_his_field() -> None:
    voice = Talking(turns=9)

    talked(voice)

    assert voice.doubted == [(Role.COST_OPTIMIZER, SLOW.id)]


def test_what_the_advocate_finds_is_put_to_the_vote_with_it_among_the_objections() -> None:
    voice = Talking(turns=9, doubts=[OBJECTION])

    settled = talked(voice)

    put = {one.item: one for one in voice.put[0]}
    assert set(put) == {SLOW.id, SECOND.id}
    assert [one.role for one in put[SLOW.id].against] == [ADVOCATE]
    held = next(one for one in settled.items if one.item == SLOW.id)
    assert held.against == (), "an argument is no vote"


@pytest.mark.parametrize(
    "doubts",
    [
        [],
        None,
        [opinion(item=SLOW.id, stance=Stance.AGREES)],
        [opinion(item="another", stance=Stance.OPPOSES)],
    ],
)
def test_an_advocate_that_finds_nothing_puts_nothing_to_the_vote(doubts: Any) -> None:
    voice = Talking(turns=9, doubts=doubts)

    talked(voice)

    assert [one.item for one in voice.put[0]] == [SECOND.id]


def test_the_advocate_is_dropped_before_the_votes_and_then_all_of_it() -> None:
    short, none = Talking(turns=1), Talking(turns=0)

    talked(short)
    talked(none)

    assert (short.doubted, len(short.put)) == ([], len(ANALYSTS))
    assert (none.doubted, none.put) == ([], [])


def test_where_all_agree_nobody_votes_and_nobody_doubts() -> None:
    voice = Talking(turns=9)

    talked(voice, [one for one in TORN if one.item == SLOW.id])

    assert (voice.doubted, voice.put) == ([], [])


def test_only_who_was_heard_votes_and_doubts() -> None:
    voice = Talking(turns=9)

    talked(voice, names=(Role.PERFORMANCE_ANALYST, Role.SECURITY_ANALYST))

    assert len(voice.put) == 2
    assert voice.doubted == [(Role.SECURITY_ANALYST, SLOW.id)]


@pytest.mark.parametrize(("names", "rounds"), [((), 2), (ANALYSTS, 0)])
def test_without_voters_or_rounds_there_is_no_talk(names: Sequence[str], rounds: int) -> None:
    voice = Talking(turns=9)

    talked(voice, names=names, most_rounds=rounds)

    assert (voice.doubted, voice.put) == ([], [])


def test_the_advocate_of_a_cause_in_everybodys_field_is_the_last_analyst() -> None:
    settled = settle(CASE, TORN)
    leading = leading_cause(CASE, settled)
    assert leading is not None

    assert advocate(CASE, leading, (Role.PERFORMANCE_ANALYST,)) == Role.PERFORMANCE_ANALYST
    assert advocate(CASE, leading, ("own_one",)) == "own_one"


def test_without_causes_nobody_leads() -> None:
    assert leading_cause(case(), settle(case(), [opinion(item="own")])) is None


@pytest.mark.parametrize(
    ("turns", "rounds", "names", "asked"),
    [
        (1, 2, ANALYSTS, {ANALYSTS[1], ANALYSTS[3]}),
        (1, 2, ANALYSTS[:2], {ANALYSTS[1]}),
        (0, 2, ANALYSTS, set()),
        (1, 0, ANALYSTS, set()),
    ],
)
def test_questions_are_put_to_who_was_heard_in_time_and_where_talk_is_wanted(
    turns: int, rounds: int, names: Sequence[str], asked: set[str]
) -> None:
    voice = Talking(turns=turns)
    talk = Talk(engine=own, names=names, most_rounds=rounds)

    asyncio.run(hand_over(voice, specialists(), CASE, talk))  # type: ignore[arg-type] # a fake voice

    assert set(voice.replied) == asked
