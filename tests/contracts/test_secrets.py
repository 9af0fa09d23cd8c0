"""Secrets of tenants, over SQLite and a real PostgreSQL."""

import asyncio

import pytest
from sqlalchemy.sql import Update

from hexascope.domain.errors import BadInput, BadSettings, CannotExamine, NotKnown
from hexascope.kit.redacting import Redactor
from hexascope.services.secrets import Vault, master_keys, new_master, rotate
from hexascope.store.database.scope import Scope, Store
from hexascope.store.database.tables.audit import data_keys, secrets
from tests.support.databases import StoreAt

VALUE = "sk-canary-5f1e0c"


class Keys:
    """Master keys of a test: as a file would hold them."""

    def __init__(self) -> None:
        self.lines = new_master()

    def present(self) -> tuple[str, bytes]:
        return next(iter(master_keys(self.lines, "test").items()))

    def key(self, id: str) -> bytes:  # noqa: A002
        try:
            return master_keys(self.lines, "test")[id]
        except KeyError:
            raise BadSettings(f"the master key {id} is gone") from None


def vault() -> Vault:
    return Vault(master=Keys(), strikes=Redactor())


async def execute(scope: Scope, statement: Update) -> None:
    await scope.write(lambda connection: connection.execute(statement).rowcount)


def test_a_secret_is_given_back_to_its_tenant_alone(store_at: StoreAt) -> None:
    safe = vault()

    async def whole(store: Store) -> list[object]:
        ours, theirs = safe.of(store.of("acme")), safe.of(store.of("other"))
        instance = safe.of(store.everywhere())
        await ours.set("model.openai", VALUE, 1.0)
        await instance.set("jwt.1", "the-instance's own", 1.0)
        return [
            await ours.get("model.openai", 2.0),
            await theirs.find("model.openai", 2.0),
            await instance.find("model.openai", 2.0),
            [one.name for one in await instance.all()],
            [one.name for one in await ours.all()],
        ]

    assert store_at.run(whole) == [VALUE, None, None, ["jwt.1"], ["model.openai"]]


def test_the_database_holds_nothing_of_the_value(store_at: StoreAt) -> None:
    safe = vault()

    async def row(store: Store) -> bytes:
        scope = store.of("acme")
        await safe.of(scope).set("model.openai", VALUE, 1.0)
        asked = scope.select(secrets, secrets.c.sealed)
        return bytes(await scope.read(lambda c: c.execute(asked).scalar_one()))

    assert VALUE.encode() not in store_at.run(row)


def test_versions_count_up_and_a_use_is_noted_once_a_minute(store_at: StoreAt) -> None:
    safe = vault()

    async def whole(store: Store) -> tuple[list[int], list[float | None]]:
        ours = safe.of(store.of("acme"))
        versions = [await ours.set("webhook", VALUE, now) for now in (1.0, 2.0)]
        used = []
        for now in (100.0, 159.0, 160.0):
            await ours.get("webhook", now)
            used.append((await ours.all())[0].used)
        one = (await ours.all())[0]
        assert (one.created, one.changed) == (1.0, 2.0)
        return versions, used

    assert store_at.run(whole) == ([1, 2], [100.0, 100.0, 160.0])


def test_what_was_removed_is_not_known(store_at: StoreAt) -> None:
    safe = vault()

    async def whole(store: Store) -> None:
        ours = safe.of(store.of("acme"))
        await ours.set("webhook", VALUE, 1.0)
        await ours.remove("webhook")
        with pytest.raises(NotKnown):
            await ours.get("webhook", 1.0)
        with pytest.raises(NotKnown):
            await ours.remove("webhook")

    store_at.run(whole)


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("", VALUE, "no name"),
        ("n" * 201, VALUE, "no name"),
        ("line\nbreak", VALUE, "no name"),
        ("short", "1234567", "8 to 65536 bytes"),
        ("long", "x" * 65_537, "8 to 65536 bytes"),
    ],
)
def test_what_can_be_no_secret_is_refused_without_its_value(
    store_at: StoreAt, name: str, value: str, why: str
) -> None:
    with pytest.raises(BadInput, match=why) as refused:
        store_at.run(lambda store: vault().of(store.of("acme")).set(name, value, 1.0))

    assert value not in str(refused.value)


