"""The topics of one process: from the bus to all who listen, and back to those who were away."""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from hexascope.bus.contract import Bus, Listener, Said
from hexascope.domain.errors import TooMuch
from hexascope.kit import clock
from hexascope.server.live.channel import KEPT_S, Allows, Channel, Counter, Heard
from hexascope.server.live.closing import ENDING
from hexascope.server.live.line import Line
from hexascope.server.live.topics import Topic, topics_heard

MOST_CHANNELS = 20_000
"""Topics that are listened to in one process, or were a minute ago."""

MOST_KEPT_BYTES = 32 * 2**20
"""Bytes of all events that are kept for who comes back."""

TICK_S = 0.25
"""How often what waits to be sent together is sent."""

TURN_OF_LINES = 200
"""After an event that went to so many the loop does other things before the next."""

LONGEST_START_S = 5.0
"""How long the first listener may wait until the bus is heard."""


class Hub:
    """Hears the whole bus while anybody listens, and a minute longer."""

    def __init__(self, bus: Bus, now: Callable[[], float] = clock.monotonic) -> None:
        self.epoch = secrets.token_hex(6)
        self._bus = bus
        self._now = now
        self.behind: set[Line] = set()
        self._counter = Counter()
        self._channels: dict[tuple[str, str], Channel] = {}
        self._hearing: asyncio.Event = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._gaps: set[Callable[[str], None]] = set()

    @property
    def seq(self) -> int:
        """Give the number of the last event."""
        return self._counter.value

    def on_gap(self, told: Callable[[str], None]) -> Callable[[], None]:
        """Have somebody told, with a word why, that events may be missing; undone by the answer."""
        self._gaps.add(told)
        return lambda: self._gaps.discard(told)

    @asynccontextmanager
    async def joined(self, tenant: str, topic: Topic) -> AsyncIterator[Channel]:
        """Give a topic's channel, which hears and keeps events from now on; TooMuch."""
        key = (tenant, str(topic))
        channel = self._channels.get(key)
        if channel is None:
            if len(self._channels) >= MOST_CHANNELS:
                raise TooMuch(f"{MOST_CHANNELS} topics are listened to already; try again later")
            channel = self._channels[key] = Channel(key[1], self._counter, self._now())
        channel.joining += 1
        try:
            if self._task is None:
                self._task = asyncio.get_running_loop().create_task(self._run())
            async with asyncio.timeout(LONGEST_START_S):
                await self._hearing.wait()
            yield channel
        finally:
            channel.joining -= 1
            channel.used_at = self._now()

    def add(self, channel: Channel, line: Line, allows: Allows | None) -> None:
        """Let a line hear a channel from now on."""
        channel.lines[line] = allows

    def leave(self, tenant: str, topic: Topic, line: Line) -> None:
        """Let a line hear it no more."""
        channel = self._channels.get((tenant, str(topic)))
        if channel is not None:
            channel.lines.pop(line, None)
            channel.used_at = self._now()
        line.forget(str(topic))

    async def _run(self) -> None:
        """Hear until the bus is closed, or nobody has listened for a while."""
        try:
            async with self._bus.listen("*") as listener:
                self._hearing.set()
                hearing = asyncio.ensure_future(self._hear(listener))
                try:
                    while self._channels and not hearing.done():
                        await asyncio.wait({hearing}, timeout=TICK_S)
                        self._missed(listener.missed())
                        self._tick()
                finally:
                    hearing.cancel()
                    with suppress(asyncio.CancelledError):
                        await hearing
        finally:
            self._hearing.clear()
            self._task = None
            self._end_all()

    def _end_all(self) -> None:
        """Close who still listens: nothing would come any more."""
        for channel in self._channels.values():
            for line in tuple(channel.lines):
                line.drop(ENDING)
        self._channels.clear()

    async def _hear(self, listener: Listener) -> None:
        async for said in listener:
            self._missed(said.missed)
            if self._take(said) >= TURN_OF_LINES:
                await asyncio.sleep(0)

    def _take(self, said: Said) -> int:
        """Pass on what was said; give how many heard it."""
        tenant, topics = topics_heard(said.topic, "")
        if not any((tenant, one) in self._channels for one in topics):
            return 0
        message = None
        with suppress(ValueError, RecursionError):
            message = json.loads(said.text)
        if not isinstance(message, dict):
            return 0
        heard = Heard(str(message.get("event", "told")), _attributes(message.get("of")), said.text)
        lines = 0
        for one in topics_heard(said.topic, heard.word)[1]:
            channel = self._channels.get((tenant, one))
            if channel is not None:
                channel.hear(heard, self._now())
                lines += len(channel.lines)
        return lines

    def _tick(self) -> None:
        now = self._now()
        kept = 0
        for key, channel in list(self._channels.items()):
            channel.tick(now)
            kept += channel.bytes
            if now > channel.used_at + KEPT_S:
                del self._channels[key]
        for line in tuple(self.behind):
            line.catch_up()
        if kept > MOST_KEPT_BYTES:
            self._shed(kept - MOST_KEPT_BYTES)

    def _shed(self, more: int) -> None:
        """Let go of kept events, of the topics first that nobody has listened to for longest."""
        for channel in sorted(self._channels.values(), key=lambda one: one.used_at):
            while channel.bytes and more > 0:
                before = channel.bytes
                channel.shed()
                more -= before - channel.bytes

    def _missed(self, count: int) -> None:
        """Tell all that events may be missing: what each topic shows has to be looked at anew."""
        if not count:
            return
        for channel in self._channels.values():
            channel.gap()
        for told in tuple(self._gaps):
            told("events were missed on their way to this server")


def _attributes(told: object) -> dict[str, str]:
    if not isinstance(told, dict):
        return {}
    return {str(name): str(value) for name, value in told.items()}
