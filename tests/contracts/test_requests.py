"""The contract of Requests: keys that are claimed with their change, once."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection

from hexascope.domain.errors import Clash
from hexascope.domain.host import HostFacts
from hexascope.store.database import requests as module
from hexascope.store.database.hosts import Hosts
from hexascope.store.database.requests import Answered, Claim, Requests
from hexascope.store.database.scope import Scope, Store
from tests.support.databases import StoreAt

CLAIM = Claim(id="k" * 64, fingerprint="f" * 64, claimed=1000.0, made="m1")
ANSWER = Answered(claim=CLAIM, status=201, headers={"location": "/x/1"}, body=b'{"a":1}\x00')


async def change(scope: Scope, claim: Claim, host: str) -> None:
    def work(connection: Connection) -> None:
        Hosts(scope).see(connection, HostFacts(id=host, name=host), 1.0)
        Requests(scope).claim(connection, claim)

    await scope.write(work)


def test_a_key_that_nobody_used_is_not_known(store_at: StoreAt) -> None:
    assert store_at.run(lambda store: Requests(store.of("acme")).one(CLAIM.id)) is None


def test_a_second_change_under_a_claimed_key_is_not_kept(store_at: StoreAt) -> None:
    async def twice(store: Store) -> list[str]:
        scope = store.of("acme")
        await change(scope, CLAIM, "first")
        with pytest.raises(Clash, match="was faster"):
            await change(scope, CLAIM, "second")
        return [one.facts.id for one in await Hosts(scope).all()]

    assert store_at.run(twice) == ["first"]


def test_a_claim_without_an_answer_says_that_it_was_done(store_at: StoreAt) -> None:
    store_at.run(lambda store: change(store.of("acme"), CLAIM, "first"))  # and the server dies

    found = store_at.run(lambda store: Requests(store.of("acme")).one(CLAIM.id))

    assert found == Answered(claim=CLAIM, status=0, headers={}, body=b"")


@pytest.mark.parametrize("changed", [True, False])
def test_an_answer_is_given_again_byte_for_byte(store_at: StoreAt, changed: bool) -> None:
    async def whole(store: Store) -> Answered | None:
        scope = store.of("acme")
        if changed:
            await change(scope, CLAIM, "first")
        await Requests(scope).keep(ANSWER)
        return await Requests(scope).one(CLAIM.id)

    assert store_at.run(whole) == ANSWER


def test_an_answer_to_something_else_does_not_replace_one(store_at: StoreAt) -> None:
    other = replace(ANSWER, claim=replace(CLAIM, fingerprint="o" * 64), status=500)

    async def whole(store: Store) -> Answered | None:
        scope = store.of("acme")
        await Requests(scope).keep(ANSWER)
        await Requests(scope).keep(other)
        return await Requests(scope).one(CLAIM.id)

    assert store_at.run(whole) == ANSWER


def test_tenants_use_the_same_keys_without_knowing_it(store_at: StoreAt) -> None:
    async def whole(store: Store) -> Answered | None:
        await Requests(store.of("acme")).keep(ANSWER)
        return await Requests(store.of("other")).one(CLAIM.id)

    assert store_at.run(whole) is None


def test_old_keys_go_and_so_do_the_oldest_of_too_many(
    store_at: StoreAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_KEPT", 2)
    claims = [replace(CLAIM, id=f"{number}", claimed=float(number)) for number in range(5)]

    async def whole(store: Store) -> tuple[int, list[bool]]:
        for tenant, claim in zip(("acme", "other") * 3, claims, strict=False):
            await Requests(store.of(tenant)).keep(replace(ANSWER, claim=claim))
        gone = await Requests(store.everywhere()).forget_before(1.0)
        there = [
            await Requests(store.of(tenant)).one(claim.id) is not None
            for tenant, claim in zip(("acme", "other") * 3, claims, strict=False)
        ]
        return gone, there

    # one is too old; five are three too many, the oldest of which is that one
    assert store_at.run(whole) == (3, [False, False, False, True, True])
