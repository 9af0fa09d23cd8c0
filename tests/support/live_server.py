"""The server with its live door as a process of its own, which says what it is told on its input.

`python -m tests.support.live_server FOLDER` prints its port; each line `TOPIC COUNT BYTES` has it
say so many events of so many bytes, and is answered by `said`. Who asks is believed, as in
tests/support/serving.
"""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

import uvicorn

from hexascope.bootstrap.serving.opened import opened
from hexascope.bootstrap.serving.parts import Parts
from hexascope.domain.host import HostFacts
from hexascope.server.app import app_of
from hexascope.server.running import _config
from hexascope.store.database.hosts import Hosts
from tests.support.serving import known_with, recognised

HOST = "a" * 32


async def main() -> None:
    """Serve until the input ends."""
    known = known_with(Path(sys.argv[1]))
    async with opened(known) as parts:
        mine = replace(parts, recognise=recognised)
        scope = mine.store.of("acme")
        facts = HostFacts(id=HOST, name="web-1")
        await scope.write(lambda connection: Hosts(scope).see(connection, facts, 1.0))
        config = _config(app_of(mine), known.settings.server)
        config.host, config.port = "127.0.0.1", 0
        server = uvicorn.Server(config)
        serving = asyncio.ensure_future(server.serve())
        for _ in range(1000):
            if server.started:
                break
            await asyncio.sleep(0.01)
        _tell(str(server.servers[0].sockets[0].getsockname()[1]))
        await _obey(mine)
        server.should_exit = True
        await serving


async def _obey(parts: Parts) -> None:
    while line := await asyncio.to_thread(sys.stdin.readline):
        topic, count, size = line.split()
        for number in range(int(count)):
            event = "sample" if ".host." in topic else "state"
            await parts.bus.say(topic, {"event": event, "n": number, "x": "x" * int(size)})
            await asyncio.sleep(0)
        _tell("said")


def _tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
