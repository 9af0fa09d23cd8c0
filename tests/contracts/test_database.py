"""The contract of Database, over SQLite and a real PostgreSQL."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from hexascope.domain.errors import BadSettings, NotKnown
from hexascope.domain.host import HostFacts
from hexascope.store.database import migrating
from hexascope.store.database.contract import EVERYWHERE
from hexascope.store.database.hosts import Hosts
from hexascope.store.database.opened import database_at
from hexascope.store.database.scope import Scope, Store
from hexascope.store.database.tables.hosts import hosts
from tests.support.databases import KINDS, StoreAt, address_of, opened

WEB = HostFacts(id="a" * 32, name="web-1", cpus=4)


async def see(scope: Scope, facts: HostFacts, time: float = 1.0) -> None:
    await scope.write(lambda connection: Hosts(scope).see(connection, facts, time))


def test_what_was_written_is_there_after_it_is_opened_again(store_at: StoreAt) -> None:
    store_at.run(lambda store: see(store.of("acme"), WEB, 5.0))

    found = store_at.run(lambda store: Hosts(store.of("acme")).one(WEB.id))

    assert (found.facts, found.first_seen) == (WEB, 5.0)


def test_a_host_seen_again_keeps_when_it_was_first_seen(store_at: StoreAt) -> None:
    store_at.run(lambda store: see(store.of("acme"), WEB, 5.0))
    store_at.run(lambda store: see(store.of("acme"), HostFacts(id=WEB.id, name="web-2"), 9.0))

    found = store_at.run(lambda store: Hosts(store.of("acme")).one(WEB.id))

    assert (found.facts.name, found.first_seen, found.last_seen) == ("web-2", 5.0, 9.0)


def test_a_tenant_sees_its_own_rows_alone(store_at: StoreAt) -> None:
    store_at.run(lambda store: see(store.of("acme"), WEB))

    assert store_at.run(lambda store: Hosts(store.of("other")).all()) == []
    with pytest.raises(NotKnown):
        store_at.run(lambda store: Hosts(store.of("other")).one(WEB.id))
    assert len(store_at.run(lambda store: Hosts(store.everywhere()).all())) == 1


def test_two_tenants_may_have_hosts_of_the_same_id(store_at: StoreAt) -> None:
    store_at.run(lambda store: see(store.of("acme"), WEB))
    store_at.run(lambda store: see(store.of("other"), HostFacts(id=WEB.id, name="theirs")))

    found = store_at.run(lambda store: Hosts(store.of("acme")).one(WEB.id))

    assert found.facts.name == "web-1"


def test_work_that_fails_leaves_nothing_and_does_not_harm_its_neighbours(
    store_at: StoreAt,
) -> None:
    async def many(store: Store) -> list[object]:
        scope = store.of("acme")

        def failing(connection: Connection) -> None:
            Hosts(scope).see(connection, HostFacts(id="b" * 32, name="half"), 1.0)
            raise ValueError("in the middle")

        works = [see(scope, WEB), scope.write(failing), see(scope, HostFacts(id="c", name="c"))]
        return await asyncio.gather(*works, return_exceptions=True)

    first, second, third = store_at.run(many)

    assert (first, third) == (None, None)
    assert isinstance(second, ValueError)
    names = [one.facts.name for one in store_at.run(lambda store: Hosts(store.of("acme")).all())]
    assert names == ["c", "web-1"]


def test_work_may_be_waited_for_from_another_thread(store_at: StoreAt) -> None:
    async def whole(store: Store) -> int:
        scope = store.of("acme")
        await see(scope, WEB)
        return await asyncio.to_thread(
            lambda: scope.read_now(
                lambda connection: len(connection.execute(scope.select(hosts)).all())
            )
        )

    assert store_at.run(whole) == 1


def test_postgresql_itself_refuses_rows_of_another_tenant(tmp_path: Path) -> None:
    address = address_of("postgresql", tmp_path)

    async def whole() -> tuple[int, int]:
        async with opened(address) as database:
            store = Store(database=database)
            await see(store.of("acme"), WEB)
            count = text("SELECT count(*) FROM hosts")
            theirs = await database.read(lambda c: c.execute(count).scalar_one(), tenant="other")
            ours = await database.read(lambda c: c.execute(count).scalar_one(), tenant="acme")
            stolen = text("UPDATE hosts SET tenant = 'other'")
            with pytest.raises(DBAPIError, match="row-level security"):
                await database.write(lambda c: c.execute(stolen), tenant="acme")
            return theirs, ours

    assert asyncio.run(whole()) == (0, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_goes_forth_and_back_and_is_what_the_tables_say(
    kind: str, tmp_path: Path
) -> None:
    address = address_of(kind, tmp_path)

    async def whole() -> None:
        async with opened(address, migrated=False) as database:
            assert (await migrating.schema_of(database)).step == ""
            there = await migrating.upgrade(database)
            assert there.ready
            assert (await migrating.schema_of(database, compare=True)).differences == ()
            steps = [f"{number:04}" for number in range(int(there.newest) - 1, 0, -1)]
            for step in (*steps, "base"):
                back = await migrating.downgrade(database, step)
                assert back.step == ("" if step == "base" else step)
            for step in (*reversed(steps), "head"):
                await migrating.upgrade(database, step)
            assert (await migrating.schema_of(database, compare=True)).differences == ()

    asyncio.run(whole())


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_of_a_newer_version_is_refused(kind: str, tmp_path: Path) -> None:
    async def whole() -> None:
        async with opened(address_of_new) as database:
            newer = text("UPDATE alembic_version SET version_num = '9999'")
            await database.write(lambda c: c.execute(newer), tenant=EVERYWHERE)
            with pytest.raises(BadSettings, match="newer hexascope"):
                await migrating.upgrade(database)

    address_of_new = address_of(kind, tmp_path)
    asyncio.run(whole())


@pytest.mark.parametrize("address", ["mysql://root@localhost/x", "hexascope.db", ""])
def test_an_address_of_no_known_kind_is_refused(address: str) -> None:
    with pytest.raises(BadSettings, match=r"server\.store"):
        database_at(address)
