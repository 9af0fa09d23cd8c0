"""Jobs, as the API shows them."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from hexascope.domain.job import Job, JobState
from hexascope.kit.clock import rfc3339
from hexascope.store.database.work.jobs import JobLine
from hexascope.words import Language, translate

EXAMPLE: dict[str, Any] = {
    "id": "0198c0de-7a11-7000-8000-000000000001",
    "kind": "examine",
    "state": "running",
    "priority": 0,
    "by": "ann",
    "host": "4c4c4544004b4b108051b9c04f4d3633",
    "schedule": "",
    "created": "2026-11-21T06:20:00.000Z",
    "due": None,
    "started": "2026-11-21T06:20:00.004Z",
    "ended": None,
    "attempts": 1,
    "most_attempts": 5,
    "worker": "web-1:4711:9f00aa",
    "cancelling": False,
    "progress": 0.4,
    "step": "looking at the disks",
    "reason": "",
}


class JobShown(BaseModel):
    """Work that lasts. `attempts` counts tries; a `failed` one is a dead letter, with a reason.

    Times are RFC 3339 in UTC, null where not yet; `progress` is 0 to 1.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    id: str
    kind: str
    state: JobState
    priority: int = Field(description="-9 to 9: what is higher begins first.")
    by: str
    host: str = Field(description="The id of the host that it works on; empty: of none.")
    schedule: str = Field(description="The id of the schedule that made it; empty: none.")
    created: str
    due: str | None = Field(description="It does not begin before; null: at once.")
    started: str | None
    ended: str | None
    attempts: int
    most_attempts: int
    worker: str
    cancelling: bool = Field(description="It runs, and has been told to end.")
    progress: float
    step: str
    reason: str = Field(description="Why it failed, was cancelled, or is tried again.")


class JobWhole(JobShown):
    """One job with what it was given, and what came of it."""

    payload: dict[str, Any]
    result: dict[str, Any] | None


class LineShown(BaseModel):
    """A line that a job told; `number` rises from 1."""

    number: int
    time: str
    line: str


def job_shown(job: Job, language: Language = Language.ENGLISH) -> JobShown:
    """Show a job of a list, its step in a language."""
    return JobShown.model_validate(_fields(job, language))


def job_whole(job: Job, language: Language = Language.ENGLISH) -> JobWhole:
    """Show a job with everything, its step in a language."""
    return JobWhole.model_validate(
        {**_fields(job, language), "payload": dict(job.payload), "result": job.result}
    )


def line_shown(line: JobLine) -> LineShown:
    """Show a line."""
    return LineShown(number=line.number, time=rfc3339(line.time), line=line.line)


def time_shown(seconds: float) -> str | None:
    """Show a time that may not be yet."""
    return rfc3339(seconds) if seconds else None


def _fields(job: Job, language: Language) -> dict[str, Any]:
    plain = {name: getattr(job, name) for name in JobShown.model_fields}
    times = {name: time_shown(plain[name]) for name in ("created", "due", "started", "ended")}
    return {**plain, **times, "step": translate(job.step, language)}
