"""Databases under hostile use: units that fail in every way, who goes away, servers that do."""

import asyncio
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from hexascope.domain.errors import BadSettings, CannotWrite, StoreAway, StoreFull, TooMuch
from hexascope.domain.host import HostFacts
from hexascope.store.database import postgres, reserve, sqlite
from hexascope.store.database.contract import EVERYWHERE, Database
from hexascope.store.database.hosts import Hosts
from hexascope.store.database.opened import database_at
from hexascope.store.database.scope import Scope, Store
from hexascope.store.database.sqlite import SqliteDatabase
from hexascope.store.database.tables.hosts import hosts
from tests.support.databases import StoreAt, address_of, migrated_address, opened


def seeing(scope: Scope, name: str) -> Callable[[Connection], str]:
    """Give a unit of work that keeps a host, and gives its name."""

    def work(connection: Connection) -> str:
        Hosts(scope).see(connection, HostFacts(id=name, name=name), 1.0)
        return name

    return work


def names(store_at: StoreAt) -> set[str]:
    known = store_at.run(lambda store: Hosts(store.of("acme")).all())
    return {one.facts.name for one in known}


@pytest.mark.parametrize("seed", range(4))
def test_of_units_that_fail_or_are_let_go_in_any_order_what_was_acknowledged_is_there_alone(
    store_at: StoreAt, seed: int
) -> None:
    chance = Random(seed)

    async def storm(store: Store) -> tuple[set[str], set[str]]:
        scope = store.of("acme")
        tasks: dict[str, asyncio.Task[str]] = {}
        for number in range(60):
            name, ends = f"h{number:03}", chance.choice(["well", "well", "badly", "gone"])
            tasks[name] = asyncio.create_task(
                scope.write(failing(scope, name) if ends == "badly" else seeing(scope, name))
            )
            if chance.random() < 0.3:
                await asyncio.sleep(0)
            if ends == "gone":
                tasks[name].cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
        acked = {name for name, one in tasks.items() if not one.cancelled() and not one.exception()}
        failed = {name for name, one in tasks.items() if not one.cancelled() and one.exception()}
        return acked, failed

    acked, failed = store_at.run(storm)
    stored = names(store_at)

    assert acked <= stored
    assert not failed & stored
    assert acked


def failing(scope: Scope, name: str) -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        seeing(scope, name)(connection)
        raise ValueError(name)

    return work


@pytest.mark.parametrize("kind", [SystemExit, KeyboardInterrupt, GeneratorExit, StopIteration])
def test_a_unit_that_ends_with_what_is_no_error_harms_nobody_else(
    tmp_path: Path, kind: type[BaseException]
) -> None:
    store_at = StoreAt(migrated_address("sqlite", tmp_path))

    async def whole(store: Store) -> str:
        scope = store.of("acme")

        def ends(_connection: Connection) -> None:
            raise kind("unfit")

        with pytest.raises(RuntimeError, match=kind.__name__):
            await scope.write(ends)
        return await scope.write(seeing(scope, "after"))

    assert store_at.run(whole) == "after"
    assert names(store_at) == {"after"}


def test_a_broken_rule_of_a_table_stays_what_it_is_and_costs_its_unit_alone(
    store_at: StoreAt,
) -> None:
    async def whole(store: Store) -> list[Any]:
        scope = store.of("acme")
        twice = scope.insert(hosts)
        row = {
            "id": "x", "name": "x", "facts": {}, "labels": {}, "first_seen": 1.0, "last_seen": 1.0,
        }  # fmt: skip

        def again(connection: Connection) -> None:
            connection.execute(twice, [row])
            connection.execute(twice, [row])

        works = [
            scope.write(seeing(scope, "a")),
            scope.write(again),
            scope.write(seeing(scope, "b")),
        ]
        done: list[Any] = await asyncio.gather(*works, return_exceptions=True)
        return done

    first, second, third = store_at.run(whole)

    assert (first, third) == ("a", "b")
    assert isinstance(second, DBAPIError)
    assert names(store_at) == {"a", "b"}


def test_a_number_that_json_has_not_becomes_null_in_either_kind(store_at: StoreAt) -> None:
    async def whole(store: Store) -> Any:
        scope = store.of("acme")
        facts = {"a": float("inf"), "b": [float("nan"), (1.5, "ok")], "c": {"d": -float("inf")}}
        row = {"id": "x", "name": "x", "facts": facts, "labels": {}}
        times = {"first_seen": 1.0, "last_seen": 1.0}
        await scope.write(lambda c: c.execute(scope.insert(hosts), [{**row, **times}]))
        return await scope.read(lambda c: c.execute(scope.select(hosts, hosts.c.facts)).scalar())

    assert store_at.run(whole) == {"a": None, "b": [None, [1.5, "ok"]], "c": {"d": None}}


