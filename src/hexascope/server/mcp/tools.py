"""The tools: what each takes, what it needs, and what it answers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hexascope.domain.access import Verb
from hexascope.domain.errors import BadInput
from hexascope.domain.use import Resource, Severity
from hexascope.server.mcp.bounded import told
from hexascope.server.mcp.known import (
    LATEST,
    ExamineAsked,
    FindingsAsked,
    Known,
    Report,
    SeriesAsked,
)

SUMMARY = (
    "id",
    "time",
    "host",
    "window",
    "health",
    "verdict",
    "findings",
    "recommendations",
    "absent",
)
"""The parts of a report that say what is wrong and what to do."""

PARTS = (
    *SUMMARY,
    "coverage",
    "evidence",
    "opinions",
    "unjudged",
    "timeline",
    "target",
    "probes",
    "panel",
    "remembered",
    "self_cost",
    "goals",
)

LONGEST_WINDOW_S = 60.0
LONGEST_WAIT_S = 100.0
SEVERITIES = tuple(one.word for one in Severity)


class _Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Examine(_Arguments):
    """Arguments of examine."""

    window_seconds: float | None = Field(
        default=None, ge=0, le=LONGEST_WINDOW_S, description="How long to look; 0: one glance."
    )
    scope: list[Literal[tuple(Resource)]] = Field(  # type: ignore[valid-type] # known at run time
        default_factory=list, max_length=len(Resource), description="Only these resources."
    )
    host: str = Field(
        default="", max_length=256, description="Name or id of a host; empty: this one."
    )


class GetReport(_Arguments):
    """Arguments of get_report."""

    examination: str = Field(default=LATEST, max_length=64, description="An id, or `latest`.")
    parts: list[Literal[PARTS]] = Field(  # type: ignore[valid-type] # as above
        default_factory=list,
        max_length=len(PARTS),
        description="Parts of the report; empty: what is wrong, and what to do.",
    )


class ListFindings(_Arguments):
    """Arguments of list_findings."""

    host: str = Field(default="", max_length=256, description="Name or id of a host.")
    examination: str = Field(default="", max_length=64, description="Only this one's.")
    check: str = Field(default="", max_length=100, description="Only what this check found.")
    severity: Literal[SEVERITIES] = Field(  # type: ignore[valid-type] # as above
        default="low", description="At least this severe."
    )
    limit: int = Field(default=50, ge=1, le=200)


class QuerySeries(_Arguments):
    """Arguments of query_series."""

    match: str = Field(
        max_length=512,
        description="family{label=value}; `*` is a glob.",
        examples=["cpu.utilization{cpu=all}", "disk.await{device=vd*}"],
    )
    host: str = Field(default="", max_length=256, description="Name or id of a host; empty: all.")
    hours: float = Field(default=1.0, gt=0, le=24 * 730, description="How far back from now.")
    step_seconds: int | None = Field(default=None, ge=1, le=86_400)
    aggregate: Literal["avg", "min", "max", "last"] = "avg"


class Explain(_Arguments):
    """Arguments of explain."""

    name: str = Field(
        max_length=200, description="A check, a family of evidence, a specialist or a remedy."
    )


Clock = Callable[[], float]
Answer = Callable[[Known, Any, Clock], Awaitable[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """One tool: the act and the kind of thing that it needs leave for, and its answer."""

    name: str
    says: str
    arguments: type[_Arguments]
    verb: Verb
    resource: str
    answer: Answer

    @property
    def schema(self) -> dict[str, Any]:
        """Give the schema of its arguments."""
        return self.arguments.model_json_schema()

    async def call(self, known: Known, arguments: Mapping[str, Any], now: Clock) -> str:
        """Answer; BadInput for arguments that can't be used."""
        try:
            read = self.arguments.model_validate(dict(arguments))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(one) for one in first["loc"])[:100]
            raise BadInput(f"{self.name}: {where}: {first['msg'][:200]}") from None
        return told(await self.answer(known, read, now))


async def _examine(known: Known, asked: Examine, _now: Clock) -> Mapping[str, Any]:
    report = await known.examine(
        ExamineAsked(
            host=asked.host,
            window_s=asked.window_seconds,
            scope=tuple(Resource(one) for one in asked.scope),
            wait_s=LONGEST_WAIT_S,
        )
    )
    return chosen(report, SUMMARY) if "findings" in report else report


async def _get_report(known: Known, asked: GetReport, _now: Clock) -> Mapping[str, Any]:
    return chosen(await known.report(asked.examination), asked.parts or SUMMARY)


async def _list_findings(known: Known, asked: ListFindings, _now: Clock) -> Mapping[str, Any]:
    severity = next(one for one in Severity if one.word == asked.severity)
    found = await known.findings(
        FindingsAsked(
            host=asked.host,
            examination=asked.examination,
            check=asked.check,
            severity=severity,
            limit=asked.limit,
        )
    )
    return {"findings": list(found)}


async def _query_series(known: Known, asked: QuerySeries, now: Clock) -> Mapping[str, Any]:
    end = now()
    return await known.series(
        SeriesAsked(
            match=asked.match,
            host=asked.host,
            start=end - asked.hours * 3600,
            end=end,
            step=asked.step_seconds,
            aggregate=asked.aggregate,
        )
    )


async def _explain(known: Known, asked: Explain, _now: Clock) -> Mapping[str, Any]:
    return {"explanation": known.explain(asked.name)}


def chosen(report: Report, parts: tuple[str, ...] | list[str]) -> dict[str, Any]:
    """Give parts of a report, in the order in which they are asked for."""
    return {name: report[name] for name in parts if report.get(name) is not None}


_ALL = (
    Tool(
        name="examine",
        says="Examine a Linux host by the USE method and say what is wrong, with proof. It reads"
        " only, takes as long as its window, and the report is kept.",
        arguments=Examine,
        verb=Verb.RUN,
        resource="examinations",
        answer=_examine,
    ),
    Tool(
        name="get_report",
        says="Give the report of a kept examination, or parts of it.",
        arguments=GetReport,
        verb=Verb.READ,
        resource="reports",
        answer=_get_report,
    ),
    Tool(
        name="list_findings",
        says="List what kept examinations found, the newest first.",
        arguments=ListFindings,
        verb=Verb.READ,
        resource="findings",
        answer=_list_findings,
    ),
    Tool(
        name="query_series",
        says="Give measured values over time, such as cpu.utilization{cpu=all}.",
        arguments=QuerySeries,
        verb=Verb.READ,
        resource="series",
        answer=_query_series,
    ),
    Tool(
        name="explain",
        says="Explain a check, a family of evidence, a specialist or a remedy: why it matters, its"
        " limits and their sources.",
        arguments=Explain,
        verb=Verb.READ,
        resource="checks",
        answer=_explain,
    ),
)

ALL: Mapping[str, Tool] = MappingProxyType({one.name: one for one in _ALL})
"""All tools by name."""
