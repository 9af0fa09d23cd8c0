"""Lists of keys by their names, remembered: they never change."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from hexascope.store.database.scope import Scope
from hexascope.store.database.series.appending import unpacked_keys
from hexascope.store.database.tables.series import series_layouts

MOST_REMEMBERED = 4_000
"""Layouts that a process remembers: most hosts of a kind share one, 300 keys take 30 KiB."""


class Layouts:
    """What layouts a process has read."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], tuple[str, ...]] = OrderedDict()

    def get(self, tenant: str, layout: str) -> tuple[str, ...] | None:
        """Give the keys of a layout that is remembered."""
        return self._known.get((tenant, layout))

    def add(self, tenant: str, layout: str, keys: tuple[str, ...]) -> None:
        """Remember one."""
        self._known[tenant, layout] = keys
        while len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)

    def of(
        self, scope: Scope, connection: Connection, wanted: Iterable[str]
    ) -> Mapping[str, tuple[str, ...]]:
        """Give the keys of layouts by their names: a part of a unit of work."""
        found = {one: self.get(scope.tenant, one) for one in set(wanted)}
        unknown = [one for one, keys in found.items() if keys is None]
        for at in range(0, len(unknown), 500):
            rows = connection.execute(
                scope.select(series_layouts, series_layouts.c.id, series_layouts.c.packed).where(
                    series_layouts.c.id.in_(unknown[at : at + 500])
                )
            )
            for layout, packed in rows:
                keys = unpacked_keys(packed)
                found[layout] = keys
                self.add(scope.tenant, layout, keys)
        return {one: keys for one, keys in found.items() if keys is not None}

    async def found(self, scope: Scope, wanted: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Give the keys of layouts by their names."""
        names = tuple(wanted)
        return await scope.read(lambda connection: self.of(scope, connection, names))
