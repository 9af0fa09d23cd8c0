"""The server with its live door, as a process of its own: each second one sample a topic.

Who asks is believed: what recognising costs is another figure, and asked once in 30 s.
"""

import argparse
import asyncio
from dataclasses import replace
from pathlib import Path

import uvicorn

from hexascope.bootstrap.serving.opened import opened
from hexascope.bootstrap.serving.parts import Credentials, Parts
from hexascope.domain.access import Caller, permissions
from hexascope.domain.host import HostFacts
from hexascope.server.app import app_of
from hexascope.server.running import _config
from hexascope.settings.read import read_settings
from hexascope.store.database.hosts import Hosts

HOST = "a" * 32


async def recognised(credentials: Credentials) -> Caller | None:
    """The tenant is the token."""
    given = permissions(["*:*"])
    tenant = credentials.bearer
    return Caller(tenant=tenant, id=tenant, name=tenant, kind="token", permissions=given)


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--tenants", type=int, required=True)
    parser.add_argument("--bytes", type=int, required=True)
    asyncio.run(serve(parser.parse_args()))


async def serve(options: argparse.Namespace) -> None:
    """Serve, and say samples."""
    flags = {
        "server.store": f"sqlite:///{options.folder / 'hexascope.db'}",
        "server.port": options.port,
        "server.look_seconds": 0.0,
    }
    known = read_settings((), {}, flags)
    async with opened(known) as parts:
        mine = replace(parts, recognise=recognised)
        names = [f"tenant{number}" for number in range(options.tenants)]
        for name in names:
            await keep_host(mine, name)
        config = _config(app_of(mine), known.settings.server)
        config.host, config.port = "127.0.0.1", options.port
        telling = asyncio.ensure_future(tell(mine, names, options.bytes))
        await uvicorn.Server(config).serve()
        telling.cancel()


async def keep_host(parts: Parts, tenant: str) -> None:
    """Keep the host whose samples are told."""
    scope = parts.store.of(tenant)
    await scope.write(
        lambda connection: Hosts(scope).see(connection, HostFacts(id=HOST, name="web-1"), 1.0)
    )


async def tell(parts: Parts, tenants: list[str], size: int) -> None:
    """One sample a second for each tenant's host."""
    filling = "x" * size
    while True:
        for name in tenants:
            await parts.bus.say(f"{name}.host.{HOST}", {"event": "sample", "filling": filling})
            await asyncio.sleep(1.0 / len(tenants))


if __name__ == "__main__":
    main()
