"""After the analysts were heard: their questions to each other, and votes on what is contested."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from hexascope.consult.consensus import FIELDS
from hexascope.consult.contract import Engine, Settle, Settled, Specialist, Voice, VoiceError
from hexascope.consult.hypotheses import hypotheses
from hexascope.domain.case import Case
from hexascope.domain.opinion import ANALYSTS, Opinion, Stance
from hexascope.domain.verdict import Item

MOST_ROUNDS = 2
MOST_QUESTIONS = 4
"""One from each analyst."""

ADVOCATE = "devils_advocate"
"""Whose objection is an argument that voters are shown, and no vote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Who talks with whom: analysts that were heard, by which engine, for how many rounds."""

    engine: Engine
    names: Sequence[str] = ANALYSTS
    most_rounds: int = MOST_ROUNDS


async def hand_over(
    voice: Voice,
    specialists: Mapping[str, Specialist],
    case: Case,
    talk: Talk,
) -> None:
    """Put the analysts' questions to whom they ask, all at once; the record keeps the answers.

    Who does not answer leaves the question open and holds nobody up. Without rounds none is put.
    """

    async def ask(by: str, to: str, question: str) -> None:
        try:
            await voice.reply(specialists[to], case, by, question)
        except VoiceError:
            return  # the record says that there was no answer

    asked = [one for one in voice.questions() if one[1] in talk.names][:MOST_QUESTIONS]
    if asked and talk.most_rounds and voice.in_time():
        async with asyncio.TaskGroup() as group:
            for by, to, question in asked:
                group.create_task(ask(by, to, question))


async def discuss(
    voice: Voice,
    specialists: Mapping[str, Specialist],
    case: Case,
    opinions: Sequence[Opinion],
    settle: Settle,
    talk: Talk,
) -> tuple[tuple[Opinion, ...], Settled]:
    """Let the analysts vote on contested items, round by round, until none is or nothing moves.

    Before the first round a devil's advocate looks for evidence against the leading cause. A vote
    takes the place of what its analyst said of the item before. Discussion is the first thing that
    is dropped when time is short, and of it the advocate.
    """
    said = in_their_order(opinions)
    settled = settle(case, said)
    objections: Sequence[Opinion] = ()
    for turn in range(talk.most_rounds):
        contested = [one for one in settled.items if one.contested]
        if not (contested and talk.names and voice.in_time()):
            break
        if turn == 0 and voice.in_time(2):
            objections = await _doubted(voice, specialists, case, settled, talk.names)
        put = _put_to_vote(settled, objections)
        votes: list[Opinion] = []

        async def ask(name: str, put: Sequence[Item] = put) -> Sequence[Opinion]:
            return await voice.vote(specialists[name], case, put)

        async for one in talk.engine.in_order(talk.names, ask):
            votes += one.said  # of who is absent, what it said before stands
        changed = _with_votes(said, votes)
        if changed == said:
            break
        said = changed
        settled = settle(case, said)
    return said, settled


async def _doubted(
    voice: Voice,
    specialists: Mapping[str, Specialist],
    case: Case,
    settled: Settled,
    names: Sequence[str],
) -> Sequence[Opinion]:
    """Give what an advocate finds against the leading cause; nothing where it finds none."""
    leading = leading_cause(case, settled)
    if leading is None:
        return ()
    name = advocate(case, leading, names)
    with suppress(VoiceError):  # the record says that there was no answer
        found = await voice.doubt(specialists[name], case, leading)
        return [
            replace(one, role=ADVOCATE)
            for one in found
            if one.item == leading.item and one.stance is Stance.OPPOSES
        ]
    return ()


def leading_cause(case: Case, settled: Settled) -> Item | None:
    """Give the cause that stands first, if there is one that was spoken of."""
    causes = {one.finding.id for one in hypotheses(case)}
    return next((one for one in settled.items if one.item in causes), None)


def advocate(case: Case, leading: Item, names: Sequence[str]) -> str:
    """Give who looks for evidence against a cause: the last analyst in whose field it is not."""
    finding = next(one for one in case.findings if one.id == leading.item)
    known = [name for name in names if name in FIELDS]
    outside = [name for name in known if not FIELDS[name].holds(finding.resource, finding.aspect)]
    return (outside or known or list(names))[-1]


def _put_to_vote(settled: Settled, objections: Sequence[Opinion]) -> list[Item]:
    """Give what is voted on: what is contested, and a leading cause that evidence speaks against.

    The advocate's objection is shown among what was said against it.
    """
    against = {one.item: one for one in objections}
    return [
        replace(one, against=(*one.against, against[one.item])) if one.item in against else one
        for one in settled.items
        if one.contested or one.item in against
    ]


def _with_votes(said: tuple[Opinion, ...], votes: Sequence[Opinion]) -> tuple[Opinion, ...]:
    """Put votes in the place of opinions, in the order of the analysts."""
    voted = {(one.role, one.item): one for one in votes}
    kept = []
    for one in said:
        vote = voted.pop((one.role, one.item), None)
        # a vote moves stance and severity; what was proposed before is still proposed
        kept.append(one if vote is None else replace(vote, proposals=one.proposals))
    return in_their_order((*kept, *voted.values()))


def in_their_order(opinions: Sequence[Opinion]) -> tuple[Opinion, ...]:
    """Give opinions in the order of the analysts, users' own behind them."""
    order: dict[str, int] = {role: place for place, role in enumerate(ANALYSTS)}
    return tuple(sorted(opinions, key=lambda one: order.get(one.role, len(order))))
