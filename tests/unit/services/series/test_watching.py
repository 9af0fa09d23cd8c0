"""Whether somebody watches a host."""

import asyncio

from hexascope.bus.memory import MemoryBus
from hexascope.services.series.watching import WATCHED_S, is_watched, watch


def test_a_watched_host_is_watched_for_a_while_and_no_other_one() -> None:
    now = [0.0]
    bus = MemoryBus(lambda: now[0])

    async def story() -> list[bool]:
        await watch(bus, "default", "a")
        seen = [await is_watched(bus, "default", "a"), await is_watched(bus, "default", "b")]
        seen.append(await is_watched(bus, "other", "a"))
        now[0] = WATCHED_S + 1
        return [*seen, await is_watched(bus, "default", "a")]

    assert asyncio.run(story()) == [True, False, False, False]
