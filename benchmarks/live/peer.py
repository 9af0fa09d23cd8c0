"""The peer: `websockets` alone, which broadcasts the same bytes as often, and knows nobody."""

import argparse
import asyncio
import json

from websockets.asyncio.server import ServerConnection, broadcast, serve


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--tenants", type=int, required=True)
    parser.add_argument("--bytes", type=int, required=True)
    asyncio.run(run(parser.parse_args()))


async def run(options: argparse.Namespace) -> None:
    """Serve, and say samples."""
    groups: list[set[ServerConnection]] = [set() for _ in range(options.tenants)]
    filling = "x" * options.bytes

    async def handler(connection: ServerConnection) -> None:
        token = connection.request.headers["Authorization"] if connection.request else ""
        group = groups[int(token.rpartition("tenant")[2])]
        group.add(connection)
        try:
            async for _ in connection:
                pass
        finally:
            group.discard(connection)

    async with serve(handler, "127.0.0.1", options.port, compression=None, backlog=1024):
        seq = 0
        while True:
            for group in groups:
                seq += 1
                broadcast(group, json.dumps({"seq": seq, "data": {"filling": filling}}))
                await asyncio.sleep(1.0 / len(groups))


if __name__ == "__main__":
    main()
