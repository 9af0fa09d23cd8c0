"""Power cuts: what was acknowledged before one must be on the disk as it lay there then."""

import asyncio
import signal
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

import aiohttp

from tests.soak.api import Api, link_in, token_by
from tests.soak.checker import violations
from tests.soak.disks import cut, disk, mounted
from tests.soak.fleets import Embedded, embedded
from tests.soak.gathering import ended_jobs, gather
from tests.soak.history import History, Line
from tests.soak.posters import Asker, Poster, posters_of

MEGABYTES = 128


@dataclass(slots=True, kw_only=True)
class Cut:
    """One cut: the copy of the disk, and what had been told to clients by then."""

    image: Path
    lines: list[Line]


@dataclass(slots=True, kw_only=True)
class PowerOutcome:
    """What came of the cuts: `wrong` is empty where nothing acknowledged was missing."""

    wrong: list[str]
    cuts: int
    acked: int


def power_cuts(folder: Path, *, cuts: int, posters: int, seed: int) -> PowerOutcome:
    """Cut the power of a working server so often, and look at what each disk still has."""
    random = Random(seed)
    history = History(folder / "history.jsonl", time.monotonic)
    began = time.time()
    with disk(folder, "store", megabytes=MEGABYTES) as place:
        fleet = embedded(folder, disk=place)
        try:
            fleet.start()
            token = token_by(fleet.url, link_in(fleet.said))
            hosts = [f"{random.getrandbits(128):032x}" for _ in range(posters)]
            makers = posters_of(
                fleet.url, token, hosts, began=began, step_s=1, history=history, random=random
            )
            asker = Asker(
                url=fleet.url, token=token, name="asker", history=history, random=Random(seed)
            )
            # a job that runs at a cut ends after its lease: one that has ended shows as much
            asyncio.run(_ask(asker))
            api = Api(url=fleet.url, headers={"Authorization": f"Bearer {token}"})
            assert set(ended_jobs(api).values()) == {"done"}
            made = asyncio.run(_at_work(fleet, makers, history, folder, cuts, random))
        finally:
            fleet.stop()
    wrong = [words for one in made for words in _after(folder, one, token, hosts, began)]
    return PowerOutcome(wrong=wrong, cuts=len(made), acked=sum(one.sent for one in makers))


async def _ask(asker: Asker) -> None:
    async with aiohttp.ClientSession() as session:
        await asker.run(session, 1, 0.1)


async def _at_work(
    fleet: Embedded,
    posters: list[Poster],
    history: History,
    folder: Path,
    cuts: int,
    random: Random,
) -> list[Cut]:
    seconds = 2 * cuts + 2
    made: list[Cut] = []
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        for poster in posters:
            group.create_task(poster.run(session, seconds, time.monotonic))
        for number in range(cuts):
            await asyncio.sleep(1.5 + random.random())
            # stopped, so that nothing reaches the disk while its image is copied; what is being
            # sent at this moment stands in the history as intended, and may be there or not
            fleet.server.signal(signal.SIGSTOP)
            lines = list(history.lines)
            try:
                image = cut(folder, "store", f"cut-{number}")
            finally:
                fleet.server.signal(signal.SIGCONT)
            made.append(Cut(image=image, lines=lines))
    return made


def _after(folder: Path, one: Cut, token: str, hosts: list[str], began: float) -> list[str]:
    """Start a server over what is left, and compare."""
    with ExitStack() as stack:
        place = stack.enter_context(mounted(one.image, one.image.with_suffix("")))
        fleet = embedded(folder, disk=place, name=one.image.stem)
        stack.callback(fleet.stop)
        fleet.start()
        api = Api(url=fleet.url, headers={"Authorization": f"Bearer {token}"})
        stored, wrong = gather(api, hosts, began)
        return [f"{one.image.stem}: {words}" for words in wrong + violations(one.lines, stored)]
