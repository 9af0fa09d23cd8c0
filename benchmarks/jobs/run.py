"""Measuring jobs: embedded, over PostgreSQL and Celery, and plain Celery on the same Redis."""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.errors import Unfit
from benchmarks.jobs.ours import place

LATENCIES = 100
GOAL_START_S, GOAL_RATE, GOAL_RATIO = 0.005, 1500, 0.8


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `jobs`."""
    parser.add_argument("--jobs", type=int, default=2000, help="jobs of each measure; 2000")
    parser.add_argument("--postgresql", default="", help="address of an empty database")
    parser.add_argument("--redis", default="", help="redis://HOST:PORT of an empty server")
    parser.set_defaults(do=_jobs)


def _jobs(options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="hexascope-jobs-") as folder:
        start, rate = asyncio.run(
            _measured(f"sqlite:///{Path(folder) / 'x.db'}", "local://", options.jobs, works=True)
        )
    _say("hexascope, embedded", start, rate)
    print(f"{'goals':<28} {GOAL_START_S * 1000:>8.1f} ms {GOAL_RATE:>8} jobs/s")
    if not options.redis:
        return 0
    if not options.postgresql:
        raise Unfit("--redis needs --postgresql as well: Celery's workers share that")
    peer = _peer(f"{options.redis}/1", options.jobs)
    _say("plain Celery", *peer)
    queue = f"celery+{options.redis}/2"
    with _process("benchmarks.jobs.ours", options.postgresql, queue):
        ours = asyncio.run(_measured(options.postgresql, queue, options.jobs, works=False))
    _say("hexascope over Celery", *ours)
    print(f"{'ratio':<28} {'':>11} {ours[1] / peer[1]:>8.2f} x  (goal {GOAL_RATIO})")
    return 0


def _say(name: str, start_s: float | None, rate: float) -> None:
    start = f"{start_s * 1000:8.1f} ms" if start_s is not None else " " * 11
    print(f"{name:<28} {start} {rate:>8.0f} jobs/s", flush=True)


async def _measured(
    store: str, queue: str, jobs: int, *, works: bool
) -> tuple[float | None, float]:
    async with place(store, queue, works=works) as here:
        start = await here.latency(LATENCIES) if works else None
        return start, await here.rate(jobs)


def _peer(broker: str, jobs: int) -> tuple[float | None, float]:
    os.environ["BENCH_BROKER"] = broker
    with _process("benchmarks.jobs.peer", str(os.cpu_count() or 2)):
        from benchmarks.jobs import peer

        time.sleep(5)
        return peer.latency(LATENCIES), peer.rate(jobs)


@contextmanager
def _process(module: str, *words: str) -> Iterator[None]:
    made = subprocess.Popen(
        [sys.executable, "-m", module, *words], stdout=subprocess.DEVNULL, env=dict(os.environ)
    )
    try:
        time.sleep(4)
        yield
    finally:
        made.terminate()
        made.wait(15)
