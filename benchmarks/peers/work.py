"""What every peer does, and how it is measured: the standard library only.

One analysis is six calls in three stages: four analysts at once, then the coordinator with their
answers, then the report generator. `python -m benchmarks.peers.NAME ADDRESS AT_ONCE` runs so many
analyses at once and prints one line of JSON.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

MODEL = "fake-ok"
KEY = "none"
PATIENCE_SECONDS = 60.0
ANALYSTS = ("performance_analyst", "infrastructure_expert", "security_analyst", "cost_optimizer")
ORDER = "You are the {role}. Judge what was measured on this host, in one sentence."
MEASURED = "\n".join(f"disk.await{{device=vd{number}}} 0.042 s" for number in range(100))
"""About the evidence of a small host: 2.8 KB."""

Analyse = Callable[[], Awaitable[str]]


def order(role: str) -> str:
    """Give what a role is told to be."""
    return ORDER.format(role=role.replace("_", " "))


def address_and_number() -> tuple[str, int]:
    """Read the arguments: where the models answer, with /v1, and how many analyses at once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("address", help="such as http://127.0.0.1:8089/v1")
    parser.add_argument("at_once", type=int)
    options = parser.parse_args()
    return options.address, options.at_once


def most_memory_bytes() -> int:
    """Give the most memory this program has had; getrusage would count who started it as well."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    [told] = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(told) * 1024


async def measure(analyse: Analyse, at_once: int) -> None:
    """Run an analysis once to warm up, then so many at once; print seconds, memory and losses."""
    await analyse()
    cpu, began = time.process_time(), time.monotonic()
    done = await asyncio.gather(
        *(analyse() for _ in range(at_once)),
        return_exceptions=True,
    )
    wall_s = time.monotonic() - began
    told = {
        "wall_s": wall_s,
        "cpu_s": time.process_time() - cpu,
        "rss_bytes": most_memory_bytes(),
        "failed": sum(not isinstance(one, str) or not one for one in done),
    }
    print(json.dumps(told))
