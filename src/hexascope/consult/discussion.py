"""After the analysts were heard: their questions to each other, and votes on what is contested."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from hexascope.consult.contract import Engine, Settle, Settled, Specialist, Voice, VoiceError
from hexascope.domain.case import Case
from hexascope.domain.opinion import ANALYSTS, Opinion
from hexascope.domain.verdict import Item

MOST_ROUNDS = 2
MOST_QUESTIONS = 4
"""One from each analyst."""


async def hand_over(voice: Voice, specialists: Mapping[str, Specialist], case: Case) -> None:
    """Put the analysts' questions to whom they ask, all at once; the record keeps the answers.

    Who does not answer leaves the question open: it holds nobody up.
    """

    async def ask(by: str, to: str, question: str) -> None:
        try:
            await voice.reply(specialists[to], case, by, question)
        except VoiceError:
            return  # the record says that there was no answer

    asked = [one for one in voice.questions() if one[1] in ANALYSTS][:MOST_QUESTIONS]
    if asked and voice.in_time():
        async with asyncio.TaskGroup() as group:
            for by, to, question in asked:
                group.create_task(ask(by, to, question))


async def discuss(
    voice: Voice,
    specialists: Mapping[str, Specialist],
    case: Case,
    opinions: Sequence[Opinion],
    settle: Settle,
    *,
    engine: Engine,
) -> tuple[tuple[Opinion, ...], Settled]:
    """Let the analysts vote on contested items, round by round, until none is or nothing moves.

    A vote takes the place of what its analyst said of the item before. Discussion is the first
    thing that is dropped when time is short.
    """
    said = tuple(opinions)
    settled = settle(case, said)
    for _ in range(MOST_ROUNDS):
        contested = [one for one in settled.items if one.contested]
        if not contested or not voice.in_time():
            break
        votes: list[Opinion] = []

        async def ask(name: str, contested: Sequence[Item] = contested) -> Sequence[Opinion]:
            return await voice.vote(specialists[name], case, contested)

        async for one in engine.in_order(ANALYSTS, ask):
            votes += one.said  # of who is absent, what it said before stands
        changed = _with_votes(said, votes)
        if changed == said:
            break
        said = changed
        settled = settle(case, said)
    return said, settled


def _with_votes(said: tuple[Opinion, ...], votes: Sequence[Opinion]) -> tuple[Opinion, ...]:
    """Put votes in the place of opinions, in the order of the analysts."""
    voted = {(one.role, one.item): one for one in votes}
    kept = []
    for one in said:
        vote = voted.pop((one.role, one.item), None)
        # a vote moves stance and severity; what was proposed before is still proposed
        kept.append(one if vote is None else replace(vote, proposals=one.proposals))
    order: dict[str, int] = {role: place for place, role in enumerate(ANALYSTS)}
    return tuple(sorted((*kept, *voted.values()), key=lambda one: order.get(one.role, 9)))
