"""The contract of series, over SQLite and a real PostgreSQL."""

from collections.abc import Sequence

from sqlalchemy import Connection

from hexascope.domain.series import Batch, Kept
from hexascope.store.database.scope import Scope, Store
from hexascope.store.database.series.appending import Appending, Registered
from hexascope.store.database.series.layouts import Layouts
from hexascope.store.database.series.sealing import Sealing, open_chunks
from hexascope.store.database.tables.series import series_chunks
from tests.support.databases import StoreAt
from tests.support.series import batches

NOW = 1_000_200.0
MOST = 5000


async def append(store: Store, some: Sequence[Batch], *, now: float = NOW) -> list[object]:
    appending = Appending(scope=store.of("acme"), registered=Registered(), most_series=MOST)
    return list(await appending.append(some, now))


async def seal_all(store: Store) -> None:
    sealing = Sealing(scope=store.of("acme"), layouts=Layouts())
    for one in await open_chunks(store.everywhere()):
        await sealing.seal(one.source, one.start)


async def chunks(store: Store) -> list[tuple[object, ...]]:
    """Give all that is stored of chunks."""
    scope: Scope = store.of("acme")

    def work(connection: Connection) -> list[tuple[object, ...]]:
        rows = connection.execute(
            scope.select(series_chunks).order_by(series_chunks.c.source, series_chunks.c.start)
        )
        return [tuple(row) for row in rows]

    return await scope.read(work)


def test_a_batch_is_kept_and_becomes_a_chunk(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[list[object], list[tuple[object, ...]]]:
        kept = await append(store, batches(10))
        await seal_all(store)
        return kept, await chunks(store)

    kept, stored = store_at.run(whole)

    assert kept == [Kept(moments=1)] * 10
    assert len(stored) == 1
    assert store_at.run(lambda store: open_chunks(store.everywhere())) == []
