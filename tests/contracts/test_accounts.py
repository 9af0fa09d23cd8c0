"""Users, sessions, tokens and links, over each database: what two at once may not both have."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from sqlalchemy import Connection

from hexascope.domain.errors import Clash, NotKnown, TooMuch
from hexascope.services.access.names import key_of
from hexascope.services.secrets import Vault, master_keys, new_master
from hexascope.store.database.accounts import attempts, refreshing
from hexascope.store.database.accounts.attempts import Attempts, Patience
from hexascope.store.database.accounts.identities import Identities
from hexascope.store.database.accounts.keys import kept_or_put
from hexascope.store.database.accounts.links import offer_link, whose_link
from hexascope.store.database.accounts.recognised import Recognised
from hexascope.store.database.accounts.refreshing import Refresh, Refreshing
from hexascope.store.database.accounts.roles import OwnRoles
from hexascope.store.database.accounts.sessions import MOST_SESSIONS, Proof, Session, Sessions
from hexascope.store.database.accounts.tokens import Token, Tokens
from hexascope.store.database.accounts.users import User, Users
from hexascope.store.database.scope import Store
from hexascope.store.database.tables.access import (
    denied_tokens,
    identities,
    links,
    login_attempts,
    recovery_codes,
    refresh_tokens,
    roles,
    sessions,
    tokens,
    users,
)
from tests.support.databases import KINDS, StoreAt, migrated_address

NOW = 1_000_000.0
TABLES = (
    users,
    recovery_codes,
    sessions,
    tokens,
    roles,
    identities,
    refresh_tokens,
    denied_tokens,
    links,
    login_attempts,
)


@pytest.fixture(scope="module", params=KINDS)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> StoreAt:
    """Keep one database of each kind for all tests of this file: making one takes a second."""
    return StoreAt(migrated_address(request.param, tmp_path_factory.mktemp("accounts")))


@pytest.fixture
def store_at(kept: StoreAt) -> StoreAt:
    """Give an empty store."""

    async def emptied(store: Store) -> None:
        scope = store.everywhere()

        def work(connection: Connection) -> None:
            for table in TABLES:
                connection.execute(scope.delete(table))

        await scope.write(work)

    kept.run(emptied)
    return kept


def user(name: str, *roles: str, **more: Any) -> User:
    plain = {"id": f"id-{name}", "key": name, "created": NOW, "changed": NOW, **more}
    return User(name=name, roles=roles, **plain)


def session(of: str, number: int = 1, *, at: float = NOW) -> Session:
    id_ = f"{of}-{number}"
    return Session(id=id_, hash=f"hash-{id_}", user=f"id-{of}", created=at, seen=at, ends=at + 100)


def token(of: str, id_: str = "t1") -> Token:
    return Token(
        id=id_,
        name="ci",
        user=f"id-{of}",
        hash="h",
        permissions=("read:hosts",),
        created=NOW,
        ends=NOW + 100,
    )


def refresh(id_: str, family: str = "f1") -> Refresh:
    return Refresh(id=id_, family=family, token="t1", hash="h", created=NOW, ends=NOW + 100)


async def at_once(*works: Coroutine[Any, Any, Any]) -> list[Any]:
    return await asyncio.gather(*works, return_exceptions=True)


def test_a_name_is_taken_once_in_a_tenant_and_again_in_another(store_at: StoreAt) -> None:
    async def whole(store: Store) -> list[Any]:
        acme, other = Users(store.of("acme")), Users(store.of("other"))
        return await at_once(
            acme.add(user("ann")),
            acme.add(user("ann", id="id-2")),
            other.add(user("ann")),
        )

    first, second, third = store_at.run(whole)

    assert sorted(isinstance(one, Clash) for one in (first, second)) == [False, True]
    assert isinstance(third, User)


@pytest.mark.parametrize("name", ["a\x00b", "\ud800", "'; DROP TABLE users; --", "%", "a\\b"])
def test_a_name_that_no_database_keeps_is_of_nobody(store_at: StoreAt, name: str) -> None:
    async def whole(store: Store) -> User | None:
        known = Users(store.of("acme"))
        await known.add(user("ann"))
        return await known.named(key_of(name))

    assert store_at.run(whole) is None


def test_a_users_rows_are_of_its_tenant_alone(store_at: StoreAt) -> None:
    async def whole(store: Store) -> None:
        acme, other = store.of("acme"), store.of("other")
        await Users(acme).add(user("ann", "admin", email="a@b", email_key="a@b"))
        await Sessions(acme).begin(session("ann"), Proof())
        await Tokens(acme).add(token("ann"))
        await OwnRoles(acme).add("web", ("read:hosts",), NOW)
        await Identities(acme).link("https://id", "s", user("ann"), NOW, new=False)
        await offer_link(acme, hash="l1", user="id-ann", now=NOW, ends=NOW + 10)
        assert await Users(other).all() == []
        assert await Users(other).named("ann") is None
        assert await Users(other).with_email("a@b") == []
        assert await Users(other).page(None, 10) == []
        assert await Sessions(other).of("id-ann", NOW, 100) == []
        assert await Sessions(other).end_all("id-ann") == 0
        assert await Tokens(other).page(None, 10) == []
        assert await OwnRoles(other).all() == {}
        assert await Identities(other).user_of("https://id", "s") is None
        for refused in (
            Users(other).one("id-ann"),
            Users(other).change("id-ann", {"name": "eve"}),
            Users(other).remove("id-ann"),
            Users(other).set_by_link("l1", "id-ann", {"password": "x"}, NOW),
            Users(other).change_proof("id-ann", {"totp": ""}, ()),
            Sessions(other).begin(session("ann", 2), Proof()),
            Sessions(other).end("ann-1", "id-ann"),
            Tokens(other).one("t1"),
            Tokens(other).revoke("t1"),
            OwnRoles(other).change("web", ("*:*",), NOW),
            OwnRoles(other).remove("web"),
            offer_link(other, hash="l2", user="id-ann", now=NOW, ends=NOW + 10),
        ):
            with pytest.raises((NotKnown, Clash)):
                await refused
        assert len(await Sessions(acme).of("id-ann", NOW, 100)) == 1
        assert (await Users(acme).one("id-ann")).name == "ann"

    store_at.run(whole)


def test_of_two_who_use_one_link_at_once_exactly_one_becomes_administrator(
    store_at: StoreAt,
) -> None:
    async def whole(store: Store) -> list[Any]:
        scope = store.of("acme")
        await offer_link(scope, hash="l1", user="", now=NOW, ends=NOW + 10)
        names = [f"u{number}" for number in range(8)]
        done = await at_once(
            *(Users(scope).begin(user(one, "admin"), session(one), "l1") for one in names)
        )
        assert len(await Users(scope).all()) == 1
        live = [await Sessions(scope).of(f"id-{one}", NOW, 9) for one in names]
        assert sum(map(len, live)) == 1
        return done

    done = store_at.run(whole)

    assert sum(isinstance(one, User) for one in done) == 1
    assert sum(isinstance(one, NotKnown | Clash) for one in done) == 7


def test_a_link_ends_in_time_and_when_a_newer_one_is_made(store_at: StoreAt) -> None:
    async def whole(store: Store) -> None:
        scope, everywhere = store.of("acme"), store.everywhere()
        await offer_link(scope, hash="l1", user="", now=NOW, ends=NOW + 10)
        assert await whose_link(everywhere, "l1", NOW + 9.9) == ("acme", "")
        with pytest.raises(NotKnown):
            await whose_link(everywhere, "l1", NOW + 10)
        with pytest.raises(NotKnown):
            await Users(scope).begin(user("ann", "admin"), session("ann", at=NOW + 10), "l1")
        await offer_link(scope, hash="l2", user="", now=NOW, ends=NOW + 10)
        with pytest.raises(NotKnown):
            await whose_link(everywhere, "l1", NOW)

    store_at.run(whole)


def test_of_two_administrators_who_remove_each_other_one_stays(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[list[Any], list[User]]:
        known = Users(store.of("acme"))
        await known.add(user("ann", "admin"))
        await known.add(user("bob", "admin"))
        done = await at_once(known.remove("id-ann"), known.change("id-bob", {"disabled": True}))
        return done, await known.all()

    done, left = store_at.run(whole)

    assert sum(isinstance(one, Clash) for one in done) == 1
    assert any(not one.disabled for one in left)


def test_a_code_and_a_recovery_code_open_one_session_each(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[list[Any], list[Any], list[Any]]:
        scope = store.of("acme")
        await Users(scope).add(user("ann", totp_step=5))
        await Users(scope).change_proof("id-ann", {"changed": NOW}, ["r1", "r2"])
        logins = Sessions(scope)
        one = await at_once(
            *(logins.begin(session("ann", number), Proof(step=6)) for number in range(4))
        )
        two = await at_once(
            *(logins.begin(session("ann", number), Proof(recovery="r1")) for number in (5, 6, 7))
        )
        return one, two, await logins.of("id-ann", NOW, 100)

    one, two, live = store_at.run(whole)

    assert sum(outcome is None for outcome in one) == 1
    assert sum(outcome is None for outcome in two) == 1
    assert len(live) == 2


def test_a_login_whose_recovery_code_is_wrong_leaves_nothing_behind(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[User, list[Session]]:
        scope = store.of("acme")
        await Users(scope).add(user("ann"))
        with pytest.raises(Clash):
            await Sessions(scope).begin(session("ann"), Proof(recovery="r9", password="new"))
        return await Users(scope).one("id-ann"), await Sessions(scope).of("id-ann", NOW, 100)

    known, live = store_at.run(whole)

    assert (known.seen, known.password, live) == (None, "", [])


def test_who_was_disabled_meanwhile_gets_no_session(store_at: StoreAt) -> None:
    async def whole(store: Store) -> None:
        scope = store.of("acme")
        await Users(scope).add(user("ann", disabled=True))
        with pytest.raises(Clash):
            await Sessions(scope).begin(session("ann"), Proof())

    store_at.run(whole)


def test_a_user_keeps_the_sessions_used_last(store_at: StoreAt) -> None:
    async def whole(store: Store) -> list[str]:
        scope = store.of("acme")
        await Users(scope).add(user("ann"))
        for number in range(MOST_SESSIONS + 3):
            await Sessions(scope).begin(session("ann", number, at=NOW + number), Proof())
        return [one.id for one in await Sessions(scope).of("id-ann", NOW + 50, 100)]

    kept = store_at.run(whole)

    assert kept == [f"ann-{number}" for number in range(MOST_SESSIONS + 2, 2, -1)]


def test_a_hundred_tries_at_once_are_a_hundred(store_at: StoreAt) -> None:
    patience = Patience(free=5, first_s=2.0, longest_s=900.0)

    async def whole(store: Store) -> list[float]:
        tries = Attempts(store.everywhere())
        keys = {"account": patience, "address": Patience(free=30, first_s=2.0, longest_s=900.0)}
        return await asyncio.gather(*(tries.count(keys, NOW) for _ in range(30)))

    waits = store_at.run(whole)

    assert waits.count(0.0) == 5
    assert set(waits) == {0.0, 2.0}


def test_the_pause_grows_to_its_longest_and_a_success_forgives(store_at: StoreAt) -> None:
    patience = Patience(free=2, first_s=2.0, longest_s=9.0)

    async def whole(store: Store) -> list[float]:
        scope, tries, waits, now = store.of("acme"), Attempts(store.everywhere()), [], NOW
        await Users(scope).add(user("ann"))
        for _ in range(6):
            await tries.count({"account": patience}, now)
            waits.append(await tries.count({"account": patience}, now))
            now += waits[-1]
        await Sessions(scope).begin(session("ann"), Proof(), ("account", "address"))
        waits.append(await tries.count({"account": patience}, now))
        return waits

    assert store_at.run(whole) == [0.0, 2.0, 4.0, 8.0, 9.0, 9.0, 0.0]


def test_of_two_uses_of_a_refresh_token_one_is_followed_and_then_all_ends(
    store_at: StoreAt,
) -> None:
    async def whole(store: Store) -> tuple[list[Any], Any, Any]:
        scope = store.of("acme")
        await Users(scope).add(user("ann"))
        await Tokens(scope).add(token("ann"))
        refreshes, recognised = Refreshing(scope), Recognised(store)
        await refreshes.add(refresh("r1"))
        before = await recognised.by_access_token("t1", "f1", "j1")
        held = refresh("r1")
        done = await at_once(*(refreshes.follow(held, refresh(f"n{n}"), NOW) for n in range(4)))
        return done, before, await recognised.by_access_token("t1", "f1", "j1")

    done, before, after = store_at.run(whole)

    assert done.count(True) == 1
    assert before is not None
    assert after is None


def test_an_access_token_is_refused_by_its_id_alone(store_at: StoreAt) -> None:
    async def whole(store: Store) -> list[bool]:
        scope = store.of("acme")
        await Users(scope).add(user("ann"))
        await Tokens(scope).add(token("ann"))
        await Refreshing(scope).add(refresh("r1"))
        await Refreshing(scope).deny("j1", NOW + 10)
        look = Recognised(store).by_access_token
        return [await look("t1", "f1", one) is not None for one in ("j1", "j2")]

    assert store_at.run(whole) == [False, True]


def test_who_removes_a_user_removes_all_that_proves_him(store_at: StoreAt) -> None:
    async def whole(store: Store) -> list[Any]:
        scope, recognised = store.of("acme"), Recognised(store)
        await Users(scope).add(user("ann"))
        await Sessions(scope).begin(session("ann"), Proof())
        await Tokens(scope).add(token("ann"))
        await Refreshing(scope).add(refresh("r1"))
        await Identities(scope).link("https://id", "s", user("ann"), NOW, new=False)
        await Users(scope).remove("id-ann")
        return [
            await recognised.by_session("hash-ann-1"),
            await recognised.by_token("t1"),
            await recognised.by_access_token("t1", "f1", "j1"),
            await Identities(scope).user_of("https://id", "s"),
        ]

    assert store_at.run(whole) == [None] * 4


def test_a_role_that_somebody_has_stays_and_its_change_ends_sessions(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[list[Session], list[Session]]:
        scope = store.of("acme")
        own = OwnRoles(scope)
        await own.add("web", ("read:hosts",), NOW)
        for name, has in (("ann", "web"), ("bob", "viewer")):
            await Users(scope).add(user(name, has))
            await Sessions(scope).begin(session(name), Proof())
        with pytest.raises(Clash):
            await own.remove("web")
        with pytest.raises(Clash):
            await own.add("web", ("read:jobs",), NOW)
        await own.change("web", ("read:jobs",), NOW)
        live = Sessions(scope).of
        return await live("id-ann", NOW, 100), await live("id-bob", NOW, 100)

    anns, bobs = store_at.run(whole)

    assert (len(anns), len(bobs)) == (0, 1)


def test_processes_that_make_the_first_key_at_once_get_the_same(store_at: StoreAt) -> None:
    keys = master_keys(new_master(), "test")

    class Master:
        def present(self) -> tuple[str, bytes]:
            return next(iter(keys.items()))

        def key(self, id: str) -> bytes:  # noqa: A002 - the contract's word
            return keys[id]

    async def whole(store: Store) -> list[bytes]:
        scope = store.everywhere()
        secrets = Vault(master=Master()).of(scope)

        async def one(number: int) -> bytes:
            return await scope.write(
                lambda connection: kept_or_put(secrets, connection, "k/1", f"key {number:05}", NOW)
            )

        return await asyncio.gather(*(one(number) for number in range(8)))

    assert len(set(store_at.run(whole))) == 1


def test_a_token_has_only_so_many_access_tokens_under_way(
    store_at: StoreAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "MOST_OF_A_TOKEN", 3)

    async def whole(store: Store) -> None:
        scope = store.of("acme")
        for number in range(3):
            await Refreshing(scope).add(refresh(f"r{number}", f"f{number}"))
        with pytest.raises(TooMuch):
            await Refreshing(scope).add(refresh("r3", "f3"))
        late = Refresh(
            id="r4", family="f4", token="t1", hash="h", created=NOW + 101, ends=NOW + 201
        )
        await Refreshing(scope).add(late)

    store_at.run(whole)


def test_of_too_many_failures_the_oldest_are_forgotten(
    store_at: StoreAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "MOST_KEPT", 3)
    patience = Patience(free=1, first_s=1000.0, longest_s=1000.0)

    async def whole(store: Store) -> list[float]:
        tries = Attempts(store.everywhere())
        for number in range(5):
            await tries.count({f"k{number}": patience}, NOW + number)
        return [await tries.count({f"k{number}": patience}, NOW + 5) for number in (4, 0)]

    assert store_at.run(whole) == [999.0, 0.0]
