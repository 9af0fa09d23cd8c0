"""A bus between processes: Redis or Valkey."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit, urlunsplit

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ResponseError

from hexascope.bus.away import AWAY, PATIENCE_S
from hexascope.bus.contract import Listener, Message
from hexascope.bus.ear import Ear
from hexascope.bus.hearing import Hearing
from hexascope.bus.words import key_of, patterns, value_of, written
from hexascope.domain.errors import BadInput, BadSettings, CannotReach
from hexascope.kit.breaker import Breaker

T = TypeVar("T")

MOST_CONNECTIONS = 50
PREFIX = "hexascope"


class RedisBus:
    """Says and hears by pub/sub, and keeps with expiry.

    The address is `redis://`, `rediss://` or `unix://` as its client reads it; `?prefix=NAME` lets
    two installations share one server. Times of `clock` are those of a clock that nobody sets.
    """

    def __init__(self, address: str, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._breaker = Breaker(most_failures=3, rest_s=1.0)
        self._ears: set[Ear] = set()
        self._address, prefix = _prefix_of(address)
        self._retrying = self._client(Retry(NoBackoff(), 1))
        # a listener's connection must not come back unseen: it has to tell of the gap
        self._plain = self._client(Retry(NoBackoff(), 0))
        database = self._retrying.connection_pool.connection_kwargs.get("db") or 0
        self._prefix = f"{prefix}:{database}:"  # channels are shared by all databases of a server

    def _client(self, retry: Retry) -> "Redis":
        try:
            pool = BlockingConnectionPool.from_url(
                self._address,
                retry=retry,
                max_connections=MOST_CONNECTIONS,
                timeout=PATIENCE_S,
                socket_connect_timeout=PATIENCE_S,
                socket_timeout=None,
                socket_keepalive=True,
            )
        except (ValueError, TypeError) as error:
            raise BadSettings(f"server.bus {self._shown}: {error}") from None
        return Redis(connection_pool=pool)

    @property
    def _shown(self) -> str:
        """Give the address without a password."""
        return urlsplit(self._address)._replace(query="").geturl().rpartition("@")[2][:200]

    async def open(self) -> None:
        """Connect; CannotReach."""
        await self._asked(self._retrying.ping)

    async def close(self) -> None:
        """Let go; listeners end."""
        for ear in tuple(self._ears):
            ear.close()
        for client in (self._retrying, self._plain):
            with suppress(*AWAY):
                await client.aclose()
                await client.connection_pool.aclose()

    async def say(self, topic: str, message: Message) -> None:
        """Tell all that listen now."""
        text = written(topic, message)
        channel = f"{self._prefix}said:{topic}"
        await self._asked(lambda: self._retrying.publish(channel, text))

    async def get(self, key: str) -> bytes | None:
        """Give what is kept."""
        name = self._named(key)
        value = await self._asked(lambda: self._retrying.get(name))
        return value.encode() if isinstance(value, str) else value

    async def put(self, key: str, value: bytes, *, seconds: float) -> None:
        """Keep for a while."""
        name, value = self._named(key), value_of(key, value)
        lasting = max(1, int(seconds * 1000))
        await self._asked(lambda: self._retrying.set(name, value, px=lasting))

    async def add(self, key: str, amount: int = 1, *, seconds: float) -> int:
        """Count; the first use sets when it ends, in one step with the counting."""
        name, lasting = self._named(key), max(1, int(seconds * 1000))

        async def count() -> int:
            async with self._retrying.pipeline(transaction=True) as both:
                both.set(name, 0, px=lasting, nx=True)
                both.incrby(name, amount)
                return int((await both.execute())[1])

        return await self._asked(count)

    async def forget(self, key: str) -> None:
        """Remove."""
        name = self._named(key)
        await self._asked(lambda: self._retrying.delete(name))

    def _named(self, key: str) -> str:
        return f"{self._prefix}kept:{key_of(key)}"

    async def _asked(self, ask: "Callable[[], Awaitable[T]]") -> T:
        """Ask the server within our patience; after some failures in a row it is left alone."""
        if not self._breaker.lets_through(self._clock()):
            raise CannotReach(f"the bus at {self._shown} is away; it is asked again in a second")
        try:
            async with asyncio.timeout(PATIENCE_S):
                answered = await ask()
        except ResponseError as error:
            self._breaker.succeeded()
            if "not an integer" in str(error):
                raise BadInput("what is kept under that key is no count") from None
            raise CannotReach(f"the bus at {self._shown} refused: {str(error)[:200]}") from None
        except asyncio.CancelledError:
            self._breaker.gave_up()
            raise
        except AWAY as error:
            self._breaker.failed(self._clock())
            told = str(error)[:200] or f"no answer in {PATIENCE_S} s"
            raise CannotReach(f"the bus at {self._shown}: {told}") from None
        self._breaker.succeeded()
        return answered

    @asynccontextmanager
    async def listen(self, *patterns_: str) -> AsyncIterator[Listener]:
        """Listen until the block ends."""
        checked = patterns(patterns_)
        ear = Ear(checked)
        hearing = Hearing(self._plain, f"{self._prefix}said:", checked, ear)
        self._ears.add(ear)
        task = asyncio.create_task(hearing.run())
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE_S):
                    await hearing.connected.wait()
            hearing.hand_out()
            yield ear
        finally:
            self._ears.discard(ear)
            ear.close()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def _prefix_of(address: str) -> tuple[str, str]:
    """Take `prefix=NAME` out of an address."""
    parts = urlsplit(address)
    asked = parse_qs(parts.query)
    prefix = asked.pop("prefix", [PREFIX])[0]
    rest = "&".join(f"{name}={value}" for name, values in asked.items() for value in values)
    return urlunsplit(parts._replace(query=rest)), prefix
