"""hexascope mcp"""

import asyncio
from importlib.util import find_spec
from typing import Annotated

import typer

from hexascope import bootstrap
from hexascope.domain.errors import BadInput
from hexascope.settings.read import Known


def mcp(
    no_examine: Annotated[
        bool, typer.Option("--no-examine", help="Offer kept reports only: examine nothing.")
    ] = False,
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",  # noqa: ARG001 - read in main
) -> None:
    """Answer an MCP client on standard input and output: examine, reports, findings, series."""
    if find_spec("mcp") is None:
        raise BadInput("this needs the official MCP SDK: pip install 'hexascope[mcp]'")
    asyncio.run(_serve(bootstrap.known_settings(), examines=not no_examine))


async def _serve(known: Known, *, examines: bool) -> None:
    from mcp.server.stdio import stdio_server

    from hexascope.kit import clock
    from hexascope.server.mcp.local import Local
    from hexascope.server.mcp.serving import server_of
    from hexascope.server.mcp.tools import ALL

    local = Local(known)

    async def known_of(_context: object, _tool: object) -> Local:
        return local

    tools = tuple(name for name in ALL if examines or name != "examine")
    server = server_of(known_of, clock.wall, tools)
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())
