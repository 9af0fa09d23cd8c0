"""Tenants and their settings, over SQLite and a real PostgreSQL."""

import asyncio

import pytest

from hexascope.domain.errors import BadInput, Clash, NotKnown, TooMuch
from hexascope.domain.host import HostFacts
from hexascope.store.database.hosts import Hosts
from hexascope.store.database.scope import Scope, Store
from hexascope.store.database.tenant_settings import TenantSettings
from hexascope.store.database.tenants import Tenants
from tests.support.databases import StoreAt


def tenants(store: Store) -> Tenants:
    return Tenants(store.everywhere())


async def see(scope: Scope) -> None:
    facts = HostFacts(id="a", name="web")
    await scope.write(lambda connection: Hosts(scope).see(connection, facts, 1.0))


def test_a_tenant_is_kept_with_its_limits(store_at: StoreAt) -> None:
    async def whole(store: Store) -> None:
        made = await tenants(store).create("acme", 5.0, name="Acme", limits={"hosts": 3})
        assert made == await tenants(store).one("acme")
        with pytest.raises(Clash):
            await tenants(store).create("acme", 6.0)
        changed = await tenants(store).change("acme", limits={"hosts": None, "users": 2})
        assert (changed.name, changed.limits) == ("Acme", {"users": 2.0})
        assert await tenants(store).all() == [changed]

    store_at.run(whole)


@pytest.mark.parametrize("name", ["", "Acme", "a" * 64, "a b", "a/b", "*", "é", "a\n"])
def test_what_can_be_no_name_is_refused(store_at: StoreAt, name: str) -> None:
    with pytest.raises(BadInput, match="no name of a tenant"):
        store_at.run(lambda store: tenants(store).create(name, 1.0))


@pytest.mark.parametrize("name", ["a", "0", "-", "a" * 63])
def test_the_shortest_and_the_longest_name_are_taken(store_at: StoreAt, name: str) -> None:
    assert store_at.run(lambda store: tenants(store).create(name, 1.0)).id == name


@pytest.mark.parametrize("limits", [{"host": 1.0}, {"hosts": -1.0}, {"hosts": 10_001.0}])
def test_limits_that_are_unknown_or_out_of_range_are_refused(
    store_at: StoreAt, limits: dict[str, float]
) -> None:
    with pytest.raises(BadInput, match=r"is no limit|it may be"):
        store_at.run(lambda store: tenants(store).create("acme", 1.0, limits=limits))


def test_a_tenant_that_keeps_something_goes_with_all_of_it_or_not_at_all(
    store_at: StoreAt,
) -> None:
    async def whole(store: Store) -> None:
        for tenant in ("acme", "other"):
            await tenants(store).create(tenant, 1.0)
            await see(store.of(tenant))
        with pytest.raises(Clash, match="hosts"):
            await tenants(store).remove("acme", with_all=False)
        await tenants(store).remove("acme", with_all=True)
        assert await Hosts(store.of("acme")).all() == []
        assert len(await Hosts(store.of("other")).all()) == 1
        with pytest.raises(NotKnown):
            await tenants(store).one("acme")

    store_at.run(whole)


def test_an_empty_tenant_may_be_removed_but_never_the_first(store_at: StoreAt) -> None:
    async def whole(store: Store) -> None:
        for name in ("acme", "default"):
            await tenants(store).create(name, 1.0)
        await tenants(store).remove("acme", with_all=False)
        with pytest.raises(Clash, match="instance's own"):
            await tenants(store).remove("default", with_all=True)
        assert [one.id for one in await tenants(store).all()] == ["default"]

    store_at.run(whole)


def test_settings_have_versions_and_of_two_changes_of_one_version_one_is_refused(
    store_at: StoreAt,
) -> None:
    async def whole(store: Store) -> None:
        ours = TenantSettings(store.of("acme"))
        assert (await ours.now()).version == 0
        both = [
            ours.put({"panel.max_rounds": number}, version=0, by="ann", now=1.0)
            for number in (1, 2)
        ]
        found = await asyncio.gather(*both, return_exceptions=True)
        assert sorted(type(one).__name__ for one in found) == ["Clash", "int"]
        kept = await ours.now()
        assert (kept.version, kept.changed_by) == (1, "ann")
        assert await ours.put({}, version=1, by="bob", now=2.0) == 2
        assert (await TenantSettings(store.of("other")).now()).version == 0

    store_at.run(whole)


def test_no_more_hosts_are_kept_than_the_limit_and_known_ones_are_still_seen(
    store_at: StoreAt,
) -> None:
    async def whole(store: Store) -> None:
        await tenants(store).create("acme", 1.0, limits={"hosts": 2})
        ours = store.of("acme")

        async def look(id_: str) -> None:
            facts = HostFacts(id=id_, name=id_)
            await ours.write(lambda connection: Hosts(ours).see(connection, facts, 1.0))

        for id_ in ("a", "b", "a"):
            await look(id_)
        with pytest.raises(TooMuch, match="may have 2"):
            await look("c")
        await tenants(store).change("acme", limits={"hosts": 3})
        await look("c")
        assert len(await Hosts(ours).all()) == 3

    store_at.run(whole)
