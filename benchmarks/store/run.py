"""Measuring acknowledged writes: ours in groups, beside a commit each by the bare drivers."""

import argparse
import asyncio
import os
import sqlite3
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

from hexascope.store.database import migrating
from hexascope.store.database.opened import database_at
from hexascope.store.database.scope import Scope, Store
from hexascope.store.database.tables.archive import imports

AT_ONCE = (1, 16, 200)
PEER_TABLE = "CREATE TABLE rows (tenant TEXT, source TEXT, time REAL, counts TEXT)"
PEER_ROW = ("acme", "x", 1.0, "{}")

Rates = dict[int, float]


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `store`."""
    parser.add_argument("--seconds", type=float, default=2.0, help="of each measure; default 2")
    parser.add_argument("--postgresql", default="", help="address of an empty database; else none")
    parser.add_argument("--folder", type=Path, help="where the files lie; default: a temporary one")
    parser.set_defaults(do=_store)


def _store(options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="hexascope-store-", dir=options.folder) as made:
        place, seconds = Path(made), options.seconds
        peer = _bare_sqlite(place / "peer.db", seconds)
        _say("sqlite, a commit each", peer, {})
        _say(
            "hexascope on SQLite", asyncio.run(_ours(f"sqlite:///{place / 'x.db'}", seconds)), peer
        )
        if options.postgresql:
            peer = asyncio.run(_bare_postgres(options.postgresql, seconds))
            _say("asyncpg, a commit each", peer, {})
            ours = asyncio.run(_ours(options.postgresql, seconds))
            _say("hexascope on PostgreSQL", ours, peer)
    return 0


def _say(name: str, rates: Rates, peer: Rates) -> None:
    for at_once, rate in rates.items():
        ratio = f"{rate / peer[at_once]:6.1f} x" if peer.get(at_once) else ""
        print(f"{name:<26} {at_once:>4} at once {rate:>9.0f} writes/s {ratio}", flush=True)


async def _ours(address: str, seconds: float) -> Rates:
    database = database_at(address)
    await database.open()
    try:
        await migrating.upgrade(database)
        scope = Store(database=database).of("acme")
        return {count: await _rate(count, seconds, _writing(scope)) for count in AT_ONCE}
    finally:
        await database.close()


def _writing(scope: Scope) -> Callable[[str], Awaitable[None]]:
    made = scope.insert(imports)

    async def write(name: str) -> None:
        row = {"source": name, "time": 1.0, "counts": {}}

        def work(connection: Connection) -> None:
            connection.execute(made, row)

        await scope.write(work)

    return write


async def _rate(count: int, seconds: float, write: Callable[[str], Awaitable[None]]) -> float:
    """Give how many writes a second so many writers get acknowledged."""
    ends = time.monotonic() + seconds
    prefix = os.urandom(6).hex()

    async def one(writer: int) -> int:
        number = 0
        while time.monotonic() < ends:
            await write(f"{prefix}-{writer}-{number}")
            number += 1
        return number

    began = time.monotonic()
    done = await asyncio.gather(*(one(writer) for writer in range(count)))
    return sum(done) / (time.monotonic() - began)


def _bare_sqlite(file: Path, seconds: float) -> Rates:
    """Commit each row by itself, as where nobody groups them: more at once change nothing."""
    with closing(sqlite3.connect(file, isolation_level=None)) as plain:
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("PRAGMA synchronous=FULL")
        plain.execute(PEER_TABLE)
        began, number = time.monotonic(), 0
        while time.monotonic() < began + seconds:
            plain.execute("INSERT INTO rows VALUES (?, ?, ?, ?)", PEER_ROW)
            number += 1
        rate = number / (time.monotonic() - began)
    return dict.fromkeys(AT_ONCE, rate)


async def _bare_postgres(address: str, seconds: float) -> Rates:
    import asyncpg

    async with asyncpg.create_pool(address, min_size=10, max_size=20) as pool:
        await pool.execute(PEER_TABLE)

        async def write(_name: str) -> None:
            await pool.execute("INSERT INTO rows VALUES ($1, $2, $3, $4)", *PEER_ROW)

        found = {count: await _rate(count, seconds, write) for count in AT_ONCE}
        await pool.execute("DROP TABLE rows")
    return found
