"""Verdicts, as the API shows them."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Voice(BaseModel):
    """What one specialist says of an item: for it, or against it."""

    specialist: str
    advice: str
    because: list[str]
    severity: str
    confidence: int
    voice: str


class Item(BaseModel):
    """One thing that the panel spoke of, with those for it and the dissent beside them."""

    rank: int
    item: str
    title: str
    severity: str
    agreement: float | None
    contested: bool
    single: bool
    ruling: str
    disputed: str
    for_it: list[Voice]
    against_it: list[Voice]


class Verdict(BaseModel):
    """What the panel settled of one examination, the gravest first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "examination": "01a1ff56-d95e-7da0-b37e-12cd9a8a8345",
                    "host": "0f3c5b7a9d1e2f40516273849a0b1c2d",
                    "host_name": "web-1",
                    "time": "2026-11-21T06:00:05.000Z",
                    "headline": "Begin with worker.",
                    "summary": ["One thing harms."],
                    "next_steps": ["Lower its priority."],
                    "agreement": None,
                    "quality": "rules",
                    "confidence_cap": 95,
                    "digest": "d0d0",
                    "absent": {},
                    "items": [],
                    "recommendations": [],
                }
            ]
        }
    )

    examination: str
    host: str
    host_name: str
    time: str
    headline: str
    summary: list[str]
    next_steps: list[str]
    agreement: float | None
    quality: str
    confidence_cap: int
    digest: str
    absent: dict[str, str]
    items: list[Item]
    recommendations: list[dict[str, Any]]
