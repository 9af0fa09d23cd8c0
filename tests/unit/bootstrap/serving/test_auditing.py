"""Signing heads beside the server, and giving them outside until they are taken."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from hexascope.bootstrap.serving import auditing
from hexascope.bootstrap.serving.auditing import TRIES, Heads, heads_of, run_audit
from hexascope.bootstrap.serving.opened import opened
from hexascope.bootstrap.serving.parts import Parts
from hexascope.domain.audited import SignedHead
from hexascope.domain.deed import Deed
from hexascope.domain.errors import CannotReach
from hexascope.kit.sealing import signed_by
from hexascope.services.auditing import heads_in
from hexascope.store.database.audit import AuditLog
from tests.support.serving import known_with


@dataclass
class Place:
    """An outside place that refuses so often, then takes."""

    refuses: int = 0
    asked: int = 0
    taken: list[int] = field(default_factory=list)

    async def give(self, heads: Sequence[SignedHead]) -> None:
        self.asked += 1
        if self.asked <= self.refuses:
            raise CannotReach("away")
        self.taken += [head.seq for head in heads]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "PAUSE_S", 0.0)


async def do(parts: Parts) -> None:
    deed = Deed(
        tenant="acme", actor="u", actor_kind="user", actor_name="ann", verb="v", resource="r"
    )
    await parts.store.of("acme").doing(deed).write(lambda _connection: None)


async def heads_to(parts: Parts, place: Place) -> Heads:
    return replace(await heads_of(parts), outside=place)


def test_a_head_is_signed_by_the_key_of_the_instance_and_given_once(tmp_path: Path) -> None:
    async def whole() -> None:
        async with opened(known_with(tmp_path)) as parts:
            place = Place()
            heads = await heads_to(parts, place)
            await do(parts)
            assert await heads.look()
            assert await heads.look(seconds=0.0)
            (head,) = await AuditLog(parts.store.of("acme")).heads()
            assert place.taken == [1]
            assert signed_by(head.public_key, head.body(), head.signature)
            assert (await heads_of(parts)).private == heads.private, "the key stays the same"

    asyncio.run(whole())


@pytest.mark.parametrize(("refuses", "looks"), [(TRIES - 1, 1), (TRIES, 2), (2 * TRIES, 3)])
def test_heads_are_given_again_until_they_are_taken(
    tmp_path: Path, refuses: int, looks: int
) -> None:
    async def whole() -> None:
        async with opened(known_with(tmp_path)) as parts:
            place = Place(refuses=refuses)
            heads = await heads_to(parts, place)
            await do(parts)
            found = [await heads.look() for _ in range(looks)]
            assert found == [False] * (looks - 1) + [True]
            assert place.taken == [1]

    asyncio.run(whole())


def test_without_an_outside_place_heads_are_signed_all_the_same(tmp_path: Path) -> None:
    async def whole() -> None:
        async with opened(known_with(tmp_path)) as parts:
            await do(parts)
            assert await (await heads_of(parts)).look()
            assert len(await AuditLog(parts.store.of("acme")).heads()) == 1

    asyncio.run(whole())


def test_what_was_done_last_is_held_when_the_server_ends(tmp_path: Path) -> None:
    file = tmp_path / "heads"

    async def whole() -> None:
        known = known_with(tmp_path, {"server.audit_outside": str(file)})
        async with opened(known) as parts:
            await do(parts)
            running = asyncio.create_task(run_audit(parts))
            while not file.exists():  # noqa: ASYNC110 - no event tells of a file
                await asyncio.sleep(0)
            await do(parts)
            running.cancel()
            await asyncio.wait([running])

    asyncio.run(whole())

    # one that was being given when the server ended may come twice
    assert {head.seq for head in heads_in(file.read_text().splitlines())} == {1, 2}
