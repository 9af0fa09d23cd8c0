"""What holds for one tenant: its limits, and its settings over those of the server."""

import math
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from hexascope.bootstrap.panel import refuse_wrong_panel
from hexascope.bootstrap.parts import checks, refuse_unknown_plugins
from hexascope.bootstrap.serving.parts import Parts
from hexascope.domain.errors import BadSettings, NotKnown
from hexascope.domain.limits import in_force
from hexascope.settings.read import Known, nearest, over
from hexascope.store.database.scope import Store
from hexascope.store.database.tables.hosts import tenants
from hexascope.store.database.tenant_settings import TenantSettings
from hexascope.store.database.tenants import FIRST, Tenants

OWN = (
    "checks.*",
    "examine.fail_on",
    "examine.language",
    "examine.strict",
    "goals.*",
    "panel.cache_seconds",
    "panel.day_dollars",
    "panel.day_tokens",
    "panel.hide",
    "panel.max_rounds",
    "panel.mode",
    "panel.models",
    "panel.panel_seconds",
    "panel.patience_seconds",
    "panel.probes",
    "panel.run_dollars",
    "panel.run_tokens",
    "panel.settle_early",
    "prices.*",
    "server.keep_days",
    "server.keep_hours_days",
    "server.keep_minutes_days",
    "token_prices.*",
)
"""Settings that a tenant may set for itself. Those that name files, addresses or programs of the
server's machine are the instance's alone: through them one tenant would reach what is not its own.
"""

MOST_SET = 500
"""Settings that one tenant may set."""

_BOUNDED = {
    "panel.day_tokens": "day_tokens",
    "panel.day_dollars": "day_dollars",
    "server.keep_days": "keep_days",
    "server.keep_minutes_days": "keep_days",
    "server.keep_hours_days": "keep_days",
}
"""Settings that no tenant can raise over its limits."""


async def limits_of(parts: Parts, tenant: str) -> Mapping[str, float]:
    """Give each limit of a tenant by its name (domain/limits.py), seconds old at most."""
    now = parts.clock()
    found = parts.seen_limits.now(tenant, now)
    if found is None:
        found = in_force(await _own_limits(parts, tenant), _usual(parts.known))
        parts.seen_limits.keep(tenant, found, now)
    return found


async def known_for(parts: Parts, tenant: str) -> Known:
    """Give the settings in force for a tenant: its own over the server's, within its limits."""
    scope = parts.store.of(tenant)
    said = await TenantSettings(scope).now()
    limits = in_force(await _own_limits(parts, tenant), _usual(parts.known))
    return within(over(parts.known, said.values, f"tenant {tenant}"), limits)


def within(known: Known, limits: Mapping[str, float]) -> Known:
    """Lower what is over a tenant's limits."""
    lowered: dict[str, Any] = {}
    for name, limit in _BOUNDED.items():
        value = known.origins[name].value
        if isinstance(value, int | float) and value > limits[limit]:
            lowered[name] = type(value)(limits[limit])
    return over(known, lowered, "limit of the tenant") if lowered else known


def checked_for_tenant(
    known: Known, values: Mapping[str, object], limits: Mapping[str, float]
) -> None:
    """Refuse values that a tenant may not set, as a settings file with them would be: BadSettings.

    `known` are the server's settings.
    """
    if len(values) > MOST_SET:
        raise BadSettings(f"{len(values)} settings: a tenant sets {MOST_SET} at most")
    for name, value in values.items():
        if not may_set(name):
            raise BadSettings(_refusal(known, name))
        _refuse_odd_number(name, value)
        if name in _BOUNDED and float(str(value)) > limits[_BOUNDED[name]]:
            raise BadSettings(
                f"{name} {value}: this tenant's limit is {limits[_BOUNDED[name]]:g}; the"
                " administrator of the instance may raise it"
            )
    made = over(known, values, "settings of the tenant")
    refuse_unknown_plugins(made)
    checks(made)
    refuse_wrong_panel(made)


def may_set(name: str) -> bool:
    """Tell whether a tenant may set this for itself."""
    return any(fnmatchcase(name, pattern) for pattern in OWN)


async def first_tenant(store: Store, now: float) -> None:
    """Keep the tenant that every instance has, if it is not there."""
    everywhere = store.everywhere()
    row = {"id": FIRST, "name": FIRST, "created": now, "limits": {}}
    await everywhere.write(lambda connection: everywhere.insert_new(connection, tenants, row))


async def _own_limits(parts: Parts, tenant: str) -> Mapping[str, float]:
    try:
        return (await Tenants(parts.store.everywhere()).one(tenant)).limits
    except NotKnown:
        return {}


def _usual(known: Known) -> Mapping[str, float]:
    said = known.settings
    return {
        "requests_per_minute": said.server.requests_per_minute,
        "series_per_host": said.server.series_per_host,
        "day_tokens": said.panel.day_tokens,
        "day_dollars": said.panel.day_dollars,
        "keep_days": max(
            said.server.keep_days, said.server.keep_minutes_days, said.server.keep_hours_days
        ),
    }


def _refusal(known: Known, name: str) -> str:
    if name in known.origins:
        return f"{name} is the instance's: it is set in its files, not by a tenant"
    offered = [one for one in known.origins if may_set(one)]
    return f"{name[:80]!r} is no setting{nearest(name, offered)}"


def _refuse_odd_number(name: str, value: object) -> None:
    odd = isinstance(value, float) and not math.isfinite(value)
    if odd or (isinstance(value, int | float) and value < 0):
        raise BadSettings(f"{name} {value}: it must be a number from 0 on")
