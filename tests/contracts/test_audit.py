"""The audit log, over SQLite and a real PostgreSQL: one record a deed, each holding the last."""

import asyncio
from dataclasses import replace
from itertools import pairwise

import pytest
from sqlalchemy import Connection

from hexascope.domain.audited import BEGINNING, AuditRecord, hash_of, mac_of, next_key
from hexascope.domain.deed import Deed
from hexascope.domain.host import HostFacts
from hexascope.store.database.audit import AuditLog, Recorder, Wanted
from hexascope.store.database.contract import EVERYWHERE
from hexascope.store.database.hosts import Hosts
from hexascope.store.database.scope import Scope, Store
from tests.support.databases import StoreAt

DEED = Deed(
    tenant="acme",
    actor="u1",
    actor_kind="user",
    actor_name="ann",
    verb="change",
    resource="hosts",
    object="h1",
    time=1000.0625,
    request="t1",
    address="127.0.0.1",
    details={"name": "wéb\0-1"},
)


def kept_open(plain: bytes, _about: str) -> bytes:
    """Stand for the master key."""
    return plain


def recording(store: Store) -> Store:
    return replace(store, record=Recorder(store.database, kept_open))


async def see(scope: Scope, host: str) -> None:
    facts = HostFacts(id=host, name="h")
    await scope.write(lambda connection: Hosts(scope).see(connection, facts, 1.0))


async def do(store: Store, deed: Deed = DEED, host: str = "a") -> None:
    await see(recording(store).of(deed.tenant).doing(deed), host)


async def whole(store: Store, tenant: str = "acme") -> list[AuditRecord]:
    return await AuditLog(store.of(tenant)).after(0, BEGINNING)


def test_a_deed_leaves_one_record_with_its_first_write(store_at: StoreAt) -> None:
    async def twice(store: Store) -> list[AuditRecord]:
        scope = recording(store).of("acme").doing(DEED)
        for host in ("a", "b"):
            await see(scope, host)
        return await whole(store)

    (record,) = store_at.run(twice)

    assert (record.seq, record.actor_name, record.time) == (1, "ann", 1000.0625)
    assert record.details == {"name": "wéb\N{REPLACEMENT CHARACTER}-1"}


def test_a_deed_that_fails_leaves_no_record(store_at: StoreAt) -> None:
    async def failing(store: Store) -> list[AuditRecord]:
        def work(_connection: Connection) -> None:
            raise ValueError("refused")

        with pytest.raises(ValueError, match="refused"):
            await recording(store).of("acme").doing(DEED).write(work)
        await do(store)
        return await whole(store)

    assert [record.seq for record in store_at.run(failing)] == [1]


def test_records_hold_each_other_from_the_first_to_the_head(store_at: StoreAt) -> None:
    async def some(store: Store) -> tuple[list[AuditRecord], str]:
        for number in range(5):
            await do(store, replace(DEED, object=f"h{number}"))
        chain = await AuditLog(store.of("acme")).chain()
        assert chain is not None
        assert mac_of(chain.start, (await whole(store))[0].body()) == (await whole(store))[0].mac
        return await whole(store), chain.hash

    records, head = store_at.run(some)

    prev = BEGINNING
    for number, record in enumerate(records, start=1):
        assert (record.seq, record.prev) == (number, prev)
        assert record.hash == hash_of(record.body(), record.mac)
        prev = record.hash
    assert prev == head


def test_the_key_in_the_database_is_never_one_that_made_a_record(store_at: StoreAt) -> None:
    from hexascope.store.database.tables.audit import audit_chains

    async def key_of(store: Store) -> bytes:
        scope = store.of("acme")
        asked = scope.select(audit_chains, audit_chains.c.key)
        return bytes(await scope.read(lambda c: c.execute(asked).scalar_one()))

    async def two(store: Store) -> tuple[bytes, bytes]:
        await do(store)
        first = await key_of(store)
        await do(store)
        return first, await key_of(store)

    first, second = store_at.run(two)

    assert second == next_key(first)
    assert first != second


def test_tenants_have_chains_of_their_own_and_so_has_the_instance(store_at: StoreAt) -> None:
    async def several(store: Store) -> list[list[AuditRecord]]:
        await do(store)
        await do(store, replace(DEED, tenant="other"))
        await do(store)
        everywhere = recording(store).everywhere()
        await everywhere.doing(replace(DEED, tenant=EVERYWHERE)).write(lambda _connection: None)
        log = AuditLog(store.everywhere())
        return [await whole(store), await whole(store, "other"), await log.after(0, BEGINNING)]

    acme, other, instance = store_at.run(several)

    assert [record.seq for record in acme] == [1, 2]
    assert [(record.tenant, record.seq) for record in other] == [("other", 1)]
    assert [(record.tenant, record.seq) for record in instance] == [(EVERYWHERE, 1)]


def test_deeds_at_once_stand_behind_each_other(store_at: StoreAt) -> None:
    async def at_once(store: Store) -> list[AuditRecord]:
        await asyncio.gather(*(do(store, host=str(number)) for number in range(30)))
        return await whole(store)

    records = store_at.run(at_once)

    assert [record.seq for record in records] == list(range(1, 31))
    assert all(one.prev == before.hash for before, one in pairwise(records))


def test_the_newest_are_listed_by_page_and_by_what_they_say(store_at: StoreAt) -> None:
    async def pages(store: Store) -> list[list[int]]:
        for number in range(6):
            verb = "remove" if number % 2 else "change"
            await do(store, replace(DEED, verb=verb, time=1000.0 + number))
        log = AuditLog(store.of("acme"))
        found = [
            await log.newest(limit=2),
            await log.newest(limit=2, before=5),
            await log.newest(Wanted(verb="remove")),
            await log.newest(Wanted(since=1002.0, until=1004.0)),
            await log.newest(Wanted(actor="nobody")),
        ]
        return [[record.seq for record in page] for page in found]

    assert store_at.run(pages) == [[6, 5], [4, 3], [6, 4, 2], [4, 3], []]


def test_heads_are_signed_when_so_many_records_or_seconds_have_gone(store_at: StoreAt) -> None:
    async def signing(store: Store) -> list[list[tuple[str, int]]]:
        log = AuditLog(store.everywhere())
        found = []

        async def sign(now: float) -> None:
            made = await log.sign(
                now,
                lambda head: replace(head, public_key="p", signature="s"),
                records=3,
                seconds=60.0,
            )
            found.append([(head.tenant, head.seq) for head in made])

        await sign(1000.0)
        await do(store)
        await sign(1000.0)
        await do(store)
        await sign(1059.0)
        await sign(1060.0)
        for _ in range(3):
            await do(store)
        await sign(1061.0)
        await sign(2000.0)
        given = await log.not_given()
        await log.given(given[:2], 5.0)
        assert [head.seq for head in await log.not_given()] == [5]
        assert [head.seq for head in await AuditLog(store.of("acme")).heads()] == [1, 2, 5]
        return found

    assert store_at.run(signing) == [[], [("acme", 1)], [], [("acme", 2)], [("acme", 5)], []]
