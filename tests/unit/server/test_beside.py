import asyncio
from typing import cast

from hexascope.bootstrap.serving.beside import API, LOOK, WORKER, Beside, Companions, Run, chosen
from hexascope.bootstrap.serving.parts import Parts

PARTS = cast("Parts", None)
"""These companions look at none of them."""


async def rests(_parts: Parts) -> None:
    await asyncio.Event().wait()


async def is_deaf(_parts: Parts) -> None:
    while True:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            me = asyncio.current_task()
            if me is not None and me.cancelling() > 1:
                raise


async def fails(_parts: Parts) -> None:
    raise ValueError("no disk")


def a(name: str, *roles: str, run: Run = rests) -> Beside:
    return Beside(name=name, roles=frozenset(roles), run=run)


def test_a_process_runs_what_belongs_to_one_of_its_roles() -> None:
    runners = (a("work", WORKER), a("relay", API, WORKER), a("look", LOOK))

    assert [one.name for one in chosen({API}, runners)] == ["relay"]
    assert [one.name for one in chosen({API, LOOK}, runners)] == ["relay", "look"]


def test_all_end_when_they_are_cancelled_and_the_deaf_are_named() -> None:
    async def whole() -> tuple[str, ...]:
        beside = Companions(PARTS, (a("good", API), a("deaf", API, run=is_deaf)))
        beside.begin(lambda name, error: None)
        await asyncio.sleep(0)
        beside.cancel()
        late = await beside.wait(timeout_s=0.01)
        beside.cancel()
        await beside.wait(timeout_s=1.0)
        return late

    assert asyncio.run(whole()) == ("deaf",)


def test_who_fails_is_told_with_the_reason() -> None:
    told: list[tuple[str, str]] = []

    async def whole() -> None:
        beside = Companions(PARTS, (a("work", WORKER, run=fails),))
        beside.begin(lambda name, error: told.append((name, str(error))))
        await beside.wait(timeout_s=1.0)
        await asyncio.sleep(0)

    asyncio.run(whole())

    assert told == [("work", "no disk")]
