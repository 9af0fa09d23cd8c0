"""Simulated posters: each sends what one host would, and does not forget it before it is kept."""

import asyncio
import json
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random

import aiohttp
import msgpack

from tests.soak.history import History, Phase

KEYS = ("soak.seq", "soak.even", *(f"soak.value{{n={n}}}" for n in range(98)))
"""What each host sends: its number, twice its number, and 98 that fill the batch."""

PATIENCE_S = 5.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 3.0
WAITS = (429, 503, 507)


@dataclass(slots=True, kw_only=True)
class Poster:
    """One host: a batch of one moment each `step_s`, sent again until it is acknowledged."""

    url: str
    token: str
    host: str
    began: float
    step_s: float
    history: History
    random: Random
    sent: int = 0
    doubled: int = 0
    waits_ms: list[float] = field(default_factory=list)

    def body(self, seq: int) -> bytes:
        """Write the batch of one number: the same words each time it is sent."""
        moment = self.began + seq * self.step_s
        values = array("d", [float(seq), float(2 * seq), *(float(seq * n) for n in range(98))])
        batch = {
            "host": self.host,
            "name": f"soak-{self.host[:6]}",
            "boot": "boot-1",
            "stream": "main",
            "seq": seq,
            "step": self.step_s,
            "keys": KEYS,
            "times": array("d", [moment]).tobytes(),
            "values": values.tobytes(),
        }
        packed: bytes = msgpack.packb(batch)
        return packed

    async def run(
        self, session: aiohttp.ClientSession, numbers: int, clock: Callable[[], float]
    ) -> None:
        """Send so many batches, each at its time; what could not be sent in time follows."""
        loop_began = clock()
        await asyncio.sleep(self.random.random() * self.step_s)
        for seq in range(1, numbers + 1):
            due = loop_began + seq * self.step_s
            await asyncio.sleep(max(0.0, due - clock()))
            await self._send(session, seq, clock)

    async def _send(
        self, session: aiohttp.ClientSession, seq: int, clock: Callable[[], float]
    ) -> None:
        body, key, pause = self.body(seq), f"{self.host}:{seq}", FIRST_PAUSE_S
        while True:
            self._write(key, seq, Phase.INTENDED)
            began = clock()
            phase = await self._try(session, body)
            self._write(key, seq, phase)
            if phase is Phase.ACKED:
                self.waits_ms.append((clock() - began) * 1000)
                self.sent += 1
                if self.random.random() < 0.05:  # the answer may get lost on its way: sent again
                    self.doubled += 1
                    await self._try(session, body)
                return
            await asyncio.sleep(pause * (0.5 + self.random.random() / 2))
            pause = min(2 * pause, LONGEST_PAUSE_S)

    async def _try(self, session: aiohttp.ClientSession, body: bytes) -> Phase:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/msgpack",
        }
        try:
            async with session.post(
                f"{self.url}/api/v1/series/batches",
                data=body,
                headers=headers,
                timeout=aiohttp.ClientTimeout(total=PATIENCE_S),
            ) as answer:
                said = await answer.read()
                if answer.status == 200:
                    return Phase.ACKED
                if answer.status in WAITS:
                    # a database that went away in the middle does not know what it kept
                    return Phase.UNKNOWN if answer.status == 503 else Phase.REFUSED
                raise AssertionError(f"{answer.status}: {said[:300]!r}")
        except (aiohttp.ClientError, TimeoutError, OSError):
            return Phase.UNKNOWN

    def _write(self, key: str, seq: int, phase: Phase) -> None:
        self.history.write(self.host, "batch", key, phase, stream=self.host, seq=seq)


def posters_of(
    url: str,
    token: str,
    hosts: Iterable[str],
    *,
    began: float,
    step_s: float,
    history: History,
    random: Random,
) -> list[Poster]:
    """Give a poster for each host."""
    return [
        Poster(
            url=url,
            token=token,
            host=host,
            began=began,
            step_s=step_s,
            history=history,
            random=Random(random.random()),
        )
        for host in hosts
    ]


@dataclass(slots=True, kw_only=True)
class Asker:
    """Somebody who has this machine examined now and then, each time by an idempotency key."""

    url: str
    token: str
    name: str
    history: History
    random: Random

    async def run(self, session: aiohttp.ClientSession, count: int, pause_s: float) -> None:
        """Ask so often; each is asked for again, by the same key, until it is taken."""
        for number in range(count):
            await asyncio.sleep(pause_s * (0.5 + self.random.random()))
            await self._ask(session, f"{self.name}-{number}")

    async def _ask(self, session: aiohttp.ClientSession, key: str) -> None:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        asked = {"window_s": 0.5, "scope": ["cpu"]}
        while True:
            self.history.write(self.name, "asked", key, Phase.INTENDED)
            try:
                async with session.post(
                    f"{self.url}/api/v1/examinations",
                    json=asked,
                    headers=headers,
                    timeout=aiohttp.ClientTimeout(total=PATIENCE_S),
                ) as answer:
                    said = await answer.read()
                    if answer.status in (200, 202):
                        told = json.loads(said)
                        self.history.write(self.name, "asked", key, Phase.ACKED)
                        self.history.write(self.name, "job", told["id"], Phase.INTENDED)
                        self.history.write(self.name, "job", told["id"], Phase.ACKED)
                        return
                    if answer.status not in (409, *WAITS):
                        raise AssertionError(f"{answer.status}: {said[:300]!r}")
            except (aiohttp.ClientError, TimeoutError, OSError):
                pass
            self.history.write(self.name, "asked", key, Phase.UNKNOWN)
            await asyncio.sleep(FIRST_PAUSE_S + self.random.random())
