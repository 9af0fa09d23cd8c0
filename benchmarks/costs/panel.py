"""What a panel by models costs over its models' own time, beside a panel that asks in turn."""

import argparse
import asyncio
import multiprocessing
import resource
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from multiprocessing.queues import Queue

import aiohttp

import hexascope.consult.specialists
import hexascope.llm.providers
from hexascope.consult.consult import consult
from hexascope.consult.contract import Specialist
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.finding import Finding, finding_id
from hexascope.domain.host import HostFacts
from hexascope.domain.opinion import ANALYSTS
from hexascope.domain.snapshot import Snapshot, Window
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, When
from hexascope.kit.plugins import discover
from hexascope.llm.contract import Endpoint
from hexascope.llm.fake.server import FakeModels
from hexascope.llm.provider import Provider
from hexascope.services.models import ModelVoices
from hexascope.words import Language

PAUSE_S = 0.2
STAGES = 2
"""Four analysts at once, then the report generator: the coordinator settles by code."""

AT_ONCE = (1, 10, 100)
MEBIBYTE = 1 << 20
SERVERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """What some analyses at once took: seconds, CPU seconds of ours, how many failed."""

    wall_s: float
    cpu_s: float
    failed: int


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `panel`."""
    parser.add_argument("--at-once", type=int, nargs="*", default=AT_ONCE)
    parser.set_defaults(do=_panel)


def _panel(options: argparse.Namespace) -> int:
    urls: Queue[str] = multiprocessing.Queue()
    servers = [multiprocessing.Process(target=_serve, args=(urls,)) for _ in range(SERVERS)]
    for server in servers:
        server.start()
    try:
        asyncio.run(_measure([urls.get() for _ in servers], options.at_once))
    finally:
        for server in servers:
            server.terminate()
            server.join()
    return 0


def _serve(urls: "Queue[str]") -> None:
    async def serve() -> None:
        server = FakeModels(pause_s=PAUSE_S)
        await server.start()
        urls.put(server.url)
        await asyncio.Event().wait()

    asyncio.run(serve())


async def _measure(urls: list[str], at_once: tuple[int, ...]) -> None:
    case = _case()
    path = min([await _critical_path(urls[0]) for _ in range(5)])
    print(f"the critical path of {STAGES} stages by plain aiohttp: {path:.3f} s")
    turn = await _timed(lambda: _in_turn(urls[0]))
    print(f"the same calls one after the other: {turn:.3f} s, {turn / path:.2f} × the path")
    await _consulted(case, urls, 1)  # imports and compiled patterns are paid once
    for number in at_once:
        took = min(
            [await _consulted(case, urls, number) for _ in range(3 if number < 100 else 1)],
            key=lambda one: one.wall_s,
        )
        share = took.cpu_s / took.wall_s
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEBIBYTE
        print(
            f"{number} at once: {took.wall_s:.3f} s, {took.wall_s / path:.2f} × the path;"
            f" CPU {1000 * took.cpu_s / number:.1f} ms each, {share:.0%} of a core;"
            f" {peak:.0f} MiB; {took.failed} failed"
        )


async def _consulted(case: Case, urls: list[str], number: int) -> Took:
    specialists = discover(hexascope.consult.specialists, Specialist)
    wires = {name: one.wire for name, one in discover(hexascope.llm.providers, Provider).items()}

    async def one(place: int) -> bool:
        voices = ModelVoices(
            endpoints=(
                Endpoint(
                    name="compatible/fake-honest",
                    provider="compatible",
                    model="fake-honest",
                    base_url=urls[place % len(urls)],
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
        )
        made = await consult(
            case,
            specialists,
            voices,
            {},
            fill=lambda remedy, _proposal: remedy,
            prices={},
            patience_seconds=120.0,
        )
        return made.verdict.quality == "excellent"

    began, spent = time.monotonic(), time.process_time()
    good = await asyncio.gather(*(one(place) for place in range(number)))
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
            await _call(session, url)

    return await _timed(stages)


async def _in_turn(url: str) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in (*ANALYSTS, "report generator"):
            await _call(session, url)


async def _call(session: aiohttp.ClientSession, url: str) -> None:
    body = {"model": "fake-ok", "messages": [{"role": "system", "content": "x" * 4000}]}
    async with session.post(f"{url}/chat/completions", json=body) as response:
        await response.read()


async def _timed(work: Callable[[], Awaitable[None]]) -> float:
    began = time.monotonic()
    await work()
    return time.monotonic() - began


def _case() -> Case:
    """One finding with its evidence: enough for every specialist to speak of."""
    piece = evidence("disk.await", 0.0352, source="/proc/diskstats", window_s=5.0, device="vda")
    busy = evidence("disk.utilization", 0.97, source="/proc/diskstats", window_s=5.0, device="vda")
    culprit = Entity(kind=EntityKind.PROCESS, name="postgres", pid=4242, pids=(4242,))
    slow = Finding(
        id=finding_id("disk_latency", culprit),
        check="disk_latency",
        resource=Resource.DISK,
        aspect=Aspect.LATENCY,
        severity=Severity.HIGH,
        own_severity=Severity.HIGH,
        title=text("Requests to vda wait"),
        description=text("They do."),
        culprit=culprit,
        victims=(),
        evidence=(piece, busy),
        recommendation=text("Look."),
        proposals=(),
        confidence=80,
        harm=Harm.WAITING,
        time="2026-11-21T12:00:00Z",
        when=When.NOW,
    )
    first = Snapshot(at=0.0, time=1.7e9, readings={})
    return Case(
        host=HostFacts(id="h" * 32, name="bench", cpus=2, memory_bytes=4 * 2**30),
        window=Window(first=first, last=replace(first, at=5.0, time=1.7e9 + 5)),
        facts=Facts().with_more([piece, busy]),
        findings=(slow,),
    )
