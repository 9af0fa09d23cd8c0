"""Series, as the API shows them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from hexascope.domain.series import Named, parted
from hexascope.kit.clock import rfc3339
from hexascope.services.series.asking import Told
from hexascope.services.series.largest import Ranking

Aggregate = Literal["avg", "min", "max", "sum", "count", "last", "rate", "p50", "p90", "p95", "p99"]
Combine = Literal["avg", "sum", "min", "max", "count"]
Ranked = Literal["avg", "max", "min", "sum", "count", "rate"]
Format = Literal["csv", "jsonl", "openmetrics"]


class Name(BaseModel):
    """A series that is kept; `first` and `last` say when it was told, to about an hour."""

    host: str
    host_name: str
    key: str = Field(examples=["disk.await{device=vda}"])
    family: str
    labels: dict[str, str]
    unit: str
    first: str
    last: str


class Line(BaseModel):
    """One line of an answer: points are [moment, value]; what is unknown has no point."""

    host: str
    host_name: str
    key: str
    labels: dict[str, str]
    unit: str
    points: list[tuple[str | float, float]]


class Hole(BaseModel):
    """A stretch that was kept and can't be read any more."""

    host: str
    start: str
    end: str


class Answer(BaseModel):
    """Series over a range; `resolution` tells the coarsest that was read: 0, 60 or 3600 s."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {
                            "host": "3f1c…",
                            "host_name": "web-1",
                            "key": "cpu.utilization",
                            "labels": {},
                            "unit": "ratio",
                            "points": [["2026-11-21T18:00:00.000Z", 0.25]],
                        }
                    ],
                    "step": 60,
                    "resolution": 60,
                    "damaged": [],
                }
            ]
        }
    )

    items: list[Line]
    step: int
    resolution: int
    damaged: list[Hole]


class Largest(BaseModel):
    """One of the largest: what its series came to over the range."""

    host: str
    host_name: str
    key: str
    value: float


class Top(BaseModel):
    """The largest in order; moments after `until` are in no summary yet."""

    items: list[Largest]
    until: str


def name_shown(one: Named, host_name: str, unit: str) -> Name:
    """Show a series."""
    family, labels = parted(one.key)
    return Name(
        host=one.host,
        host_name=host_name,
        key=one.key,
        family=family,
        labels=dict(labels),
        unit=unit,
        first=rfc3339(one.first),
        last=rfc3339(one.last),
    )


def answer_shown(told: Told, *, seconds: bool = False) -> dict[str, object]:
    """Show an answer, as `Answer` has it: a model of each of many points would take seconds.

    With `seconds` the moments of points are numbers: seconds since 1970.
    """
    return {
        "items": [
            {
                "host": line.host,
                "host_name": line.host_name,
                "key": line.key,
                "labels": dict(line.labels),
                "unit": line.unit,
                "points": line.points
                if seconds
                else [(rfc3339(time), value) for time, value in line.points],
            }
            for line in told.lines
        ],
        "step": told.step,
        "resolution": told.resolution,
        "damaged": [
            {"host": one.host, "start": rfc3339(one.start), "end": rfc3339(one.end)}
            for one in told.holes
        ],
    }


def top_shown(ranking: Ranking) -> Top:
    """Show a ranking."""
    return Top(
        items=[
            Largest(host=one.host, host_name=one.host_name, key=one.key, value=one.value)
            for one in ranking.items
        ],
        until=rfc3339(ranking.until),
    )
