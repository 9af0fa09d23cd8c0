"""What a panel by models costs over its models' own time, beside other ways to do the same."""

import argparse
import asyncio
import multiprocessing
import resource
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from multiprocessing.queues import Queue
from pathlib import Path

import aiohttp

import hexascope.consult.specialists
import hexascope.llm.providers
from benchmarks.costs.panel_case import timed_case
from benchmarks.costs.panel_peers import PEERS, runs
from hexascope.consult.consult import consult
from hexascope.consult.contract import Specialist
from hexascope.domain.case import Case
from hexascope.domain.opinion import ANALYSTS
from hexascope.kit.plugins import discover
from hexascope.llm.contract import Endpoint
from hexascope.llm.fake.server import FakeModels
from hexascope.llm.provider import Provider
from hexascope.services.models import ModelVoices
from hexascope.words import Language

PAUSE_S, SLOW_S = 0.2, 3.0
"""How long a model takes for an answer; the slow one is for what we do meanwhile."""

IN_TURN = ("coordinator", "report generator")
"""Who is asked one after the other once the analysts have been heard: six calls, three stages."""

AT_ONCE = (1, 10, 100, 1_000)
FEW = 100
"""Up to so many at once are run several times, and the quickest counts."""

TIMES = 3
SERVERS = 2
MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What some analyses at once took: seconds, CPU seconds of ours, how many failed."""

    wall_s: float
    cpu_s: float
    failed: int


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `panel`."""
    parser.add_argument("--at-once", type=int, nargs="*", default=AT_ONCE)
    parser.add_argument(
        "--peers", type=Path, help="run the peers as well, in environments below this folder"
    )
    parser.set_defaults(do=_panel)


def _panel(options: argparse.Namespace) -> int:
    with _served(PAUSE_S) as url:
        path = asyncio.run(_measured(url, options.at_once))
        for peer in PEERS if options.peers else ():
            few = [one for one in options.at_once if one <= FEW]
            for took in runs(peer, options.peers.absolute(), url, few, TIMES):
                print(
                    f"{peer.name}, {took.at_once} at once: {_walls(took.wall_s, path)};"
                    f" CPU {1000 * took.cpu_s / took.at_once:.1f} ms each;"
                    f" {took.rss_bytes / MEBIBYTE:.0f} MiB; {took.failed} failed"
                )
    with _served(SLOW_S) as url:
        asyncio.run(_meanwhile(url))
    return 0


class _served:  # noqa: N801 - a context that reads as a word
    """Scripted models at one address, by as many processes as there are cores here."""

    def __init__(self, pause_s: float) -> None:
        self._urls: Queue[str] = multiprocessing.Queue()
        self._servers: list[multiprocessing.Process] = []
        self._pause_s = pause_s

    def __enter__(self) -> str:
        url = self._start(0)
        for _ in range(SERVERS - 1):
            self._start(int(url.rpartition(":")[2]))
        return url

    def _start(self, port: int) -> str:
        server = multiprocessing.Process(target=_serve, args=(self._urls, self._pause_s, port))
        server.start()
        self._servers.append(server)
        return self._urls.get(timeout=30)

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.terminate()
            server.join()


def _serve(urls: "Queue[str]", pause_s: float, port: int) -> None:
    async def serve() -> None:
        server = FakeModels(pause_s=pause_s)
        await server.start(port, shares_port=True)
        urls.put(server.url)
        await asyncio.Event().wait()

    asyncio.run(serve())


async def _measured(url: str, at_once: Sequence[int]) -> float:
    """Print what we take, and give the critical path."""
    case = timed_case()
    path = min([await _critical_path(url) for _ in range(5)])
    print(f"the critical path of three stages by plain aiohttp: {path:.3f} s")
    turn = await _timed(lambda: _in_turn(url, (*ANALYSTS, *IN_TURN)))
    print(f"the same six calls one after the other: {_walls(turn, path)}")
    await _consulted(case, url, 1)  # imports and compiled patterns are paid once
    for number in at_once:
        took = min(
            [await _consulted(case, url, number) for _ in range(TIMES if number <= FEW else 1)],
            key=lambda one: one.wall_s,
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEBIBYTE
        print(
            f"hexascope, {number} at once: {_walls(took.wall_s, path)};"
            f" CPU {1000 * took.cpu_s / number:.1f} ms each; {peak:.0f} MiB; {took.failed} failed"
        )
    return path


async def _meanwhile(url: str) -> None:
    """Print what we take of a core while slow models answer one panel."""
    case = timed_case()
    await _consulted(case, url, 1)
    took = await _consulted(case, url, 1)
    print(
        f"while models answer for {SLOW_S:g} s each: {took.cpu_s / took.wall_s:.1%} of a core"
        f" over {took.wall_s:.1f} s"
    )


def _walls(wall_s: float, path: float) -> str:
    return f"{wall_s:.3f} s, {wall_s / path:.2f} × the path"


async def _consulted(case: Case, url: str, number: int) -> Took:
    specialists = discover(hexascope.consult.specialists, Specialist)
    wires = {name: one.wire for name, one in discover(hexascope.llm.providers, Provider).items()}
    voices = ModelVoices(
        endpoints=(
            Endpoint(
                name="compatible/fake-honest",
                provider="compatible",
                model="fake-honest",
                base_url=url,
                slots=number * len(ANALYSTS),
                local=True,
            ),
        ),
        wires=wires,
        language=Language.ENGLISH,
        show=lambda piece: f"{piece.number:.3g}",
        clock=time.monotonic,
        nonce=lambda: "nonce",
        patience_s=60.0,
        panel_s=120.0,
        max_rounds=0,
    )

    async def one() -> bool:
        made = await consult(
            case,
            specialists,
            voices,
            {},
            fill=lambda remedy, _proposal: remedy,
            prices={},
            patience_seconds=120.0,
        )
        return made.verdict.quality == "excellent" and not made.absent

    began, spent = time.monotonic(), time.process_time()
    good = await asyncio.gather(*(one() for _ in range(number)))
    return Took(
        wall_s=time.monotonic() - began,
        cpu_s=time.process_time() - spent,
        failed=good.count(False),
    )


async def _critical_path(url: str) -> float:
    """Give the time of the stages as whoever asks without judging would take them."""

    async def stages() -> None:
        async with aiohttp.ClientSession() as session:
            await asyncio.gather(*(_call(session, url) for _ in ANALYSTS))
            for _ in IN_TURN:
                await _call(session, url)

    return await _timed(stages)


async def _in_turn(url: str, who: Sequence[str]) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in who:
            await _call(session, url)


async def _call(session: aiohttp.ClientSession, url: str) -> None:
    body = {"model": "fake-ok", "messages": [{"role": "system", "content": "x" * 4000}]}
    async with session.post(f"{url}/chat/completions", json=body) as response:
        await response.read()


async def _timed(work: Callable[[], Awaitable[None]]) -> float:
    began = time.monotonic()
    await work()
    return time.monotonic() - began
