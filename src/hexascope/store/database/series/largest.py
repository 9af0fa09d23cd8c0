"""Totals over many hosts from summaries alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func

from hexascope.domain.series import TICKS
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.series import series_sources, series_sums

MOST_TOTALS = 50_000
"""Totals that one question looks through where who asks may not see all hosts."""

TERMS: Mapping[str, Callable[[Any], Any]] = {
    "avg": lambda c: func.sum(c.total) / func.sum(c["count"]),
    "max": lambda c: func.max(c.most),
    "min": lambda c: func.min(c.least),
    "sum": lambda c: func.sum(c.total),
    "count": lambda c: func.sum(c["count"]),
    # of a counter, which grows as long as its boot lasts
    "growth": lambda c: func.sum(c.growth),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One series of a host over a range; `end` is until when it is known."""

    host: str
    number: int
    value: float
    end: float


async def largest(
    scope: Scope,
    numbers: Sequence[int],
    *,
    start: float,
    end: float,
    term: str,
    limit: int,
    smallest: bool = False,
) -> list[Total]:
    """Give the largest (or smallest) totals, in order, of the chunks that begin in a range.

    `numbers` are those of keys; `term` one of TERMS. Sources of a host count together.
    """
    sums, sources = series_sums.c, series_sources.c

    def work(connection: Connection) -> list[Total]:
        of_source = (
            scope.select(
                series_sums,
                sums.id,
                sums.source,
                func.min(sums.least).label("least"),
                func.max(sums.most).label("most"),
                func.sum(sums.total).label("total"),
                func.sum(sums["count"]).label("count"),
                (func.max(sums.most) - func.min(sums.least)).label("growth"),
                func.max(sums.start).label("at"),
            )
            .where(sums.id.in_(numbers), sums.start >= start, sums.start < end)
            .group_by(sums.id, sums.source)
            .subquery()
        )
        value = TERMS[term](of_source.c).label("value")
        until = func.max(of_source.c.at + sources.step * TICKS)
        found = (
            scope.select(series_sources, sources.host, of_source.c.id, value, until)
            .join(of_source, of_source.c.source == sources.id)
            .group_by(sources.host, of_source.c.id)
            .order_by(value if smallest else value.desc(), sources.host, of_source.c.id)
            .limit(limit)
        )
        return [
            Total(host=host, number=number, value=float(value), end=float(until))
            for host, number, value, until in connection.execute(found)
        ]

    return await scope.read(work)
