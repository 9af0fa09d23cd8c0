"""Whether this process can do its work: asked by balancers, systemd and people."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from hexascope.bootstrap.serving.parts import Parts
from hexascope.domain.errors import HexascopeError
from hexascope.store.database import alive

PATIENCE_S = 2.0
"""How long one part may take to answer: who asks waits 5 s and more."""

GOOD_FOR_S = 1.0
"""How long an answer is given again: a hundred who ask cost no more than one."""

SCHEMA_FOR_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found of one part; `reason` says what is wrong, to strangers as well."""

    part: str
    ready: bool
    reason: str = ""


class Health:
    """Looks at the parts of one process."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._found: tuple[Found, ...] = ()
        self._until = 0.0
        self._schema_until = 0.0
        self._looking = asyncio.Lock()

    async def look(self) -> tuple[Found, ...]:
        """Tell how the parts stand; draining is told at once, the rest may be a second old."""
        async with self._looking:
            if self._parts.clock() >= self._until or not self._found:
                self._found = await self._look()
                self._until = self._parts.clock() + GOOD_FOR_S
        stopping = self._parts.stopping.is_set()
        return (*self._found, Found(part="process", ready=not stopping, reason=stopping * "stops"))

    async def _look(self) -> tuple[Found, ...]:
        asked = {"store": self._store, "schema": self._schema, "bus": self._bus}
        found = await asyncio.gather(*(_asked(name, ask) for name, ask in asked.items()))
        return tuple(found)

    async def _store(self) -> str:
        await alive.answers(self._parts.store.database)
        return ""

    async def _schema(self) -> str:
        if self._parts.clock() < self._schema_until:
            return ""
        if not await alive.has_our_schema(self._parts.store.database):
            return "the database is at another step than this version: hexascope db upgrade"
        self._schema_until = self._parts.clock() + SCHEMA_FOR_S
        return ""

    async def _bus(self) -> str:
        await self._parts.bus.put("health", b"1", seconds=PATIENCE_S)
        return ""


async def _asked(name: str, ask: Callable[[], Awaitable[str]]) -> Found:
    try:
        async with asyncio.timeout(PATIENCE_S):
            reason = await ask()
    except TimeoutError:
        reason = f"no answer within {PATIENCE_S:.0f} s"
    except HexascopeError:
        reason = "no answer"  # what the error says may name servers, and strangers read this
    return Found(part=name, ready=not reason, reason=reason)
