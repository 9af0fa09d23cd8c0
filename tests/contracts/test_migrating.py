"""A schema's life: made once by whoever comes first, copied first, never half changed."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from hexascope.domain.errors import BadInput, BadSettings, CannotWrite
from hexascope.domain.host import HostFacts
from hexascope.store.database import migrating
from hexascope.store.database.contract import EVERYWHERE
from hexascope.store.database.hosts import Hosts
from hexascope.store.database.opened import database_at
from hexascope.store.database.scope import Store
from tests.support.databases import KINDS, address_of, migrated_address, opened

WEB = HostFacts(id="a" * 32, name="web-1")


@pytest.mark.parametrize("kind", KINDS)
def test_several_that_start_at_once_make_the_schema_once(kind: str, tmp_path: Path) -> None:
    address = address_of(kind, tmp_path)

    async def one() -> str:
        async with opened(address) as database:
            return (await migrating.schema_of(database)).step

    async def all_of_them() -> list[str]:
        return await asyncio.gather(*(one() for _ in range(4)))

    assert asyncio.run(all_of_them()) == [migrating.newest()] * 4


@pytest.mark.parametrize("kind", KINDS)
def test_an_older_one_keeps_what_it_holds(kind: str, tmp_path: Path) -> None:
    address = address_of(kind, tmp_path)

    async def whole() -> str:
        async with opened(address, migrated=False) as database:
            await migrating.upgrade(database, "0001")
            scope = Store(database=database).of("acme")
            await scope.write(lambda connection: Hosts(scope).see(connection, WEB, 1.0))
        async with opened(address) as database:
            scope = Store(database=database).of("acme")
            assert (await Hosts(scope).one(WEB.id)).facts == WEB
            return (await migrating.schema_of(database)).step

    assert asyncio.run(whole()) == migrating.newest()


def test_an_older_file_is_copied_first_for_its_owner_alone(tmp_path: Path) -> None:
    test_an_older_one_keeps_what_it_holds("sqlite", tmp_path)

    copy = tmp_path / "hexascope.db.at-0001"
    assert copy.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(copy) as plain:
        assert plain.execute("SELECT name FROM hosts").fetchall() == [("web-1",)]
        assert plain.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
    plain.close()


def test_a_new_file_and_one_that_is_as_it_should_be_are_not_copied(tmp_path: Path) -> None:
    async def start() -> None:
        async with opened(f"sqlite:///{tmp_path / 'x.db'}"):
            pass

    asyncio.run(start())
    before = (tmp_path / "x.db").read_bytes()
    asyncio.run(start())

    assert [one.name for one in tmp_path.iterdir()] == ["x.db"]
    assert (tmp_path / "x.db").read_bytes() == before, "nothing is written where all is well"


@pytest.mark.parametrize("kind", KINDS)
def test_a_newer_one_is_refused_and_left_as_it_is(kind: str, tmp_path: Path) -> None:
    address = migrated_address(kind, tmp_path)

    async def whole() -> None:
        async with opened(address) as database:
            newer = text("UPDATE alembic_version SET version_num = '9999'")
            await database.write(lambda c: c.execute(newer), tenant=EVERYWHERE)
        async with opened(address, migrated=False) as database:
            for change in (migrating.upgrade(database), migrating.downgrade(database, "base")):
                with pytest.raises(BadSettings, match="newer hexascope"):
                    await change
            assert (await migrating.schema_of(database)).step == "9999"

    asyncio.run(whole())


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_that_is_not_there_is_told_with_those_that_are(kind: str, tmp_path: Path) -> None:
    async def whole() -> None:
        async with opened(address) as database:
            for change in (migrating.upgrade(database, "x"), migrating.downgrade(database, "x")):
                with pytest.raises(BadInput, match="base, 0001, 0002"):
                    await change

    address = migrated_address(kind, tmp_path)
    asyncio.run(whole())


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_of_the_schema_that_fails_changes_nothing(kind: str, tmp_path: Path) -> None:
    address = migrated_address(kind, tmp_path)

    async def whole() -> tuple[str, ...]:
        async with opened(address) as database:

            def half(connection: Connection) -> None:
                migrating.downgrade_in(connection)
                raise ValueError("in the middle")

            with pytest.raises(ValueError, match="in the middle"):
                await database.alter(half)
            schema = await migrating.schema_of(database, compare=True)
            assert schema.ready
            return schema.differences

    assert asyncio.run(whole()) == ()


def test_a_table_that_is_rebuilt_keeps_what_belongs_to_its_rows(tmp_path: Path) -> None:
    """SQLite can't alter most of a table: it is copied, and the old one dropped."""
    address = address_of("sqlite", tmp_path)

    async def whole() -> tuple[int, int]:
        database = database_at(address)
        await database.open()
        try:
            await database.write(made, tenant=EVERYWHERE)
            await database.alter(rebuilt)
            with pytest.raises(CannotWrite, match="rows of child"):
                await database.alter(lambda c: c.exec_driver_sql("DELETE FROM parent"))
            return await database.read(counted, tenant=EVERYWHERE)
        finally:
            await database.close()

    def made(connection: Connection) -> None:
        for words in (
            "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
            "CREATE TABLE child (of_parent INTEGER REFERENCES parent (id) ON DELETE CASCADE)",
            "INSERT INTO parent VALUES (1)",
            "INSERT INTO child VALUES (1)",
        ):
            connection.exec_driver_sql(words)

    def rebuilt(connection: Connection) -> None:
        for words in (
            "CREATE TABLE parent_new (id INTEGER PRIMARY KEY, more TEXT)",
            "INSERT INTO parent_new (id) SELECT id FROM parent",
            "DROP TABLE parent",
            "ALTER TABLE parent_new RENAME TO parent",
        ):
            connection.exec_driver_sql(words)

    def counted(connection: Connection) -> tuple[int, int]:
        rows = connection.exec_driver_sql(
            "SELECT (SELECT count(*) FROM parent), (SELECT count(*) FROM child)"
        )
        parents, children = rows.one()
        return parents, children

    assert asyncio.run(whole()) == (1, 1)
