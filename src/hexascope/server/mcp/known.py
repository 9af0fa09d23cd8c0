"""What the tools ask: of the folders of a command line, or of a server's parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from hexascope.domain.use import Resource, Severity
from hexascope.store.contract import Kept

Report = Mapping[str, Any]
"""A report as JSON, by the schema hexascope.report/1."""

LATEST = "latest"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamineAsked:
    """An examination that is wanted; None and empty leave it to the settings."""

    host: str = ""
    window_s: float | None = None
    scope: tuple[Resource, ...] = ()
    wait_s: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsAsked:
    """Which findings are wanted, of which host (name or id) and at least how severe."""

    host: str = ""
    examination: str = ""
    check: str = ""
    severity: Severity = Severity.LOW
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesAsked:
    """Which series are wanted; `start` and `end` in seconds since 1970, None: until now.

    `step` in seconds; None: one that suits.
    """

    match: str
    host: str = ""
    start: float
    end: float | None = None
    step: int | None = None
    aggregate: str = "avg"


class Known(Protocol):
    """Answers for one who asks; raises HexascopeErrors, and NotKnown for what he may not see."""

    async def examine(self, asked: ExamineAsked) -> Report:
        """Examine and give the report; or `{"examination": ID, "state": …}` where it lasts."""

    async def report(self, examination: str) -> Report:
        """Give a kept report by its id, or the `latest`."""

    async def kept(self, *, host: str, limit: int) -> Sequence[Mapping[str, Any]]:
        """List kept examinations, the newest first."""

    async def findings(self, asked: FindingsAsked) -> Sequence[Mapping[str, Any]]:
        """List findings, those of the newest examinations first."""

    async def series(self, asked: SeriesAsked) -> Mapping[str, Any]:
        """Give series: `lines`, each with its `points` as `[seconds since 1970, value]`."""

    def explain(self, name: str) -> str:
        """Explain a check, a family of evidence, a specialist or a remedy."""


def kept_told(kept: Kept) -> dict[str, Any]:
    """Tell of a kept examination in a line, the same from wherever it is kept."""
    return {
        "id": kept.id,
        "host": kept.host_name,
        "time": kept.time,
        "score": kept.score,
        "worst": kept.worst,
        "headline": kept.headline,
    }
