"""Series as doors see them: batches in, and what layouts mean."""

from collections.abc import Callable

from hexascope.domain.errors import NotKnown
from hexascope.domain.series import Batch, Kept
from hexascope.services.series.appender import Appender
from hexascope.store.database.scope import Store
from hexascope.store.database.series.layouts import Layouts


class Series:
    """The series of all tenants in one process."""

    def __init__(self, store: Store, clock: Callable[[], float], most_series: int) -> None:
        self.store = store
        self.clock = clock
        self.layouts = Layouts()
        self.appender = Appender(store, clock, most_series)

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
