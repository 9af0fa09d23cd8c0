"""The server with its door for series, as a process of its own; it seals and rolls up as ever.

Who asks is believed: a token is looked up once in 5 s. With --bare it is an ASGI application that
reads a body and answers; with --nowhere our door, with a store that keeps nothing.
"""

import argparse
import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvicorn

from hexascope.bootstrap.serving.opened import opened
from hexascope.bootstrap.serving.parts import Credentials, Parts
from hexascope.bootstrap.serving.series import run_upkeep
from hexascope.domain.access import Caller, permissions
from hexascope.domain.series import Batch, Kept
from hexascope.server.app import app_of
from hexascope.server.running import _config
from hexascope.services.series.series import Series
from hexascope.settings.read import read_settings

TENANT = "bench"


async def recognised(_credentials: Credentials) -> Caller | None:
    """Everybody is the same."""
    given = permissions(["*:*"])
    return Caller(tenant=TENANT, id="bench", name="bench", kind="token", permissions=given)


async def bare(scope: Any, receive: Any, send: Any) -> None:
    """The least that an application can do."""
    if scope["type"] != "http":
        return
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    headers = [(b"content-type", b"application/json"), (b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"{}"})


class Nowhere(Series):
    """Takes batches and keeps nothing."""

    async def keep(self, tenant: str, batch: Batch) -> Kept:
        """Keep nothing."""
        self.layouts.add(tenant, batch.layout, batch.keys)
        return Kept(moments=len(batch.times))


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--bare", action="store_true")
    parser.add_argument("--nowhere", action="store_true")
    asyncio.run(serve(parser.parse_args()))


async def serve(options: argparse.Namespace) -> None:
    """Serve, and keep house."""
    flags = {
        "server.store": f"sqlite:///{options.folder / 'hexascope.db'}",
        "server.master_key_file": str(options.folder / "key"),
        "server.port": options.port,
        "server.look_seconds": 0.0,
    }
    known = read_settings((), {}, flags)
    async with opened(known) as parts:
        mine = replace(parts, recognise=recognised)
        if options.nowhere:
            mine = _nowhere(mine)
        app: Any = bare if options.bare else app_of(mine)
        config = _config(app, known.settings.server)
        config.host, config.port = "127.0.0.1", options.port
        upkeep = asyncio.ensure_future(run_upkeep(mine))
        await uvicorn.Server(config).serve()
        upkeep.cancel()


def _nowhere(parts: Parts) -> Parts:
    made = Nowhere(parts.store, parts.clock, most_series=5000, keep_of=parts.series.keep_of)
    return replace(parts, measuring=made)


if __name__ == "__main__":
    main()