def test_what_only_reads_can_change_nothing(store_at: StoreAt) -> None:
    async def whole(store: Store) -> None:
        scope = store.of("acme")
        with pytest.raises((DBAPIError, CannotWrite), match=r"read.?only"):
            await scope.read(seeing(scope, "sly"))

    store_at.run(whole)
    assert names(store_at) == set()


def test_what_waits_when_it_is_closed_is_kept_or_told_and_nobody_waits_for_ever(
    store_at: StoreAt,
) -> None:
    async def whole() -> set[str]:
        database = database_at(store_at.address)
        await database.open()
        scope = Store(database=database).of("acme")
        tasks = [asyncio.create_task(scope.write(seeing(scope, f"h{n}"))) for n in range(50)]
        await asyncio.sleep(0)
        late = [asyncio.create_task(late_write(database, scope, f"late{n}")) for n in range(5)]
        await database.close()
        done = await asyncio.wait_for(
            asyncio.gather(*tasks, *late, return_exceptions=True), timeout=20
        )
        assert all(isinstance(one, str | StoreAway) for one in done), done
        with pytest.raises(StoreAway, match="closed"):
            await scope.read(seeing(scope, "never"))
        return {one for one in done if isinstance(one, str)}

    acked = asyncio.run(whole())
    assert acked <= names(store_at)


async def late_write(_database: Database, scope: Scope, name: str) -> str:
    await asyncio.sleep(0)
    return await scope.write(seeing(scope, name))


def test_closing_twice_and_before_opening_does_no_harm(store_at: StoreAt) -> None:
    async def whole() -> None:
        database = database_at(store_at.address)
        await database.close()
        await database.open()
        await database.close()
        await database.close()

    asyncio.run(whole())


def test_a_loop_s_own_thread_is_told_that_it_would_wait_for_itself(store_at: StoreAt) -> None:
    async def whole(store: Store) -> None:
        scope = store.of("acme")
        with pytest.raises(RuntimeError, match="await it"):
            scope.write_now(seeing(scope, "x"))

    store_at.run(whole)


def test_who_waits_from_a_thread_once_the_loop_has_ended_is_told(store_at: StoreAt) -> None:
    found: list[Scope] = []

    async def whole(store: Store) -> None:
        found.append(store.of("acme"))

    store_at.run(whole)
    with pytest.raises(StoreAway, match="closed"):
        found[0].read_now(seeing(found[0], "x"))


