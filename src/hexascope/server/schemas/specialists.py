"""Specialists of the panel, as the API takes and shows them."""

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from hexascope.consult.own.contract import (
    LONGEST_MANDATE,
    LONGEST_SAY,
    MOST_CONDITIONS,
    MOST_RULES,
    MOST_WANTED,
)
from hexascope.domain.use import Aspect, Resource
from hexascope.server.schemas.conversations import ID_PATTERN
from hexascope.server.schemas.examinations import Severity

Name = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]{2,39}$")]
Key = Annotated[str, StringConstraints(min_length=1, max_length=500)]

SLOW_DISK: dict[str, Any] = {
    "name": "storage_keeper",
    "mandate": "Say which disks answer too slowly for a database.",
    "resources": ["disk"],
    "aspects": ["latency"],
    "evidence": ["disk.await"],
    "rules": [
        {
            "id": "slow_disk",
            "when": [{"evidence": "disk.await", "above": 0.02}],
            "say": "{device} should answer within {limit}, and takes {disk.await}.",
            "severity": "medium",
        }
    ],
}


class ConditionAsked(BaseModel):
    """What a piece of evidence must be: above, below, or a text."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    evidence: Key
    above: float | None = None
    below: float | None = None
    text: str | None = Field(default=None, alias="is", max_length=200)


class RuleAsked(BaseModel):
    """When all conditions hold, `say` is said; its {places} are filled from the evidence."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1, max_length=40)
    when: list[ConditionAsked] = Field(min_length=1, max_length=MOST_CONDITIONS)
    say: str = Field(min_length=1, max_length=LONGEST_SAY)
    severity: Severity = "medium"
    stance: Literal["agrees", "opposes"] = "agrees"
    confidence: int = Field(default=70, ge=1, le=100)
    about: str = Field(default="", max_length=80)


class SpecialistAsked(BaseModel):
    """A specialist of one's own: what it looks for, and rules that need no model. Never code."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [SLOW_DISK]})

    name: Name
    mandate: str = Field(min_length=1, max_length=LONGEST_MANDATE)
    resources: list[Resource] = Field(min_length=1, max_length=len(Resource))
    aspects: list[Aspect] = Field(min_length=1, max_length=len(Aspect))
    evidence: list[Key] = Field(default=[], max_length=MOST_WANTED)
    rules: list[RuleAsked] = Field(default=[], max_length=MOST_RULES)


class TryAsked(BaseModel):
    """A specialist to be tried on a kept examination: one that is kept, or one that is not yet."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"examination": "01a1ff56-d95e-7da0-b37e-12cd9a8a8345", "name": "storage_keeper"}
            ]
        },
    )

    examination: str = Field(pattern=ID_PATTERN, min_length=36)
    name: Name | None = None
    definition: SpecialistAsked | None = None


class Specialist(BaseModel):
    """One of the six, or one of the tenant's own with its definition."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "storage_keeper",
                    "own": True,
                    "mandate": "Say which disks answer too slowly for a database.",
                    "unfit": "",
                    "by": "ann",
                    "created": "2026-11-21T06:00:00.000Z",
                    "changed": "2026-11-21T06:00:00.000Z",
                    "definition": SLOW_DISK,
                }
            ]
        }
    )

    name: str
    own: bool
    mandate: str
    unfit: str = ""
    by: str = ""
    created: str = ""
    changed: str = ""
    definition: dict[str, Any] | None = None


class Tried(BaseModel):
    """What a specialist's rules say of an examination, with the evidence below it."""

    specialist: str
    absent: str
    sentences: list[dict[str, Any]]
    proofs: list[dict[str, Any]]


def words_of(asked: SpecialistAsked) -> str:
    """Write a definition as the text that is kept, which `consult.own` reads."""
    told = asked.model_dump(mode="json", by_alias=True, exclude_none=True)
    for rule in told["rules"]:
        if not rule["about"]:
            del rule["about"]
    return json.dumps(told)
