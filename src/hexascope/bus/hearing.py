"""How a listener hears from Redis: over connections that come and go, telling of each gap."""

import asyncio
import secrets
from fnmatch import fnmatchcase
from typing import Any

from redis.asyncio import Redis

from hexascope.bus.away import AWAY, PATIENCE_S
from hexascope.bus.ear import Ear
from hexascope.kit.backoff import wait_before

LONGEST_PAUSE_S = 2.0
"""Between two tries to come back."""

QUIET_S = 5.0
"""After this much silence the server is asked for a sign of life, and after as much again the
connection is given up: half-open ones say nothing for hours."""


class Hearing:
    """Hears for one ear what is said on channels that begin with a prefix."""

    def __init__(self, client: Redis, prefix: str, patterns: tuple[str, ...], ear: Ear) -> None:
        self._client = client
        self._prefix = prefix
        self._patterns = patterns
        self._ear = ear
        self._left = 0
        self._in_use = False
        self.connected = asyncio.Event()

    def hand_out(self) -> None:
        """Note that the listener is in use: from now on a new connection means a gap before it."""
        self._in_use = True

    async def run(self) -> None:
        """Hear until cancelled, however often the server goes away."""
        tries = 0
        while True:
            self._left = len(self._patterns)
            try:
                await self._once()
            except AWAY:
                tries = 1 if not self._left else tries + 1
            await asyncio.sleep(
                wait_before(tries, jitter=secrets.randbelow(1000) / 1000, longest_s=LONGEST_PAUSE_S)
            )

    async def _once(self) -> None:
        """Hear over one connection until it fails."""
        async with self._client.pubsub() as channel:
            async with asyncio.timeout(PATIENCE_S):
                await channel.psubscribe(*(self._prefix + one for one in self._patterns))
            quiet = False
            while True:
                got = await channel.get_message(timeout=QUIET_S)
                if got is not None:
                    self._take(got)
                elif quiet:
                    raise TimeoutError
                else:
                    async with asyncio.timeout(PATIENCE_S):
                        await channel.ping()
                quiet = got is None

    def _take(self, got: dict[str, Any]) -> None:
        if got["type"] == "pmessage":
            topic = got["channel"].decode().removeprefix(self._prefix)
            if got["pattern"].decode().removeprefix(self._prefix) == self._first(topic):
                self._ear.hear(topic, got["data"].decode())
        elif got["type"] == "psubscribe":
            self._left -= 1
            if not self._left:
                if self._in_use:
                    self._ear.deaf()
                self.connected.set()

    def _first(self, topic: str) -> str:
        """Give the first pattern that fits: the server sends a message once for each."""
        return next((one for one in self._patterns if fnmatchcase(topic, one)), "")
