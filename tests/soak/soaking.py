"""The soak: posters and askers at work while the processes of a size are killed."""

import asyncio
import secrets
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import aiohttp

from tests.soak.api import Api, link_in, token_by
from tests.soak.checker import Quiet, slowest_return, violations
from tests.soak.fleets import Fleet
from tests.soak.gathering import gather
from tests.soak.history import History
from tests.soak.posters import Asker, Poster, posters_of

MOST_RETURN_S = 10.0
"""How long after a restart every poster must have been answered, on a machine of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a soak is."""

    posters: int = 200
    step_s: int = 5
    seconds: int = 60
    kills: int = 3
    askers: int = 2
    asks: int = 4
    most_return_s: float = MOST_RETURN_S


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What came of a soak: `wrong` is empty where every promise was kept."""

    wrong: list[str]
    acked: int
    doubled: int
    jobs: int
    starts: list[str]
    return_s: float
    ack_ms: dict[str, float] = field(default_factory=dict)


def soak(fleet: Fleet, folder: Path, size: Size, seed: int) -> Outcome:
    """Run it: one seed says the hosts, the faults and their moments, and what is sent twice."""
    random = Random(seed)
    try:
        return _soaked(fleet, folder, size, random)
    finally:
        fleet.stop()


def _soaked(fleet: Fleet, folder: Path, size: Size, random: Random) -> Outcome:
    url = fleet.url
    starts = [f"start {fleet.start():.2f} s"]
    broken: list[Quiet] = []
    token = token_by(url, link_in(fleet.said))
    history = History(folder / "history.jsonl", time.monotonic)
    began = time.time()
    hosts = [f"{random.getrandbits(128):032x}" for _ in range(size.posters)]
    posters = posters_of(
        url, token, hosts, began=began, step_s=size.step_s, history=history, random=random
    )
    askers = [
        Asker(
            url=url,
            token=token,
            name=f"asker-{number}-{secrets.token_hex(3)}",
            history=history,
            random=Random(random.random()),
        )
        for number in range(size.askers)
    ]
    breaking = _breaking(fleet, size, random, starts, broken)
    asyncio.run(_all(posters, askers, size, breaking))
    api = Api(url=url, headers={"Authorization": f"Bearer {token}"})
    stored, wrong = gather(api, hosts, began)
    wrong += violations(history.lines, stored)
    worst = slowest_return(history.lines, broken)
    if worst > size.most_return_s:
        wrong.append(f"a client was not answered for {worst:.1f} s after a restart")
    wrong += fleet.stop()
    waits = sorted(wait for one in posters for wait in one.waits_ms)
    return Outcome(
        wrong=wrong,
        acked=sum(one.sent for one in posters),
        doubled=sum(one.doubled for one in posters),
        jobs=len(stored.ended),
        starts=starts,
        return_s=worst,
        ack_ms={
            "p50": waits[len(waits) // 2],
            "p99": waits[len(waits) * 99 // 100],
            "max": waits[-1],
        },
    )


async def _breaking(
    fleet: Fleet, size: Size, random: Random, starts: list[str], quiet: list[Quiet]
) -> None:
    """Break one thing after another, each kind in its turn, at moments that the seed says."""
    names = list(fleet.faults)
    random.shuffle(names)
    start = time.monotonic()
    moments = sorted(random.uniform(0.1, 0.9) * size.seconds for _ in range(size.kills))
    for number, moment in enumerate(moments):
        await asyncio.sleep(max(0.0, start + moment - time.monotonic()))
        name = names[number % len(names)]
        if quiet:
            quiet[-1] = replace(quiet[-1], ended=time.monotonic())
        took = await asyncio.to_thread(fleet.faults[name])
        starts.append(f"{name} {took:.2f} s")
        quiet.append(Quiet(began=time.monotonic()))


async def _all(
    posters: list[Poster], askers: list[Asker], size: Size, breaking: Awaitable[None]
) -> None:
    numbers = size.seconds // size.step_s
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session, asyncio.TaskGroup() as group:
        for poster in posters:
            group.create_task(poster.run(session, numbers, time.monotonic))
        for asker in askers:
            group.create_task(asker.run(session, size.asks, size.seconds / (size.asks + 1)))
        group.create_task(_awaited(breaking))


async def _awaited(work: Awaitable[None]) -> None:
    await work
