"""Conversations with the panel, as the API takes and shows them."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from hexascope.consult.asking.question import LONGEST_QUESTION
from hexascope.domain.conversation import Conversation as Talk
from hexascope.domain.conversation import Turn
from hexascope.kit.visible import visible
from hexascope.kit.whole import plainly
from hexascope.server.schemas.examinations import Word
from hexascope.words import Language

ID_PATTERN = "^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$"


class QuestionAsked(BaseModel):
    """A question about a kept examination; without a conversation it begins one."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "examination": "01a1ff56-d95e-7da0-b37e-12cd9a8a8345",
                    "question": "Why not the database?",
                }
            ]
        },
    )

    examination: str = Field(pattern=ID_PATTERN, min_length=36)
    question: str = Field(min_length=1, max_length=LONGEST_QUESTION)
    conversation: str = Field(default="", pattern=ID_PATTERN)
    to: Word = Field(default="", description="A specialist; empty: whom it concerns.")
    model: Word = ""
    language: Language = Language.ENGLISH


class ConversationLine(BaseModel):
    """A conversation in a line."""

    id: str
    examination: str
    turns: int
    first_question: str
    time: str


class Conversation(BaseModel):
    """A whole conversation: each turn has the question, the replies, and the proof below them."""

    id: str
    examination: str
    turns: list[dict[str, Any]]


def line_shown(one: Talk) -> ConversationLine:
    """Show a conversation in a line."""
    first = one.turns[0] if one.turns else None
    return ConversationLine(
        id=one.id,
        examination=one.examination,
        turns=len(one.turns),
        first_question=visible(first.question) if first else "",
        time=first.time if first else "",
    )


def conversation_shown(one: Talk) -> Conversation:
    """Show all turns of a conversation."""
    turns = [turn_shown(turn) for turn in one.turns]
    return Conversation(id=one.id, examination=one.examination, turns=turns)


def turn_shown(turn: Turn) -> dict[str, Any]:
    """Show a question with its answers."""
    told: dict[str, Any] = plainly(turn)
    return told
