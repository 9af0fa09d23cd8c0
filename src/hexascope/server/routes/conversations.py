"""Conversations with the panel over HTTP: questions about examinations, answered with proof."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from hexascope.domain.access import Caller, Verb
from hexascope.domain.conversation import Conversation as Talk
from hexascope.domain.errors import NotKnown
from hexascope.kit.clock import rfc3339
from hexascope.kit.ids import uuid7
from hexascope.server.requests.asked import AskCaller, AskId, AskParts, AskScope
from hexascope.server.requests.beginning import Wanted, begin, begun_or_done
from hexascope.server.requests.guard import may
from hexascope.server.requests.ours import must_of
from hexascope.server.requests.waiting import AskWait
from hexascope.server.schemas.conversations import (
    ID_PATTERN,
    Conversation,
    ConversationLine,
    QuestionAsked,
    conversation_shown,
    line_shown,
)
from hexascope.server.schemas.examinations import Begun
from hexascope.services.handlers.asked import AskedOn, payload
from hexascope.store.database.content.conversations import DatabaseConversations
from hexascope.store.database.content.examinations import Examinations
from hexascope.store.database.scope import Scope

PLACE = "/api/v1/conversations"
conversations = APIRouter(prefix=PLACE, tags=["conversations"])

AskExamination = Annotated[str, Query(pattern=ID_PATTERN, min_length=36)]


@conversations.get("", dependencies=[may(Verb.READ, "conversations")])
async def list_conversations(
    examination: AskExamination, scope: AskScope, caller: AskCaller
) -> list[ConversationLine]:
    """List the conversations about an examination, the newest first: fifty at most."""
    return [line_shown(one) for one in await _talks(scope, caller, Verb.READ, examination)]


@conversations.get("/{conversation}", dependencies=[may(Verb.READ, "conversations")])
async def read_conversation(
    conversation: str, examination: AskExamination, scope: AskScope, caller: AskCaller
) -> Conversation:
    """Give one conversation about an examination, with all its turns."""
    several = await _talks(scope, caller, Verb.READ, examination)
    for one in several:
        if one.id == conversation:
            return conversation_shown(one)
    raise NotKnown(f"no conversation {conversation[:80]!r} is kept about this examination")


@conversations.post("", status_code=202, dependencies=[may(Verb.RUN, "conversations")])
async def ask(
    asked: QuestionAsked,
    parts: AskParts,
    scope: AskScope,
    caller: AskCaller,
    job_id: AskId,
    response: Response,
    wait: AskWait = 0,
) -> Begun:
    """Ask about an examination: 202 with the job, or wait for the answer."""
    kept = await Examinations(scope).one(asked.examination)
    await must_of(scope, caller, Verb.RUN, "conversations", kept.host_id)
    id_ = asked.conversation or uuid7(parts.clock())
    said = AskedOn(
        examination=kept.id,
        conversation=id_,
        question=asked.question,
        time=rfc3339(parts.clock()),
        to=asked.to,
        model=asked.model,
        language=asked.language,
    )
    wanted = Wanted(
        kind="ask",
        id=job_id,
        payload=payload(said),
        result=f"{PLACE}/{id_}?examination={kept.id}",
    )
    job = await begin(parts, scope, caller, wanted)
    return await begun_or_done(parts, scope, job, wanted, response, wait)


async def _talks(scope: Scope, caller: Caller, verb: Verb, examination: str) -> list[Talk]:
    kept = await Examinations(scope).one(examination)
    await must_of(scope, caller, verb, "conversations", kept.host_id)
    talks = DatabaseConversations(scope)
    return await scope.read(lambda connection: talks.read(connection, examination))
