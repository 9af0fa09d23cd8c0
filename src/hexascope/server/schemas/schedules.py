"""Schedules, as the API takes and shows them."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from hexascope.server.schemas.examinations import ExaminationAsked
from hexascope.server.schemas.jobs import time_shown
from hexascope.store.database.work.schedules import Schedule

Name = Annotated[str, Field(min_length=1, max_length=200)]
Cron = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        description="Minute, hour, day, month, weekday: `30 4 * * 1-5`; or `@hourly`, `@daily`.",
    ),
]
Zone = Annotated[str, Field(max_length=64, description="Such as `Europe/Lisbon`.")]
Priority = Annotated[int, Field(ge=-9, le=9, description="What is higher begins first.")]
EXAMPLE: dict[str, Any] = {
    "name": "each night",
    "cron": "30 4 * * *",
    "zone": "UTC",
    "examine": {"window_s": 10},
}


class ScheduleAsked(BaseModel):
    """A schedule that is to be kept: when, and which examination."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    name: Name
    cron: Cron
    zone: Zone = "UTC"
    examine: ExaminationAsked = ExaminationAsked()
    priority: Priority = 0
    enabled: bool = True


class ScheduleChange(BaseModel):
    """What of a schedule is to be changed; what is left out stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"enabled": False}]})

    name: Name | None = None
    cron: Cron | None = None
    zone: Zone | None = None
    examine: ExaminationAsked | None = None
    priority: Priority | None = None
    enabled: bool | None = None


class ScheduleShown(BaseModel):
    """A schedule. `next` and `last` are RFC 3339 in UTC, null for none; `missed` counts firings.

    Missed are those that nobody was there to see; the newest of them is made up for.
    """

    id: str
    name: str
    cron: str
    zone: str
    kind: str
    payload: dict[str, Any]
    host: str
    priority: int
    by: str
    enabled: bool
    created: str | None
    next: str | None
    last: str | None
    missed: int


def schedule_shown(one: Schedule) -> ScheduleShown:
    """Show a schedule."""
    plain = {name: getattr(one, name) for name in ScheduleShown.model_fields}
    times = {name: time_shown(plain[name]) for name in ("created", "next", "last")}
    following = times["next"] if one.enabled else None
    return ScheduleShown.model_validate(
        {**plain, **times, "next": following, "payload": dict(one.payload)}
    )