def test_after_a_fork_the_parent_s_database_is_not_used(
    store_at: StoreAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def whole(store: Store) -> None:
        scope, process = store.of("acme"), os.getpid()
        with monkeypatch.context() as patched:
            patched.setattr(os, "getpid", lambda: process + 1)
            for works in (scope.read, scope.write):
                with pytest.raises(StoreAway, match="closed"):
                    await works(seeing(scope, "x"))
        assert await scope.write(seeing(scope, "parent")) == "parent"

    store_at.run(whole)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_too_much_work_is_refused_at_once_and_what_waited_is_done(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "MOST_WAITING", 3)
    monkeypatch.setattr(sqlite, "MOST_READS_WAITING", 3)
    monkeypatch.setattr(postgres, "MOST_WAITING", 3)
    begun, may_go = threading.Event(), threading.Event()

    async def whole(database: Database) -> None:
        scope = Store(database=database).of("acme")

        def slow(connection: Connection) -> str:
            begun.set()
            if kind == "sqlite":
                may_go.wait(20)
            return seeing(scope, "slow")(connection)

        first = asyncio.create_task(scope.write(slow))
        if kind == "sqlite":
            await asyncio.to_thread(begun.wait, 20)
        several = [asyncio.create_task(scope.write(seeing(scope, f"h{n}"))) for n in range(4)]
        await asyncio.sleep(0)
        may_go.set()
        done = await asyncio.gather(first, *several, return_exceptions=True)
        refused = [one for one in done if isinstance(one, TooMuch)]
        kept = [one for one in done if isinstance(one, str)]
        assert refused
        assert len(refused) + len(kept) == 5

    async def run() -> None:
        async with opened(address_of_new) as database:
            await whole(database)

    address_of_new = address_of(kind, tmp_path)
    asyncio.run(run())


# SQLite alone


def test_the_file_is_its_owner_s_alone(tmp_path: Path) -> None:
    StoreAt(f"sqlite:///{tmp_path / 'new.db'}")

    modes = {one.name: one.stat().st_mode & 0o777 for one in tmp_path.iterdir()}
    assert modes["new.db"] == 0o600
    assert set(modes.values()) == {0o600}


@pytest.mark.parametrize("content", [b"this is no database" * 100, os.urandom(8192)])
def test_what_is_no_database_is_refused_at_once_and_left_as_it_is(
    tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "no.db"
    file.write_bytes(content)

    async def whole() -> None:
        database = SqliteDatabase(file)
        with pytest.raises(BadSettings, match="not a database"):
            await database.open()

    asyncio.run(whole())
    assert file.read_bytes() == content


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="can't be opened"):
        asyncio.run(SqliteDatabase(tmp_path / "no" / "x.db").open())


def test_a_large_unit_that_finds_no_room_leaves_its_small_neighbours(tmp_path: Path) -> None:
    """A limit on pages stands for a disk: SQLite tells both by the same words."""
    store_at = StoreAt(migrated_address("sqlite", tmp_path))

    async def whole(store: Store) -> list[Any]:
        scope = store.of("acme")
        await scope.write(limited)

        def large(connection: Connection) -> None:
            for number in range(2000):
                facts = HostFacts(id=f"l{number}", name="x" * 200, kernel="y" * 4000)
                Hosts(scope).see(connection, facts, 1.0)

        works = [scope.write(one) for one in (seeing(scope, "a"), large, seeing(scope, "b"))]
        return await asyncio.gather(*works, return_exceptions=True)

    def limited(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 20}").all()

    first, second, third = store_at.run(whole)

    assert (first, third) == ("a", "b")
    assert isinstance(second, StoreFull)
    assert names(store_at) == {"a", "b"}


def test_without_the_reserve_only_what_frees_room_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_at = StoreAt(migrated_address("sqlite", tmp_path))
    store_at.run(lambda store: store.of("acme").write(seeing(store.of("acme"), "old")))
    monkeypatch.setattr(reserve, "SMALLEST_BYTES", 0)
    room = False

    def take(self: reserve.Reserve) -> bool:
        self._held = room
        return room

    monkeypatch.setattr(reserve.Reserve, "take", take)
    monkeypatch.setattr(reserve, "AGAIN_S", 0.0)

    async def whole(store: Store) -> None:
        nonlocal room
        scope = store.of("acme")
        with pytest.raises(StoreFull, match="until there is room"):
            await scope.write(seeing(scope, "new"))
        gone = scope.delete(hosts)
        await scope.write(lambda connection: connection.execute(gone).rowcount, frees=True)
        room = True
        assert await scope.write(seeing(scope, "new")) == "new"

    async def run() -> None:
        database = database_at(store_at.address)
        await database.open()
        try:
            await whole(Store(database=database))
        finally:
            await database.close()

    asyncio.run(run())
    assert names(store_at) == {"new"}


def test_the_reserve_is_as_large_as_it_says_and_goes_when_it_is_let_go(tmp_path: Path) -> None:
    database = tmp_path / "x.db"
    held = reserve.Reserve(database, monotonic=lambda: 0.0)
    database.write_bytes(b"x" * (reserve.SMALLEST_BYTES - 1))
    assert held.ready()
    assert list(tmp_path.iterdir()) == [database]

    database.write_bytes(b"x" * reserve.SMALLEST_BYTES)
    held = reserve.Reserve(database, monotonic=lambda: 0.0)
    assert held.ready()
    file = tmp_path / "x.db.reserve"
    assert file.stat().st_blocks * 512 >= reserve.RESERVE_BYTES
    assert file.stat().st_mode & 0o777 == 0o600
    held.let_go()
    assert not file.exists()


def test_a_database_that_is_damaged_is_told_and_stops_nobody(tmp_path: Path) -> None:
    store_at = StoreAt(migrated_address("sqlite", tmp_path))
    store_at.run(lambda store: store.of("acme").write(seeing(store.of("acme"), "a")))
    file = Path(store_at.address.removeprefix("sqlite:///"))
    with sqlite3.connect(file) as plain:
        named = "SELECT rootpage FROM sqlite_master WHERE name = 'hosts'"
        [page] = plain.execute(named).fetchone()
    plain.close()
    with file.open("r+b") as stream:
        stream.seek((page - 1) * 4096)
        stream.write(b"\xff" * 4096)

    async def whole() -> None:
        database = SqliteDatabase(file)
        await database.open()
        try:
            scope = Store(database=database).of("acme")
            with pytest.raises(CannotWrite, match="damaged"):
                await Hosts(scope).all()
            assert await scope.read(lambda c: c.exec_driver_sql("SELECT 1").scalar()) == 1
        finally:
            await database.close()

    asyncio.run(whole())


# PostgreSQL alone


def test_a_connection_that_is_lost_in_the_middle_is_told_and_the_next_one_works(
    tmp_path: Path,
) -> None:
    store_at = StoreAt(migrated_address("postgresql", tmp_path))

    async def whole(store: Store) -> str:
        scope = store.of("acme")

        def cut(connection: Connection) -> None:
            seeing(scope, "half")(connection)
            connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
            seeing(scope, "never")(connection)

        with pytest.raises(StoreAway, match="does not answer"):
            await scope.write(cut)
        return await scope.write(seeing(scope, "after"))

    assert store_at.run(whole) == "after"
    assert names(store_at) == {"after"}


def test_connections_that_were_cut_while_nobody_used_them_are_replaced(tmp_path: Path) -> None:
    store_at = StoreAt(migrated_address("postgresql", tmp_path))

    async def whole(store: Store) -> str:
        scope = store.of("acme")
        await asyncio.gather(*(scope.write(seeing(scope, f"h{n}")) for n in range(5)))
        others = text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await store.database.read(lambda c: c.execute(others).all(), tenant=EVERYWHERE)
        await asyncio.gather(*(scope.write(seeing(scope, f"i{n}")) for n in range(5)))
        return "well"

    assert store_at.run(whole) == "well"
    assert len(names(store_at)) == 10


def test_a_unit_that_another_was_in_the_way_of_is_run_again_and_not_for_ever(
    tmp_path: Path,
) -> None:
    store_at = StoreAt(migrated_address("postgresql", tmp_path))
    conflict = text("DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '40001'; END $$")

    async def whole(store: Store) -> tuple[int, int]:
        scope = store.of("acme")
        tries = [0, 0]

        def once(connection: Connection) -> str:
            tries[0] += 1
            seeing(scope, f"try{tries[0]}")(connection)
            if tries[0] < postgres.MOST_TRIES:
                connection.execute(conflict)
            return "kept"

        def always(connection: Connection) -> None:
            tries[1] += 1
            connection.execute(conflict)

        assert await scope.write(once) == "kept"
        with pytest.raises(TooMuch, match="same rows"):
            await scope.write(always)
        return tries[0], tries[1]

    assert store_at.run(whole) == (postgres.MOST_TRIES, postgres.MOST_TRIES)
    assert names(store_at) == {f"try{postgres.MOST_TRIES}"}


def test_when_all_connections_are_taken_who_waits_too_long_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = migrated_address("postgresql", tmp_path)
    for name, value in (("CONNECTIONS", 1), ("PATIENCE_S", 0.2)):
        monkeypatch.setattr(postgres, name, value)

    async def whole(database: Database) -> None:
        scope = Store(database=database).of("acme")
        sleeps = text("SELECT pg_sleep(0.6)")
        slow = asyncio.create_task(scope.write(lambda c: c.execute(sleeps).all()))
        await asyncio.sleep(0.05)
        with pytest.raises(StoreAway, match="taken"):
            await scope.write(seeing(scope, "x"))
        await slow
        assert await scope.write(seeing(scope, "y")) == "y"

    async def run() -> None:
        async with opened(address, migrated=False) as database:
            await whole(database)

    asyncio.run(run())


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        (lambda one: one.replace("/test_", "/absent_"), BadSettings, "can't be used"),
        (lambda _: "postgresql://hexascope@127.0.0.1:1/x", StoreAway, "does not answer"),
        (lambda _: "postgresql://hexascope@/x?host=/nowhere", StoreAway, "does not answer"),
    ],
)
def test_a_server_that_is_away_and_a_database_that_is_not_there_are_told_apart(
    tmp_path: Path, change: Callable[[str], str], kind: type[Exception], words: str
) -> None:
    address = change(address_of("postgresql", tmp_path))

    async def whole() -> None:
        async with opened(address, migrated=False) as database:
            with pytest.raises(kind, match=words):
                await database.read(lambda c: c.execute(text("SELECT 1")), tenant=EVERYWHERE)

    asyncio.run(whole())
