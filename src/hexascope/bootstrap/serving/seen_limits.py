"""Limits of tenants as they were a moment ago: each request asks for them."""

from collections.abc import Mapping

REMEMBERED_S = 5.0
"""How long a tenant's limits are held to be what they were."""

MOST_REMEMBERED = 1000
"""Tenants whose limits are remembered; of more, the oldest are read anew."""


class SeenLimits:
    """Limits by tenant, and when they were read."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[float, Mapping[str, float]]] = {}

    def now(self, tenant: str, now: float) -> Mapping[str, float] | None:
        """Give the limits of a tenant, None where they are to be read."""
        at, found = self._seen.get(tenant, (0.0, None))
        return found if 0 <= now - at < REMEMBERED_S else None

    def keep(self, tenant: str, limits: Mapping[str, float], now: float) -> None:
        """Remember what was read."""
        self._seen.pop(tenant, None)
        self._seen[tenant] = (now, limits)
        while len(self._seen) > MOST_REMEMBERED:
            self._seen.pop(next(iter(self._seen)))

    def forget(self, tenant: str) -> None:
        """Have those of a tenant read anew."""
        self._seen.pop(tenant, None)