@pytest.mark.parametrize("column", ["name", "version", "sealed"])
def test_a_row_that_was_changed_or_swapped_opens_no_more(store_at: StoreAt, column: str) -> None:
    safe = vault()

    async def whole(store: Store) -> None:
        scope = store.of("acme")
        ours = safe.of(scope)
        await ours.set("model.openai", VALUE, 1.0)
        changed = {"name": "model.other", "version": 2, "sealed": b"\0" * 64}[column]
        await execute(scope, scope.update(secrets).values({column: changed}))
        name = "model.other" if column == "name" else "model.openai"
        with pytest.raises(CannotExamine, match="was changed"):
            await ours.get(name, 1.0)

    store_at.run(whole)


def test_a_row_moved_to_another_tenant_opens_no_more(store_at: StoreAt) -> None:
    safe = vault()

    async def whole(store: Store) -> None:
        everywhere = store.everywhere()
        await safe.of(store.of("acme")).set("model.openai", VALUE, 1.0)
        for table in (secrets, data_keys):
            await execute(everywhere, everywhere.update(table).values(tenant="other"))
        with pytest.raises(CannotExamine):
            await safe.of(store.of("other")).get("model.openai", 1.0)

    store_at.run(whole)


def test_rotation_seals_all_anew_while_others_read(store_at: StoreAt) -> None:
    safe = vault()

    async def whole(store: Store) -> None:
        ours = safe.of(store.of("acme"))
        for number in range(130):
            await ours.set(f"s{number:03}", f"{VALUE}-{number}", 1.0)

        async def reading() -> None:
            for number in range(0, 130, 7):
                assert await ours.get(f"s{number:03}", 2.0) == f"{VALUE}-{number}"

        done, _ = await asyncio.gather(rotate(ours, 5.0), reading())
        assert (done.sealed, done.data_key) == (130, 2)
        assert {one.data_key for one in await ours.all()} == {2}
        assert await ours.get("s129", 2.0) == f"{VALUE}-129"

    store_at.run(whole)


def test_a_rotation_that_was_cut_off_is_resumed(store_at: StoreAt) -> None:
    safe = vault()

    async def whole(store: Store) -> None:
        ours = safe.of(store.of("acme"))
        for number in range(5):
            await ours.set(f"s{number}", VALUE, 1.0)
        await ours.new_data_key(2.0)
        assert await ours.reseal(2) == 2
        await ours.set("s4", VALUE, 3.0)  # touched: sealed by the new key
        assert [one.data_key for one in await ours.all()] == [2, 2, 1, 1, 2]
        done = await rotate(ours, 5.0, resume=True)
        assert done.sealed == 2
        assert {one.data_key for one in await ours.all()} == {2}
        assert await ours.get("s0", 6.0) == VALUE

    store_at.run(whole)


def test_a_new_master_key_wraps_what_the_old_one_wrapped_and_then_may_go(
    store_at: StoreAt,
) -> None:
    keys = Keys()
    safe = Vault(master=keys, strikes=Redactor())

    async def whole(store: Store) -> None:
        ours = safe.of(store.of("acme"))
        await ours.set("model.openai", VALUE, 1.0)
        old = keys.lines
        keys.lines = f"{new_master()}\n{old}"
        assert await ours.get("model.openai", 1.0) == VALUE
        assert (await rotate(ours, 2.0)).wrapped == 1
        keys.lines = keys.lines.split()[0]
        assert await ours.get("model.openai", 1.0) == VALUE
        keys.lines = new_master()
        with pytest.raises(BadSettings, match="is gone"):
            await ours.get("model.openai", 1.0)

    store_at.run(whole)
