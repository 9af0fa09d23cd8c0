"""The cache of a bus within one process stays within its limits."""

import asyncio

from hexascope.bus.contract import LARGEST_BYTES
from hexascope.bus.memory import MOST_KEPT, MOST_KEPT_BYTES, MemoryBus


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def fill(bus: MemoryBus, count: int, value: bytes = b"") -> None:
    for number in range(count):
        await bus.put(f"key-{number}", value, seconds=60)


def test_it_keeps_its_most_and_beyond_that_the_oldest_go() -> None:
    async def work() -> tuple[bytes | None, ...]:
        bus = MemoryBus(Clock())
        await fill(bus, MOST_KEPT)
        first = await bus.get("key-0")
        await bus.put("another", b"", seconds=60)
        return first, await bus.get("key-0"), await bus.get("key-1"), await bus.get("another")

    assert asyncio.run(work()) == (b"", None, b"", b"")


def test_it_keeps_no_more_bytes_than_its_limit() -> None:
    fitting = MOST_KEPT_BYTES // LARGEST_BYTES

    async def work() -> list[bool]:
        bus = MemoryBus(Clock())
        await fill(bus, fitting + 2, b"x" * LARGEST_BYTES)
        return [await bus.get(f"key-{number}") is not None for number in range(fitting + 2)]

    assert asyncio.run(work()) == [False] * 2 + [True] * fitting


def test_what_was_replaced_takes_no_room() -> None:
    async def work() -> bytes | None:
        bus = MemoryBus(Clock())
        await bus.put("first", b"kept", seconds=60)
        for _ in range(2 * MOST_KEPT_BYTES // LARGEST_BYTES):
            await bus.put("large", b"x" * LARGEST_BYTES, seconds=60)
        return await bus.get("first")

    assert asyncio.run(work()) == b"kept"


def test_what_has_ended_goes_before_what_is_only_old() -> None:
    clock = Clock()

    async def work() -> tuple[bytes | None, bytes | None]:
        bus = MemoryBus(clock)
        await bus.put("lasting", b"", seconds=1000)
        await fill(bus, MOST_KEPT - 1)
        clock.now += 61
        await bus.put("another", b"", seconds=60)
        return await bus.get("lasting"), await bus.get("key-0")

    assert asyncio.run(work()) == (b"", None)


def test_a_counter_keeps_its_end_while_it_counts() -> None:
    clock = Clock()

    async def work() -> list[int]:
        bus = MemoryBus(clock)
        counts = [await bus.add("n", seconds=10)]
        clock.now += 9
        counts.append(await bus.add("n", seconds=10))
        clock.now += 1
        return [*counts, await bus.add("n", seconds=10)]

    assert asyncio.run(work()) == [1, 2, 1]
