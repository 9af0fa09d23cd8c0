"""Series as doors see them: batches in, and what layouts mean."""

from collections.abc import Awaitable, Callable, Mapping

from hexascope.domain.errors import NotKnown
from hexascope.domain.series import Batch, Kept
from hexascope.services.series.appender import Appender, MostOf
from hexascope.store.database.scope import Store
from hexascope.store.database.series.forgetting import Keep
from hexascope.store.database.series.host_names import Attributes, attributes_of_hosts
from hexascope.store.database.series.layouts import Layouts

KeepOf = Callable[[str], Awaitable[Keep]]
"""Gives for how long a tenant keeps its series."""

HOSTS_S = 2.0
"""How long the names and labels of hosts are believed."""

MOST_TENANTS = 1_000
"""Tenants whose hosts are remembered."""


class Series:
    """The series of all tenants in one process."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], float],
        *,
        most_series: int,
        keep_of: KeepOf,
        most_of: MostOf | None = None,
    ) -> None:
        self.store = store
        self.clock = clock
        self.keep_of = keep_of
        self._hosts: dict[str, tuple[float, Mapping[str, Attributes]]] = {}
        self.layouts = Layouts()
        self.appender = Appender(store, clock, most_series, most_of)

    async def keep(self, tenant: str, batch: Batch) -> Kept:
        """Keep a batch once, however often it comes; it is durable when this returns.

        Raises as Appender.append.
        """
        kept = await self.appender.append(tenant, batch)
        self.layouts.add(tenant, batch.layout, batch.keys)
        return kept

    async def keys_of(self, tenant: str, layout: str) -> tuple[str, ...]:
        """Give the keys of a layout; NotKnown."""
        known = self.layouts.get(tenant, layout)
        if known is None:
            found = await self.layouts.found(self.store.of(tenant), (layout,))
            known = found.get(layout)
        if known is None:
            raise NotKnown(f"layout {layout} is not known: send the keys once more")
        return known

    async def hosts(self, tenant: str) -> Mapping[str, Attributes]:
        """Give what hosts of a tenant are chosen by, by id; seconds old at most."""
        now = self.clock()
        until, known = self._hosts.get(tenant, (0.0, {}))
        if not now < until <= now + HOSTS_S:
            known = await attributes_of_hosts(self.store.of(tenant))
            if len(self._hosts) >= MOST_TENANTS:
                self._hosts.clear()
            self._hosts[tenant] = (now + HOSTS_S, known)
        return known
