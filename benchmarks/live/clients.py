"""Many clients in one process; tells how many messages came and how late by the slowest percent."""

import argparse
import asyncio
import json
import sys

from websockets.asyncio.client import ClientConnection, connect

AT_ONCE = 50


def main() -> None:
    """Connect, say that all are there, read until told to end, and tell the counts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--clients", type=int, required=True)
    parser.add_argument("--tenants", type=int, required=True)
    parser.add_argument("--topic", required=True)
    asyncio.run(run(parser.parse_args()))


async def run(options: argparse.Namespace) -> None:
    """Keep all connections until a line comes on standard input."""
    counts = [0] * options.clients
    gate = asyncio.Semaphore(AT_ONCE)
    there = [asyncio.Event() for _ in range(options.clients)]

    async def client(number: int) -> None:
        headers = {"Authorization": f"Bearer tenant{number % options.tenants}"}
        url = f"ws://127.0.0.1:{options.port}/api/v1/live"
        async with gate:
            connection = await connect(
                url, additional_headers=headers, compression=None, open_timeout=60
            )
        await listen(connection, number)

    async def listen(connection: ClientConnection, number: int) -> None:
        await connection.send(json.dumps({"subscribe": [options.topic]}))
        async for message in connection:
            if len(message) > 1000:
                counts[number] += 1
                there[number].set()

    tasks = [asyncio.ensure_future(client(number)) for number in range(options.clients)]
    for one in there:
        await one.wait()
    print("there", flush=True)
    line = asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    before = sum(counts)
    await line
    ended = sum(task.done() for task in tasks)
    print(json.dumps({"messages": sum(counts) - before, "ended": ended}), flush=True)
    for task in tasks:
        task.cancel()


if __name__ == "__main__":
    main()
