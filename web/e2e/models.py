"""Scripted models on loopback for the dashboard's tests; ends with its stdin.

    python models.py [PORT] [--hangs ROLE] [--lies ROLE] [--pause SECONDS]

Its first line is the address; what follows up to an empty line are settings (TOML) that name these
models. All specialists are served by one that judges by the evidence, opposes as some, and takes
part in the discussion; ROLE by one that never answers, and ROLE by one that alters every number.
"""

# ruff: noqa: INP001 - a script that the end-to-end tests start, no package

import argparse
import asyncio
import sys

from hexascope.llm.fake.server import FakeModels

NORMAL, HANGS, LIES = "compatible/fake-contrary", "compatible/fake-hang", "compatible/fake-lying"
PATIENCE_S = 4
"""How long one specialist is waited for: who hangs is absent after so long."""


def settings(url: str, hangs: str, lies: str) -> str:
    """Give the settings that have the specialists served by these models."""
    tagged = [(HANGS, hangs), (LIES, lies)]
    names = [NORMAL, *(name for name, role in tagged if role)]
    lines = [
        "[panel]",
        f'models = "{",".join(names)}"',
        f'base_url = "{url}/v1"',
        f"patience_seconds = {PATIENCE_S}.0",
        "cache_seconds = 0.0",
        'mode = "full"',
        "settle_early = false",
    ]
    for name, role in tagged:
        if role:
            lines += [f'[models."{name}"]', f'tags = ["{role}"]']
    for name in names:
        lines += [f'[token_prices."{name}"]', "input = 0.5", "output = 2.0"]
    return "\n".join(lines)


async def serve() -> None:
    """Serve until nobody holds the other end of stdin."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("port", type=int, nargs="?", default=0)
    asked.add_argument("--hangs", default="", metavar="ROLE")
    asked.add_argument("--lies", default="", metavar="ROLE")
    asked.add_argument("--pause", type=float, default=0.4, metavar="SECONDS")
    wanted = asked.parse_args()
    server = FakeModels(pause_s=wanted.pause)
    await server.start(wanted.port)
    told = (server.url, settings(server.url, wanted.hangs, wanted.lies), "")
    sys.stdout.write("\n".join((*told, "")))
    sys.stdout.flush()
    try:
        await asyncio.to_thread(sys.stdin.read)
    finally:
        await server.stop()


if __name__ == "__main__":
    asyncio.run(serve())
