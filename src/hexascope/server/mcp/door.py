"""MCP over HTTP at /mcp: each request for itself, by a bearer's token."""

from collections.abc import Mapping
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from hexascope.bootstrap.serving.parts import Credentials, Parts
from hexascope.domain.access import Caller, Verb
from hexascope.domain.errors import Denied, HexascopeError
from hexascope.server.frame import limiting
from hexascope.server.mcp.tools import ALL, Tool
from hexascope.server.requests.asked import credentials_of
from hexascope.server.requests.guard import May, NotLoggedIn

PATH = "/mcp"

GUARD = May(Verb.READ, "mcp")
"""Who may speak with it at all; each tool has a guard of its own."""

TOOLS: Mapping[str, May] = MappingProxyType(
    {name: May(one.verb, one.resource) for name, one in ALL.items()}
)
"""Who may use which tool."""

RESOURCES = May(Verb.READ, "reports")
"""Who may list and read kept reports as resources."""


class Mcp:
    """The route's endpoint; it carries its guard. The SDK is imported with the first request."""

    guard = GUARD

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._server: Any = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        _refuse_without_sdk()
        request.state.caller = await self._caller(request)
        await self._answered(scope, receive, send)

    async def _caller(self, request: Request) -> Caller:
        """Recognise a bearer: the cookie of a session is not heard here, so no page can ask."""
        credentials = credentials_of(request)
        bearer = Credentials(bearer=credentials.bearer, address=credentials.address)
        caller = await self._parts.recognise(bearer) if bearer.bearer else None
        if caller is None:
            await limiting.count_stranger(request, self._parts)
            raise NotLoggedIn("send an API token: Authorization: Bearer …")
        await limiting.count_caller(request, self._parts, caller)
        if not caller.may_some(GUARD.verb, GUARD.resource):
            raise Denied(f"{caller.name} may not {GUARD.verb} {GUARD.resource}")
        return caller

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        if self._server is None:
            from hexascope.server.mcp.serving import server_of

            self._server = server_of(self._known_of, self._parts.clock)
        # nothing is remembered between requests, so any process may answer the next one
        manager = StreamableHTTPSessionManager(self._server, json_response=True, stateless=True)
        async with manager.run():
            await manager.handle_request(scope, receive, send)

    async def _known_of(self, context: Any, tool: Tool | None) -> Any:
        from hexascope.server.mcp.stored import Stored

        request: Request = context.request
        caller: Caller = request.state.caller
        guard = TOOLS[tool.name] if tool is not None else RESOURCES
        if not caller.may_some(guard.verb, guard.resource):
            raise Denied(f"{caller.name} may not {guard.verb} {guard.resource}")
        return Stored(
            self._parts,
            caller,
            trace=getattr(request.state, "trace", ""),
            address=request.client.host if request.client else "",
        )


def _refuse_without_sdk() -> None:
    if find_spec("mcp") is None:
        raise HexascopeError("this server has no MCP: pip install 'hexascope[mcp]'")
