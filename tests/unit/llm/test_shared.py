"""Several panels at once share what one server can bear."""

import asyncio
import time
from collections.abc import Callable

import pytest

from hexascope.llm.fake.server import FakeModels
from hexascope.llm.models import Models
from hexascope.llm.shared import SharedModels
from tests.support.models import endpoint, prompt, wires


class Counted:
    """Makes models and counts them."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> Models:
        self.made += 1
        return Models(wires(), clock=time.monotonic)


async def _ask(
    shared: SharedModels, server: FakeModels, make: Callable[[], Models], slots: int
) -> None:
    async with shared.open(make) as models:
        await models.ask(endpoint(server, "honest", slots=slots), prompt(), patience_s=10.0)


@pytest.mark.parametrize("slots", [1, 3])
def test_a_server_is_asked_as_many_questions_at_once_as_it_has_slots_whoever_asks(
    slots: int,
) -> None:
    async def work() -> tuple[int, int]:
        server, shared, make = FakeModels(pause_s=0.02), SharedModels(), Counted()
        await server.start()
        try:
            await asyncio.gather(*(_ask(shared, server, make, slots) for _ in range(6)))
        finally:
            await server.stop()
        return server.heard.most_at_once, make.made

    assert asyncio.run(work()) == (slots, 1)


def test_who_comes_after_the_last_has_gone_gets_new_connections() -> None:
    async def work() -> int:
        server, shared, make = FakeModels(pause_s=0.0), SharedModels(), Counted()
        await server.start()
        try:
            for _ in range(2):
                await _ask(shared, server, make, 1)
        finally:
            await server.stop()
        return make.made

    assert asyncio.run(work()) == 2


def test_models_are_closed_when_the_last_user_fails() -> None:
    async def work() -> bool:
        shared, made = SharedModels(), Models(wires(), clock=time.monotonic)
        with pytest.raises(RuntimeError, match="this panel fell"):
            async with shared.open(lambda: made):
                raise RuntimeError("this panel fell")
        return made._session is not None and made._session.closed

    assert asyncio.run(work())
