"""The largest of many hosts, found by summaries alone: no chunk is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hexascope.domain.errors import BadInput
from hexascope.services.series.asking import MOST_SERIES, May, chosen
from hexascope.services.series.series import Series
from hexascope.store.database.series.appending import GRAIN_S
from hexascope.store.database.series.forgetting import SUMS_S
from hexascope.store.database.series.largest import MOST_TOTALS, Total, largest
from hexascope.store.database.series.names import Match, keys_that_fit

MOST = 100
"""Series of one answer."""

TERMS = ("avg", "max", "min", "sum", "count", "rate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One of the largest: its host, its key, and what it came to."""

    host: str
    host_name: str
    key: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The largest in order; `until` is when the newest summary ends: what is newer is not in it."""

    items: Sequence[Ranked]
    until: float


async def top(
    series: Series,
    tenant: str,
    match: Match,
    *,
    start: float,
    end: float,
    host: str,
    aggregate: str,
    limit: int,
    smallest: bool,
    may: May,
) -> Ranking:
    """Rank series over the chunks that begin in a range, of the last two days; BadInput."""
    if aggregate not in TERMS:
        raise BadInput(f"aggregate: there are {', '.join(TERMS)}")
    if not start < end:
        raise BadInput("from must be before to")
    if not 1 <= limit <= MOST:
        raise BadInput(f"limit: 1 to {MOST}")
    if start < series.clock() - SUMS_S:
        raise BadInput(f"from: summaries are kept for {SUMS_S / 3600:.0f} hours; ask for series")
    hosts = await chosen(series, tenant, host, may)
    keys = await keys_that_fit(
        series.store.of(tenant), match, since=start - GRAIN_S, limit=MOST_SERIES
    )
    everywhere = len(hosts) == len(await series.hosts(tenant))
    found = await largest(
        series.store.of(tenant),
        list(keys),
        start=start,
        end=end,
        term="growth" if aggregate == "rate" else aggregate,
        limit=limit if everywhere else MOST_TOTALS,
        smallest=smallest,
    )
    seen = [one for one in found if one.host in hosts][:limit]
    until = max((one.end for one in seen), default=start)
    return Ranking(items=_ranked(seen, keys, hosts, aggregate, start), until=until)


def _ranked(
    seen: Sequence[Total],
    keys: Mapping[int, str],
    hosts: Mapping[str, Mapping[str, str]],
    aggregate: str,
    start: float,
) -> Sequence[Ranked]:
    return [
        Ranked(
            host=one.host,
            host_name=hosts[one.host]["host"],
            key=keys[one.number],
            value=one.value / (one.end - start) if aggregate == "rate" else one.value,
        )
        for one in seen
    ]
