"""Examinations, as the API takes and shows them."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from hexascope.domain.errors import BadInput
from hexascope.domain.target import LONGEST_NAME, Target, TargetKind, wrong_with
from hexascope.domain.use import Resource
from hexascope.kit.visible import visible
from hexascope.services.handlers.asked import LONGEST_WINDOW_S, Asked
from hexascope.services.translating import Sentences
from hexascope.store.contract import Kept
from hexascope.words import Language

ID = "01a1ff56-d95e-7da0-b37e-12cd9a8a8345"

Word = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Severity = Literal["info", "low", "medium", "high", "critical"]


class TargetAsked(BaseModel):
    """What the examination is about: a unit, a process, a control group, a container, …"""

    model_config = ConfigDict(extra="forbid")

    kind: TargetKind
    name: str = Field(min_length=1, max_length=LONGEST_NAME)


class ExaminationAsked(BaseModel):
    """What an examination is asked for; what is left out is as the settings have it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"window_s": 5, "scope": ["cpu", "disk"]}, {"host": "web-1", "deep": True}]
        },
    )

    host: Word = Field(default="", description="Its id or name; empty: the server's own machine.")
    window_s: float | None = Field(default=None, gt=0, le=LONGEST_WINDOW_S, description="Seconds.")
    scope: list[Resource] = Field(default=[], max_length=len(Resource))
    target: TargetAsked | None = None
    deep: bool = Field(default=False, description="Probe the culprits for up to 3 s.")
    strict: bool | None = None
    model: Word = Field(default="", description="One of the settings', `rules`, or empty.")
    panel: Literal["", "full", "solo"] = ""
    language: Language = Language.ENGLISH


def asked_for(one: ExaminationAsked) -> Asked:
    """Read what was asked; BadInput for a senseless target."""
    target = None if one.target is None else Target(one.target.kind, one.target.name)
    wrong = "" if target is None else wrong_with(target.kind, target.name)
    if wrong:
        raise BadInput(f"target.name: {wrong}")
    return Asked(
        window_s=one.window_s,
        scope=tuple(dict.fromkeys(one.scope)),
        target=target,
        deep=one.deep,
        strict=one.strict,
        model=one.model,
        mode=one.panel,
        language=one.language,
    )


class Examination(BaseModel):
    """A kept examination in a line: its report has everything."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": ID,
                    "host": "0f3c5b7a9d1e2f40516273849a0b1c2d",
                    "host_name": "web-1",
                    "time": "2026-11-21T06:00:05.000Z",
                    "score": 80,
                    "findings": 1,
                    "worst": "high",
                    "headline": "Begin with worker: it made tasks wait 47% of the time.",
                    "size_bytes": 81234,
                }
            ]
        }
    )

    id: str
    host: str
    host_name: str
    time: str
    score: int | None = Field(description="0 to 100; null: too little could be measured.")
    findings: int
    worst: str
    headline: str
    size_bytes: int


class Begun(BaseModel):
    """Work that has begun: where it can be watched, and what will come of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "job": f"/api/v1/jobs/{ID}",
                    "id": ID,
                    "state": "waiting",
                    "result": f"/api/v1/examinations/{ID}",
                    "reason": "",
                }
            ]
        }
    )

    job: str
    id: str
    state: str
    result: str
    reason: str = ""


class Change(BaseModel):
    """One finding that came, went, or changed; the other severity is empty."""

    id: str
    check: str
    title: str
    before: str
    after: str


class Move(BaseModel):
    """One piece of evidence whose value moved by a fifth or more."""

    key: str
    before: float
    after: float
    unit: str


class Difference(BaseModel):
    """What differs between two examinations: each list has the gravest first."""

    hosts: tuple[str, str]
    times: tuple[str, str]
    scores: tuple[int | None, int | None]
    new: list[Change]
    gone: list[Change]
    worse: list[Change]
    better: list[Change]
    moved: list[Move]


def examination_shown(one: Kept, said: Sentences | None = None) -> Examination:
    """Show what is kept of an examination, with the headline of another language where one is."""
    headline = (said.headline if said else "") or one.headline
    return Examination(
        id=one.id,
        host=one.host_id,
        host_name=visible(one.host_name),
        time=one.time,
        score=one.score,
        findings=one.findings,
        worst=one.worst,
        headline=visible(headline),
        size_bytes=one.size_bytes,
    )
