"""hexascope mcp by the SDK's own client, over real pipes."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters, types
from mcp.client.stdio import stdio_client

pytestmark = pytest.mark.journey

LIMIT_S = 60


def test_a_client_examines_this_host_and_reads_what_was_found(tmp_path: Path) -> None:
    async def work() -> tuple[dict[str, Any], ...]:
        parameters = StdioServerParameters(
            command=sys.executable,
            args=["-m", "hexascope", "mcp"],
            env={**os.environ, "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path / "state")},
        )
        async with asyncio.timeout(LIMIT_S), Client(stdio_client(parameters)) as client:
            made = await called(client, "examine", window_seconds=1)
            latest = await called(client, "get_report", parts=["coverage", "host"])
            found = await called(client, "list_findings", severity="info")
            series = await called(client, "query_series", match="cpu.utilization{cpu=all}")
            listed = await client.list_resources()
            uris = {"uris": [str(one.uri) for one in listed.resources]}
            return made, latest, found, series, uris

    async def called(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
        result = await client.call_tool(tool, arguments)
        assert isinstance(result, types.CallToolResult)
        (content,) = result.content
        assert isinstance(content, types.TextContent)
        told: dict[str, Any] = json.loads(content.text)
        assert not result.is_error, told
        return told

    made, latest, found, series, uris = asyncio.run(work())

    assert made["health"]
    assert made["window"]["seconds"] >= 1
    assert latest["host"]["name"] == made["host"]["name"]
    assert {one["examination"] for one in found["findings"]} <= {made["id"]}
    assert [len(one["points"]) for one in series["lines"]] in ([1], [])
    assert uris["uris"] == [f"hexascope://examinations/{made['id']}"]
