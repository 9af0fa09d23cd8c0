"""The series of a server, and what keeps house among them."""

import asyncio
from dataclasses import replace
from functools import partial

from hexascope.bootstrap.serving.parts import Parts
from hexascope.bootstrap.serving.tenancy import known_for, limits_of
from hexascope.domain.errors import CannotReach, StoreAway, StoreFull
from hexascope.services.series.series import Series
from hexascope.services.series.upkeep import ROUND_S, Upkeep
from hexascope.store.database.series.forgetting import Keep

RETRY_S = 5.0
"""Pause before another round where the database was away or full."""


def with_series(parts: Parts) -> Parts:
    """Add the series of all tenants to a server's parts."""
    made = Series(
        parts.store,
        parts.clock,
        most_series=parts.known.settings.server.series_per_host,
        keep_of=partial(keep_of, parts),
        most_of=partial(most_of, parts),
    )
    return replace(parts, measuring=made)


async def keep_of(parts: Parts, tenant: str) -> Keep:
    """Give for how long a tenant keeps its series: as its settings say, within its limits."""
    said = (await known_for(parts, tenant)).settings.server
    return Keep(
        days=said.keep_days,
        minutes_days=said.keep_minutes_days,
        hours_days=said.keep_hours_days,
    )


async def most_of(parts: Parts, tenant: str) -> int:
    """Give the series that one host of a tenant may send."""
    return int((await limits_of(parts, tenant))["series_per_host"])


async def run_upkeep(parts: Parts) -> None:
    """Keep house until it is cancelled."""
    upkeep = Upkeep(series=parts.series)
    while True:
        try:
            await upkeep.round()
            await asyncio.sleep(ROUND_S)
        except (StoreAway, StoreFull, CannotReach):
            await asyncio.sleep(RETRY_S)
