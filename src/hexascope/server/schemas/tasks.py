"""Tasks in words, as the API takes and shows them."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from hexascope.consult.own.contract import MOST_SPECIALISTS
from hexascope.kit.clock import rfc3339
from hexascope.kit.visible import visible
from hexascope.server.schemas.conversations import ID_PATTERN
from hexascope.server.schemas.examinations import Word
from hexascope.server.schemas.specialists import Name, SpecialistAsked
from hexascope.services.handlers.asked import LONGEST_WINDOW_S
from hexascope.services.tasks.contract import LONGEST_WORDS, MOST_NAMED
from hexascope.store.database.content.tasks import KeptTask
from hexascope.words import Language

SAMPLE: dict[str, Any] = {
    "id": "01a1ff56-d95e-7da0-b37e-12cd9a8a8345",
    "state": "executing",
    "words": "Why is the disk slow?",
    "by": "ann",
    "created": "2026-11-21T06:00:00.000Z",
    "changed": "2026-11-21T06:00:02.000Z",
    "examination": "",
    "reason": "",
}


class TaskAsked(BaseModel):
    """A task or a question in words, and who is to be asked; the rest is put together for it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"words": "Why is the disk slow?"},
                {"words": "Is this host too large?", "specialists": ["cost_optimizer"]},
            ]
        },
    )

    words: str = Field(min_length=1, max_length=LONGEST_WORDS)
    host: Word = ""
    examination: str = Field(default="", pattern=ID_PATTERN, description="A kept one to be used.")
    specialists: list[Name] = Field(default=[], max_length=MOST_NAMED)
    definitions: list[SpecialistAsked] = Field(
        default=[], max_length=MOST_SPECIALISTS, description="Specialists for this task alone."
    )
    window_s: float | None = Field(default=None, gt=0, le=LONGEST_WINDOW_S)
    deep: bool = False
    model: Word = ""
    language: Language = Language.ENGLISH


class TaskLine(BaseModel):
    """A task in a line: idle, building, executing, done, failed or cancelled."""

    model_config = ConfigDict(json_schema_extra={"examples": [SAMPLE]})

    id: str
    state: str
    words: str
    by: str
    created: str
    changed: str
    examination: str
    reason: str


class LogLine(BaseModel):
    """One line of what happened."""

    time: str
    line: str


class Task(TaskLine):
    """A task with what was put together for it, its log, and its answer with the proof below it."""

    plan: dict[str, Any] | None
    answer: dict[str, Any] | None
    log: list[LogLine]


def line_shown(one: KeptTask) -> TaskLine:
    """Show a task in a line."""
    return TaskLine(**_line(one, one.state, one.reason))


def task_shown(one: KeptTask, state: str, reason: str) -> Task:
    """Show a whole task in the state that its job gives it."""
    return Task(
        **_line(one, state, reason),
        plan=None if one.plan is None else dict(one.plan),
        answer=None if one.answer is None else dict(one.answer),
        log=[LogLine(time=rfc3339(at), line=visible(line)) for at, line in one.log],
    )


def _line(one: KeptTask, state: str, reason: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "state": state,
        "words": visible(str(one.asked.get("words", "")), lines=True),
        "by": visible(one.by),
        "created": rfc3339(one.created),
        "changed": rfc3339(one.changed),
        "examination": one.examination,
        "reason": visible(reason),
    }
