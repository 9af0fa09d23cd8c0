"""Answering a question about a kept examination."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hexascope.domain.conversation import Conversation, Turn
from hexascope.kit.whole import plainly
from hexascope.services.asking import read_report
from hexascope.services.handlers.apart import Stop, apart
from hexascope.services.handlers.asked import AskedOn, asked_in
from hexascope.services.handlers.means import Gather, Means
from hexascope.services.handlers.telling import Telling, telling
from hexascope.services.jobs.contract import Running


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Answers, and adds the turn to its conversation, once."""

    gather: Gather

    async def __call__(self, running: Running) -> Mapping[str, Any]:
        """Answer, keep the turn, and give where it is."""
        asked = asked_in(AskedOn, running.job.payload)
        async with telling(running) as tell:
            tell.step(0.1, "asking the panel")
            means, talk, turn = await apart(
                lambda stop: _answered(running, self.gather, asked, tell, stop)
            )
            if turn not in talk.turns:
                await running.write(
                    lambda connection: means.conversations.add_in(
                        connection, asked.examination, asked.conversation, turn
                    )
                )
        return {
            "examination": asked.examination,
            "conversation": asked.conversation,
            "turn": plainly(turn),
        }


def _answered(
    running: Running, gather: Gather, asked: AskedOn, tell: Telling, stop: Stop
) -> tuple[Means, Conversation, Turn]:
    """Answer; a turn that an earlier attempt has kept is not asked for again."""
    means = gather(running.scope, asked.language)
    talk = conversation_of(means, asked.examination, asked.conversation)
    for one in talk.turns:
        if (one.time, one.question) == (asked.time, asked.question):
            return means, talk, one
    stop.check()
    turn = means.asking(means.voices(asked.model, "", tell.panel)).turn(
        read_report(means.archive.report(asked.examination)),
        means.archive.bundle(asked.examination),
        asked.question,
        earlier=talk.turns,
        to=asked.to,
        time=asked.time,
    )
    return means, talk, turn


def conversation_of(means: Means, examination: str, id: str) -> Conversation:  # noqa: A002 - the word of the domain
    """Give a conversation as far as it has come; one that is not there is empty."""
    several = means.conversations.all(examination)
    fresh = Conversation(id=id, examination=examination)
    return next((one for one in several if one.id == id), fresh)
