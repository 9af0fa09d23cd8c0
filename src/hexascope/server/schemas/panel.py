"""Panels by models, as the API shows them."""

from typing import Any

from pydantic import BaseModel

from hexascope.server.schemas.examinations import Examination


class Outcomes(BaseModel):
    """What came of the calls of one panel: how many answered, failed (by kind), were struck."""

    calls: int
    answered: int
    from_cache: int
    failed: dict[str, int]
    struck: int
    questions: int
    votes: int
    errands: int
    programs: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    dollars: float | None


class Session(BaseModel):
    """One panel: who was asked, what came back, what it took. The words sent are not shown here."""

    examination: Examination
    mode: str
    seconds: float
    schema_name: str
    outcomes: Outcomes
    sent_bytes: int
    calls: list[dict[str, Any]]
    late: list[str]
    events: int


class Event(BaseModel):
    """One thing that happened, seconds after the panel began."""

    at_s: float
    kind: str
    who: str
    whom: str
    item: str
    words: str
    reason: str
    evidence: list[str]
    facts: dict[str, Any]
