"""Insights, in requirement 001's fields."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from hexascope.server.schemas.examinations import Word

SAMPLE: dict[str, Any] = {
    "status": "success",
    "agents_participated": 6,
    "execution_time": "0.08s",
    "rounds": 1,
    "insights": [
        {
            "id": "aaaaaaaaaaaaaaaa",
            "title": "worker made tasks wait 47% of the time",
            "description": "",
            "recommendation": "Lower the load.",
            "severity": "high",
            "component": "cpu",
            "agents": ["performance_analyst"],
            "advice": ["Lower its priority."],
            "agreement": None,
            "evidence": ["pressure.some_share{resource=cpu}"],
            "confidence": 90,
            "quality": "rules",
            "agents_participated": 6,
        }
    ],
    "collaboration_summary": "Begin with worker.",
    "examination": "01a1ff56-d95e-7da0-b37e-12cd9a8a8345",
    "host": "web-1",
    "time": "2026-11-21T06:00:05.000Z",
}


class Insight(BaseModel):
    """One finding with what the specialists say of it."""

    id: str
    title: str
    description: str
    recommendation: str
    severity: str
    component: str
    agents: list[str]
    advice: list[str]
    agreement: float | None
    evidence: list[str]
    confidence: int
    quality: str
    agents_participated: int


class Insights(BaseModel):
    """What the panel made of the newest examination, and of which one that is."""

    model_config = ConfigDict(json_schema_extra={"examples": [SAMPLE]})

    status: Literal["success"]
    agents_participated: int
    execution_time: str
    rounds: int
    insights: list[Insight]
    collaboration_summary: str
    examination: str
    host: str
    time: str


class NoInsights(BaseModel):
    """Why there are none."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"status": "error", "error": "no examination is kept yet", "insights": []}]
        }
    )

    status: Literal["error"]
    error: str
    insights: list[Insight] = Field(max_length=0)


class RefreshAsked(BaseModel):
    """Which host is to be examined anew."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"host": "web-1"}]})

    host: Word = ""
