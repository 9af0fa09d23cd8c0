"""The contract of series, over SQLite and a real PostgreSQL."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import isnan
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection

from hexascope.domain.errors import BadInput, NotKnown, TooMuch
from hexascope.domain.series import Batch, Kept, Source
from hexascope.services.series.asking import Question, Told, ask
from hexascope.services.series.series import Series
from hexascope.services.series.upkeep import Upkeep
from hexascope.store.database.hosts import Hosts
from hexascope.store.database.scope import Scope, Store
from hexascope.store.database.series.forgetting import Forgetting, Keep
from hexascope.store.database.series.names import match_of
from hexascope.store.database.series.sealing import Sealing, open_chunks
from hexascope.store.database.tables.series import (
    series_chunks,
    series_layouts,
    series_names,
    series_open,
    series_restamped,
    series_sources,
    series_sums,
)
from hexascope.store.database.tenants import Tenants
from tests.support.databases import StoreAt
from tests.support.series import WEB, batch, batches

BEGIN = 1_000_080.0
NOW = BEGIN + 300.0
DAY = 86_400.0
KEEP = Keep(days=14, minutes_days=90, hours_days=730)


@dataclass
class At:
    """A store at a moment that the test sets."""

    store: Store
    now: float = NOW
    most_series: int = 5000
    series: Series = field(init=False)

    def __post_init__(self) -> None:
        self.again()

    def again(self) -> None:
        """Begin anew, as a process that knows nothing."""
        self.series = Series(
            self.store, lambda: self.now, most_series=self.most_series, keep_of=_keep_of
        )

    async def keep(self, some: Sequence[Batch], tenant: str = "acme") -> list[Kept]:
        return await asyncio.gather(*(self.series.keep(tenant, one) for one in some))

    async def seal(self) -> None:
        await Upkeep(series=self.series).seal(self.now, all_of_them=True)

    async def ask(self, match: str, **asked: Any) -> Told:
        range_ = {"start": self.now - 3600, "end": self.now + 600, "step": 0}
        question = Question(match=match_of(match), **{**range_, **asked})
        return await ask(self.series, "acme", question, lambda _host: True)

    async def rows(self, table: Any, order: Sequence[str] = ()) -> list[Any]:
        scope: Scope = self.store.of("acme")

        def work(connection: Connection) -> list[Any]:
            columns = [table.c[name] for name in order] or list(table.primary_key)
            return [
                tuple(row) for row in connection.execute(scope.select(table).order_by(*columns))
            ]

        return await scope.read(work)

    async def change(self, statement: Any) -> None:
        await self.store.of("acme").write(lambda connection: connection.execute(statement))


async def _keep_of(_tenant: str) -> Keep:
    return KEEP


def values(told: Told) -> dict[str, list[float]]:
    return {line.key: [value for _, value in line.points] for line in told.lines}


def test_a_batch_is_told_before_it_is_sealed_and_after(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[Told, Told]:
        at = At(store)
        assert await at.keep(batches(10, begin=BEGIN)) == [Kept(moments=1)] * 10
        before = await at.ask("disk.await")
        await at.seal()
        assert await open_chunks(store.everywhere()) == []
        return before, await at.ask("disk.await")

    before, after = store_at.run(whole)

    assert before == after
    assert len(before.lines) == 5


def test_open_rows_outlive_the_process_that_took_them(store_at: StoreAt) -> None:
    store_at.run(lambda store: At(store).keep(batches(5, begin=BEGIN, series=1)))

    async def later(store: Store) -> Told:
        at = At(store)
        await at.keep(batches(10, begin=BEGIN, series=1)[5:])
        await at.seal()
        return await at.ask("disk.await")

    told = store_at.run(later)

    known = [one for one in batches(10, begin=BEGIN, series=1) if not isnan(number(one))]
    assert values(told) == {"disk.await{device=d000}": [number(one) for one in known]}


def number(one: Batch) -> float:
    import struct

    value: float = struct.unpack("<d", one.values)[0]
    return value


KEPT = (series_chunks, series_layouts, series_sums, series_sources, series_names)


async def stored_by(at: At, deliveries: Sequence[Sequence[Batch]]) -> list[Any]:
    """Deliver pieces, sealing between them; give all that is kept of what was measured."""
    for piece in deliveries:
        await at.keep(piece)
        await at.seal()
    assert await at.rows(series_open) == []
    return [await at.rows(table) for table in KEPT]


@pytest.mark.parametrize("seed", range(2))
def test_doubled_and_reordered_batches_end_in_the_same_bytes(seed: int, store_at: StoreAt) -> None:
    random = Random(seed)
    sent = batches(150, begin=BEGIN - 30, series=40, seed=seed)
    sent += [replace(one, seq=one.seq + 1000) for one in batches(3, begin=BEGIN + 200, series=50)]
    badly = [*sent, *random.sample(sent, len(sent) * 3 // 10)]
    for _ in range(len(badly) * 3 // 10):
        one, other = random.randrange(len(badly)), random.randrange(len(badly))
        badly[one], badly[other] = badly[other], badly[one]
    cuts = sorted(random.sample(range(len(badly)), 3))
    pieces = [badly[a:b] for a, b in zip([0, *cuts], [*cuts, len(badly)], strict=True)]

    async def whole(store: Store) -> tuple[list[Any], list[Any]]:
        faulty = await stored_by(At(store), pieces)
        for table in KEPT:
            await At(store).change(store.of("acme").delete(table))
        return faulty, await stored_by(At(store), [sent])

    faulty, clean = store_at.run(whole)

    assert faulty[0] == clean[0]
    assert len(clean[0]) == 3
    # a layout that was used for part of a chunk stays until its time is over
    assert {row[1] for row in clean[1]} <= {row[1] for row in faulty[1]}
    assert faulty[2:] == clean[2:]


def test_two_writers_at_once_lose_nothing(store_at: StoreAt) -> None:
    async def whole(store: Store) -> Told:
        one, other = At(store), At(store)
        sent = batches(120, begin=BEGIN, series=3)

        async def write(at: At, mine: Sequence[Batch]) -> None:
            for begin in range(0, len(mine), 10):
                await at.keep(mine[begin : begin + 10])
                await at.seal()

        await asyncio.gather(write(one, sent[::2]), write(other, sent[1::2]))
        await one.seal()
        return await one.ask("disk.await")

    told = store_at.run(whole)

    sent = batches(120, begin=BEGIN, series=3)
    expected = sum(not isnan(value) for one in sent for value in memoryview(one.values).cast("d"))
    assert sum(len(line.points) for line in told.lines) == expected


def test_two_tenants_with_the_same_host_and_batches_see_their_own(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[Told, list[Any]]:
        at = At(store)
        await at.keep([batch(times=[BEGIN], values=[[1.0]])])
        await at.keep([batch(times=[BEGIN], values=[[2.0]])], tenant="other")
        await at.seal()
        return await at.ask("cpu.load"), await at.rows(series_chunks)

    told, chunks = store_at.run(whole)

    assert values(told) == {"cpu.load": [1.0]}
    assert len(chunks) == 1


def test_moments_of_a_day_ago_are_taken_and_older_ones_refused(store_at: StoreAt) -> None:
    async def whole(store: Store) -> None:
        at = At(store)
        await at.keep([batch(seq=1, times=[NOW - DAY])])
        with pytest.raises(BadInput, match="times"):
            await at.keep([batch(seq=2, times=[NOW - DAY - 1])])

    store_at.run(whole)


def test_a_late_moment_joins_its_sealed_chunk(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[list[Any], Told]:
        at = At(store)
        await at.keep([batch(seq=2, times=[BEGIN + 2], values=[[2.0]])])
        await at.seal()
        await at.keep([batch(seq=1, times=[BEGIN + 1], values=[[1.0]])])
        await at.seal()
        return await at.rows(series_chunks), await at.ask("cpu.load")

    chunks, told = store_at.run(whole)

    assert len(chunks) == 1
    assert values(told) == {"cpu.load": [1.0, 2.0]}


def test_moments_from_the_future_are_stamped_anew_once_with_both_times_kept(
    store_at: StoreAt,
) -> None:
    async def whole(store: Store) -> tuple[list[Kept], list[Any], Told]:
        at = At(store)
        ahead = batch(seq=1, times=[NOW + 999, NOW + 1000], values=[[1.0], [2.0]])
        near = batch(seq=2, times=[NOW + 300], values=[[3.0]])
        kept = await at.keep([ahead])
        at.now += 7
        kept += await at.keep([ahead])
        kept += await at.keep([near])
        await at.seal()
        return kept, await at.rows(series_restamped), await at.ask("cpu.load")

    kept, stamped, told = store_at.run(whole)

    assert kept[0] == kept[1] == Kept(moments=2, sent=NOW + 1000, stamped=NOW)
    assert kept[2] == Kept(moments=1)
    assert [row[-2:] for row in stamped] == [(NOW + 1000, NOW)]
    (line,) = told.lines
    assert line.points == [(NOW - 1, 1.0), (NOW, 2.0), (NOW + 300, 3.0)]


@pytest.mark.parametrize(("series", "fits"), [(10, True), (11, False)])
def test_a_host_may_have_so_many_series_and_no_more(
    store_at: StoreAt, series: int, fits: bool
) -> None:
    async def whole(store: Store) -> int:
        at = At(store, most_series=10)
        await at.keep(batches(1, begin=BEGIN, series=5))
        other = replace(WEB, stream="other")
        more = [f"new.series{{number={one}}}" for one in range(series - 5)]
        late = batch(times=[BEGIN], keys=more, values=[[1.0] * len(more)], source=other)
        if fits:
            await at.keep([late])
        else:
            with pytest.raises(TooMuch, match="series_per_host"):
                await at.keep([late])
        return len(await at.rows(series_names))

    assert store_at.run(whole) == (10 if fits else 5)


def test_a_tenant_may_have_so_many_hosts_and_no_more(store_at: StoreAt) -> None:
    other = replace(WEB, host="b" * 32)

    async def whole(store: Store) -> Kept:
        at = At(store)
        await Tenants(store.everywhere()).create("acme", NOW, limits={"hosts": 1})
        await at.keep([batch(times=[BEGIN])])
        with pytest.raises(TooMuch, match="1 hosts"):
            await at.keep([batch(times=[BEGIN], source=other)])
        (kept,) = await at.keep([batch(seq=2, times=[BEGIN + 1])])
        return kept

    assert store_at.run(whole) == Kept(moments=1)


def test_a_sender_that_counts_anew_within_a_boot_loses_nothing(store_at: StoreAt) -> None:
    async def whole(store: Store) -> Told:
        at = At(store)
        for time in (BEGIN, BEGIN + 1):
            await at.keep([batch(seq=1, times=[time], values=[[time - BEGIN]])] * 2)
        await at.seal()
        await at.keep([batch(seq=1, times=[BEGIN + 2], values=[[2.0]])])
        await at.seal()
        return await at.ask("cpu.load")

    assert values(store_at.run(whole)) == {"cpu.load": [0.0, 1.0, 2.0]}


def test_one_refused_batch_of_a_group_leaves_the_others(store_at: StoreAt) -> None:
    async def whole(store: Store) -> list[object]:
        at = At(store, most_series=2)
        sent = [
            batch(seq=1, times=[BEGIN], values=[[1.0]]),
            *batches(1, begin=BEGIN, series=3),
            batch(seq=3, times=[BEGIN + 1], values=[[1.0]]),
        ]
        works = [at.series.keep("acme", one) for one in sent]
        return list(await asyncio.gather(*works, return_exceptions=True))

    first, second, third = store_at.run(whole)

    assert first == third == Kept(moments=1)
    assert isinstance(second, TooMuch)


def test_a_counter_after_a_restart_of_its_host_never_grows_backwards(store_at: StoreAt) -> None:
    async def whole(store: Store) -> Told:
        at = At(store)
        again = replace(WEB, boot="b2")
        for seq, (source, value) in enumerate(
            [(WEB, 100.0), (WEB, 160.0), (again, 5.0), (again, 65.0)]
        ):
            await at.keep([batch(seq=seq, times=[BEGIN + seq], values=[[value]], source=source)])
        await at.seal()
        return await at.ask("cpu.load", step=1, aggregate="rate")

    told = store_at.run(whole)

    assert values(told) == {"cpu.load": [60.0, 60.0]}


def test_a_counter_that_was_set_back_is_unknown_there(store_at: StoreAt) -> None:
    async def whole(store: Store) -> Told:
        at = At(store)
        for seq, value in enumerate([10.0, 20.0, 3.0, 13.0]):
            await at.keep([batch(seq=seq, times=[BEGIN + seq], values=[[value]])])
        return await at.ask("cpu.load", step=1, aggregate="rate")

    told = store_at.run(whole)

    assert [time - BEGIN for time, _ in told.lines[0].points] == [0.0, 2.0]
    assert values(told) == {"cpu.load": [10.0, 10.0]}


@pytest.mark.parametrize("how", ["cut", "flipped", "moments", "empty"])
def test_a_damaged_chunk_is_a_gap_that_is_told(store_at: StoreAt, how: str) -> None:
    async def whole(store: Store) -> tuple[Told, Told]:
        at = At(store)
        await at.keep(batches(10, begin=BEGIN, series=40))
        await at.keep([batch(seq=500, times=[BEGIN + 130], values=[[1.0]])])
        await at.seal()
        row = (await at.rows(series_chunks, ("start",)))[0]
        times, data = row[6], row[7]
        change = {
            "cut": {"data": data[:-5]},
            "flipped": {"data": data[:-20] + bytes([data[-20] ^ 1]) + data[-19:]},
            "moments": {"times": times[:-1] + bytes([times[-1] ^ 1])},
            "empty": {"data": b"", "times": b""},
        }[how]
        table = series_chunks
        update = store.of("acme").update(table).where(table.c.start == row[3]).values(change)
        await at.change(update)
        damaged = await at.ask("*")
        late = batch(seq=900, times=[BEGIN + 50], values=[[7.0]])
        await at.keep([late])
        await at.seal()  # what can be read is written again, the damage is not forgotten
        return damaged, await at.ask("*")

    damaged, after = store_at.run(whole)

    assert [(one.host, one.start) for one in damaged.holes] == [(WEB.host, BEGIN)]
    kept = {line.key for line in damaged.lines}
    assert "cpu.load" in kept
    assert "disk.await{device=d039}" not in kept
    assert ("disk.await{device=d000}" in kept) == (how in ("cut", "flipped"))
    assert values(after)["cpu.load"] == [7.0, 1.0]
    assert len(after.holes) == 1
    sent = b"".join(one.values for one in batches(10, begin=BEGIN, series=40))
    wanted = {7.0, 1.0, *memoryview(sent).cast("d")}
    assert {value for line in after.lines for _, value in line.points} <= wanted


def test_what_is_older_than_is_kept_goes_and_nothing_else(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[list[Any], list[Any], list[Any]]:
        at = At(store)
        await at.keep(batches(3, begin=BEGIN - 240))
        await at.keep([replace(one, seq=one.seq + 50) for one in batches(3, begin=BEGIN)])
        await at.seal()
        forgetting = Forgetting(scope=store.of("acme"))

        async def left(now: float) -> list[Any]:
            while await forgetting.forget(KEEP, now):
                pass
            return await at.rows(series_chunks)

        first = BEGIN - 240 + 2 + 14 * DAY
        return await left(first), await left(first + 1), await at.rows(series_sums)

    before, after, sums = store_at.run(whole)

    assert (len(before), len(after)) == (2, 1)
    assert sums == []


def test_names_and_sources_go_when_nothing_is_left_of_them(store_at: StoreAt) -> None:
    async def whole(store: Store) -> list[int]:
        at = At(store)
        await at.keep(batches(3, begin=BEGIN))
        await at.seal()
        forgetting = Forgetting(scope=store.of("acme"))
        counts = []
        for days in (730, 732):
            while await forgetting.forget(KEEP, NOW + days * DAY):
                pass
            tables = (series_names, series_sources, series_layouts)
            counts += [len(await at.rows(table)) for table in tables]
        return counts

    assert store_at.run(whole) == [5, 1, 1, 0, 0, 0]


def test_a_removed_host_takes_its_series_with_it(store_at: StoreAt) -> None:
    other = replace(WEB, host="b" * 32)

    async def whole(store: Store) -> tuple[list[str], list[Any]]:
        at = At(store)
        await at.keep(batches(3, begin=BEGIN))
        await at.keep([batch(times=[BEGIN], source=other, host_name="db-1")])
        await at.seal()
        await at.keep([batch(seq=77, times=[BEGIN + 9])])
        await Hosts(store.of("acme")).remove(WEB.host)
        at.again()
        told = await at.ask("*")
        while await Forgetting(scope=store.of("acme")).forget(KEEP, NOW):
            pass
        counts = [len(await at.rows(table)) for table in (series_chunks, series_open)]
        return [line.host_name for line in told.lines], counts

    assert store_at.run(whole) == (["db-1"], [1, 0])


def hours_of(values_: Sequence[float], source: Source) -> list[Batch]:
    return [
        batch(seq=at, times=[BEGIN + at * source.step], values=[[value]], source=source)
        for at, value in enumerate(values_)
    ]


def test_rollups_tell_what_was_measured_after_it_has_gone(store_at: StoreAt) -> None:
    slow = replace(WEB, step=30)
    sent = hours_of([float(at % 10) for at in range(480)], slow)  # four hours

    async def whole(store: Store) -> list[Told]:
        at = At(store, now=BEGIN + 480 * 30)
        await at.keep(sent)
        await at.seal()
        ranges = {"start": BEGIN, "end": BEGIN + 480 * 30, "aggregate": "max"}
        told = [await at.ask("cpu.load", step=120, **ranges)]
        at.now = BEGIN + 6 * DAY
        await Upkeep(series=at.series).roll(at.now)
        told.append(await at.ask("cpu.load", step=120, **ranges))
        raw = store.of("acme").delete(series_chunks).where(series_chunks.c.resolution == 0)
        await at.change(raw)
        told.append(await at.ask("cpu.load", step=120, **ranges))
        told.append(await at.ask("cpu.load", step=7200, **{**ranges, "aggregate": "count"}))
        return told

    measured, rolled, left, hours = store_at.run(whole)

    assert measured.lines == rolled.lines == left.lines
    assert len(left.lines[0].points) == 120
    assert (rolled.resolution, hours.resolution) == (60, 3600)
    assert sum(value for _, value in hours.lines[0].points) == 480


def test_a_rollup_is_made_again_when_a_moment_comes_late(store_at: StoreAt) -> None:
    async def whole(store: Store) -> list[Any]:
        at = At(store)
        counts = []
        upkeep = Upkeep(series=at.series)
        for seq, time in ((1, BEGIN), (2, BEGIN + 1)):
            await at.keep([batch(seq=seq, times=[time])])
            await at.seal()
            at.now = BEGIN + 4 * 3600
            await upkeep.roll(at.now)
            told = await at.ask("cpu.load", step=60, aggregate="count", start=BEGIN, end=at.now)
            counts.append((values(told)["cpu.load"], await upkeep.roll(at.now)))
        return counts

    assert store_at.run(whole) == [([1.0], 0), ([2.0], 0)]


def test_a_layout_that_nobody_has_sent_is_not_known(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[str, ...]:
        at = At(store)
        (one,) = batches(1, begin=BEGIN)
        await at.keep([one])
        at.again()
        with pytest.raises(NotKnown):
            await at.series.keys_of("other", one.layout)
        return await at.series.keys_of("acme", one.layout)

    assert store_at.run(whole) == batches(1)[0].keys


def test_a_seal_that_another_was_in_the_way_of_is_made_again(store_at: StoreAt) -> None:
    async def whole(store: Store) -> Told:
        at = At(store)
        await at.keep(batches(20, begin=BEGIN, series=1))
        sealing = Sealing(scope=store.of("acme"), layouts=at.series.layouts)
        start = WEB.start_of(BEGIN)
        await asyncio.gather(*(sealing.seal([(WEB.number, start)]) for _ in range(4)))
        return await at.ask("disk.await")

    told = store_at.run(whole)

    known = [number(one) for one in batches(20, begin=BEGIN, series=1) if not isnan(number(one))]
    assert values(told) == {"disk.await{device=d000}": known}
