"""A full disk: writes are refused, nothing acknowledged is lost, and with room all goes on."""

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random

import aiohttp

from tests.soak.api import Api, link_in, token_by
from tests.soak.checker import violations
from tests.soak.disks import disk, fill
from tests.soak.fleets import embedded
from tests.soak.gathering import gather
from tests.soak.history import History, Phase
from tests.soak.posters import Poster, posters_of

MEGABYTES = 48
BEFORE_S, FULL_S, AFTER_S = 3.0, 5.0, 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FullOutcome:
    """What came of it: `refused` counts answers while the disk was full."""

    wrong: list[str]
    refused: int
    acked: int


def full_disk(folder: Path, *, posters: int, seed: int) -> FullOutcome:
    """Fill the disk of a working server, make room again, and look at what is there."""
    random = Random(seed)
    history = History(folder / "history.jsonl", time.monotonic)
    began = time.time()
    hosts = [f"{random.getrandbits(128):032x}" for _ in range(posters)]
    with disk(folder, "small", megabytes=MEGABYTES) as place:
        fleet = embedded(folder, disk=place)
        try:
            fleet.start()
            token = token_by(fleet.url, link_in(fleet.said))
            makers = posters_of(
                fleet.url, token, hosts, began=began, step_s=1, history=history, random=random
            )
            full, freed = asyncio.run(_at_work(makers, place))
            api = Api(url=fleet.url, headers={"Authorization": f"Bearer {token}"})
            stored, wrong = gather(api, hosts, began)
            wrong += violations(history.lines, stored)
            wrong += [] if fleet.server.starts == 1 else ["the server did not live through it"]
        finally:
            stopped = fleet.stop()
    during = [line for line in history.lines if full + 1 < line.time < freed]
    refused = sum(line.phase is Phase.REFUSED for line in during)
    kept = sum(line.phase is Phase.ACKED for line in during)
    if not refused:
        wrong.append(f"nothing was refused while the disk was full ({kept} batches were taken)")
    return FullOutcome(
        wrong=wrong + stopped, refused=refused, acked=sum(one.sent for one in makers)
    )


async def _at_work(posters: list[Poster], place: Path) -> tuple[float, float]:
    """Post throughout; give when the disk was full, and when it was not any more."""
    numbers = int(BEFORE_S + FULL_S + AFTER_S)
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        for poster in posters:
            group.create_task(poster.run(session, numbers, time.monotonic))
        await asyncio.sleep(BEFORE_S)
        file = await asyncio.to_thread(fill, place)
        full = time.monotonic()
        await asyncio.sleep(FULL_S)
        freed = time.monotonic()
        file.unlink()
    return full, freed
