"""Taking batches in: a row for each, in one transaction for many."""

import zlib
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func

from hexascope.domain.errors import HexascopeError, TooMuch
from hexascope.domain.series import Batch, Kept, number_of, parted
from hexascope.store.database.scope import Scope
from hexascope.store.database.series.codec import plain
from hexascope.store.database.tables.hosts import hosts
from hexascope.store.database.tables.series import (
    series_layouts,
    series_names,
    series_open,
    series_restamped,
    series_sources,
)
from hexascope.store.database.tenants import limit_in

FUTURE_S = 300.0
"""How far a sender's clock may be ahead; beyond, its moments are stamped with ours."""

GRAIN_S = 3600.0
"""How exactly it is known when something was seen last; as long a registration is remembered."""

ACTIVE_S = 86_400.0
"""A series that was not told for a day doesn't count among those that a host may have."""

MOST_REMEMBERED = 50_000
"""Registrations that a process remembers."""

Outcome = Kept | HexascopeError


class Registered:
    """What a process knows to be in the store already: sources with the layouts they use."""

    def __init__(self) -> None:
        self._until: OrderedDict[tuple[str, int, str], float] = OrderedDict()

    def has(self, tenant: str, batch: Batch, now: float) -> bool:
        """Tell whether a batch needs no registration."""
        return self._until.get((tenant, batch.source.number, batch.layout), 0.0) > now

    def add(self, tenant: str, batch: Batch, now: float) -> None:
        """Remember one that is kept."""
        self._until[tenant, batch.source.number, batch.layout] = now + GRAIN_S
        while len(self._until) > MOST_REMEMBERED:
            self._until.popitem(last=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appending:
    """How batches of one tenant are kept."""

    scope: Scope
    registered: Registered
    most_series: int

    async def append(self, batches: Sequence[Batch], now: float) -> list[Outcome]:
        """Keep batches in one transaction; each is kept once however often it comes.

        Gives what became of each, or why it was refused; StoreFull, StoreAway concern all of them.
        """
        outcomes = await self.scope.write(lambda connection: self._work(connection, batches, now))
        for batch, outcome in zip(batches, outcomes, strict=True):
            if isinstance(outcome, Kept):
                self.registered.add(self.scope.tenant, batch, now)
        return outcomes

    def _work(self, connection: Connection, batches: Sequence[Batch], now: float) -> list[Outcome]:
        outcomes: list[Outcome] = []
        rows: list[dict[str, object]] = []
        done: set[tuple[int, str]] = set()
        for batch in batches:
            mark = (batch.source.number, batch.layout)
            if mark not in done and not self.registered.has(self.scope.tenant, batch, now):
                refused = self._register(connection, batch, now)
                if refused is not None:
                    outcomes.append(refused)
                    continue
                done.add(mark)
            kept, stamped = batch, Kept(moments=len(batch.times))
            if batch.times[-1] > now + FUTURE_S:
                kept, stamped = self._stamped(connection, batch, now)
            rows.extend(rows_of(kept))
            outcomes.append(stamped)
        self.scope.upsert(connection, series_open, rows, keep=("layout", "times", "data"))
        return outcomes

    def _stamped(self, connection: Connection, batch: Batch, now: float) -> tuple[Batch, Kept]:
        """Move a batch from the future to our time: to the same one if it comes again."""
        sent = batch.times[-1]
        row = {"source": batch.source.number, "seq": batch.seq, "sent": sent, "stamped": now}
        self.scope.insert_new(connection, series_restamped, row)
        stamped: float = connection.execute(
            self.scope.select(series_restamped, series_restamped.c.stamped).where(
                series_restamped.c.source == batch.source.number,
                series_restamped.c.seq == batch.seq,
            )
        ).scalar_one()
        times = array("d", (time - sent + stamped for time in batch.times))
        return replace(batch, times=times), Kept(moments=len(times), sent=sent, stamped=stamped)

    def _register(self, connection: Connection, batch: Batch, now: float) -> HexascopeError | None:
        """Keep who sends which series, unless they become too many."""
        source = batch.source
        refused = self._too_many(connection, batch, now)
        if refused is not None:
            return refused
        name = batch.host_name or source.host
        host = {"id": source.host, "name": name, "facts": {"id": source.host, "name": name}}
        new = {**host, "labels": {}, "first_seen": now, "last_seen": now}
        self.scope.insert_new(connection, hosts, new)
        seen = {"id": source.number, "host": source.host, "boot": source.boot}
        row = {**seen, "stream": source.stream, "step": source.step, "seen": now}
        self.scope.upsert(connection, series_sources, [row])
        layout = {"id": batch.layout, "packed": packed_keys(batch.keys), "seen": now}
        self.scope.upsert(connection, series_layouts, [layout])
        names = [
            {
                "host": source.host,
                "id": number_of(key),
                "family": parted(key)[0],
                "key": key,
                "first": now,
                "last": now,
            }
            for key in sorted(batch.keys)
        ]
        self.scope.upsert(connection, series_names, names, keep=("first",))
        return None

    def _too_many(self, connection: Connection, batch: Batch, now: float) -> HexascopeError | None:
        self.scope.alone(connection, "series", batch.source.host)
        there = set(
            connection.execute(
                self.scope.select(series_names, series_names.c.id).where(
                    series_names.c.host == batch.source.host,
                    series_names.c.last > now - ACTIVE_S,
                )
            ).scalars()
        )
        wanted = len(there.union(map(number_of, batch.keys)))
        if wanted > self.most_series:
            return TooMuch(
                f"host {batch.source.host:.64} would have {wanted} series, and may have"
                f" {self.most_series}: send fewer, or raise server.series_per_host"
            )
        return self._too_many_hosts(connection, batch.source.host)

    def _too_many_hosts(self, connection: Connection, host: str) -> HexascopeError | None:
        known = self.scope.select(hosts, hosts.c.id).where(hosts.c.id == host)
        if connection.execute(known).first() is not None:
            return None
        count = connection.execute(self.scope.select(hosts, func.count())).scalar_one()
        most = limit_in(connection, self.scope, "hosts")
        if count < most:
            return None
        return TooMuch(
            f"{count} hosts are known, and this tenant may have {most:.0f}: remove some, or have"
            " the administrator of the instance raise the limit"
        )


def rows_of(batch: Batch) -> list[dict[str, object]]:
    """Give the rows of a batch: one for each chunk that its moments belong to."""
    source = batch.source
    starts = [source.start_of(time) for time in batch.times]
    rows = []
    width = 8 * len(batch.keys)
    begin = 0
    for at in range(1, len(starts) + 1):
        if at < len(starts) and starts[at] == starts[begin]:
            continue
        rows.append(
            {
                "source": source.number,
                "start": starts[begin],
                "seq": batch.seq,
                "first": batch.times[begin],
                "layout": batch.layout,
                "times": plain(batch.times[begin:at]),
                "data": batch.values[begin * width : at * width],
            }
        )
        begin = at
    return rows


def packed_keys(keys: Sequence[str]) -> bytes:
    """Write a list of keys."""
    return zlib.compress("\n".join(keys).encode(), 6)


def unpacked_keys(packed: bytes) -> tuple[str, ...]:
    """Read a list of keys."""
    return tuple(zlib.decompress(packed).decode().split("\n"))
