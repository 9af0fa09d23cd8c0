"""The frame around every request, as one ASGI layer."""

import asyncio
import secrets
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hexascope.bootstrap.serving.parts import Parts
from hexascope.kit import clock
from hexascope.server.frame import etags, names, trace
from hexascope.server.frame.answer import Answer
from hexascope.server.frame.bodies import prepared
from hexascope.server.frame.log import log
from hexascope.server.frame.measures import Measures
from hexascope.server.frame.problem import Refusal, problem

SLOW_S = 1.0
"""Answers that took longer are told in the log."""

CHANGING = ("PUT", "PATCH", "DELETE", "POST")
NO_ROUTE = "(none)"


class Frame:
    """Refuses what no route should see, and gives each answer what all answers have."""

    def __init__(self, app: ASGIApp, *, parts: Parts, measures: Measures) -> None:
        self._app = app
        self._names = names.names_of(parts.known.settings.server)
        self._measures = measures
        self._changing: dict[str, asyncio.Lock] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; let a WebSocket through that names us."""
        if scope["type"] == "http":
            await self._answer(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = _headers(scope)
        told = trace.trace_of(headers.get(b"traceparent", b""))
        scope.setdefault("state", {})["trace"] = told.id
        try:
            self._refuse(scope)
        except Refusal as refusal:
            self._measures.refused(refusal.status_code)
            await receive()
            await send(
                {"type": "websocket.close", "code": 1008, "reason": str(refusal.detail)[:100]}
            )
            return
        trace.now.set(told.id)
        await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = clock.monotonic()
        headers = _headers(scope)
        told = trace.trace_of(headers.get(b"traceparent", b""))
        trace.now.set(told.id)
        state = scope.setdefault("state", {})
        state["trace"] = told.id
        answer = Answer(scope, send, told)
        # a route of GET answers HEAD as well: the answer's body is left away on its way out
        inner = {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope
        self._measures.open.inc()
        try:
            self._refuse(scope)
            body = await prepared(scope, headers, receive)
            await self._guarded(inner, headers, body, answer)
        except Refusal as refusal:
            self._measures.refused(refusal.status_code)
            await _send(refused(refusal, told.id), scope, receive, answer)
        except Exception:  # a door: who asked is given an id, and the log what happened
            await self._failed(scope, receive, answer, told.id)
            if answer.cut:
                raise
        finally:
            self._measures.open.dec()
            once = state.get("once")
            if once is not None:
                once.end()
            self._count(inner, answer, clock.monotonic() - begun)

    def _refuse(self, scope: Scope) -> None:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        server = scope.get("server") or ("", None)
        if server[1] is not None or hosts:  # over a unix socket some send none
            names.refuse_host(hosts, self._names, str(server[0]))
        names.refuse_address(scope.get("raw_path") or b"", scope.get("query_string", b""))

    async def _guarded(
        self, scope: Scope, headers: Mapping[bytes, bytes], receive: Receive, answer: Answer
    ) -> None:
        """Let the app answer; where If-Match is given, only if nothing has changed meanwhile."""
        wanted = headers.get(b"if-match", b"").decode("latin-1")
        if not wanted or scope["method"] not in CHANGING or scope["method"] == "POST":
            await self._app(scope, receive, answer.send)
            return
        path: str = scope["path"]
        lock = self._changing.setdefault(path, asyncio.Lock())
        try:
            async with lock:
                await self._refuse_changed(scope, wanted)
                await self._app(scope, receive, answer.send)
        finally:
            if not lock.locked():
                self._changing.pop(path, None)

    async def _refuse_changed(self, scope: Scope, wanted: str) -> None:
        status, body = await self._shown(scope)
        if status == 405:
            raise Refusal(412, "If-Match: there is nothing here that a GET shows")
        if status not in (200, 404):
            return  # the app says itself why not
        if status == 404 or not etags.unchanged(etags.etag_of(body), wanted):
            raise Refusal(412, "it has been changed since you read it: read it again")

    async def _shown(self, scope: Scope) -> tuple[int, bytes]:
        """Ask the app, as who asks, for what is there now."""
        left_away = (b"if-match", b"content-length", b"content-type", b"transfer-encoding")
        asked = {
            **scope,
            "method": "GET",
            "headers": [one for one in scope["headers"] if one[0] not in left_away],
            "state": {**scope["state"], "inner": True},
        }
        found: dict[str, Any] = {"status": 500, "body": b""}

        async def nothing() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def take(message: Message) -> None:
            if message["type"] == "http.response.start":
                found["status"] = message["status"]
            else:
                found["body"] += message.get("body", b"")

        await self._app(asked, nothing, take)
        return found["status"], found["body"]

    async def _failed(self, scope: Scope, receive: Receive, answer: Answer, trace_id: str) -> None:
        error = secrets.token_hex(4)
        log().exception(
            "request_failed", error=error, method=scope["method"], path=scope["path"][:200]
        )
        if answer.began:
            answer.cut = True  # the server ends the connection: so the client sees it
            return
        detail = f"something went wrong here; the log says more under {error}"
        await _send(problem(500, "", detail, error=error, trace=trace_id), scope, receive, answer)

    def _count(self, scope: Scope, answer: Answer, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", NO_ROUTE)
        self._measures.answered(route, scope["method"], answer.status, seconds)
        if seconds >= SLOW_S:
            log().info("slow", route=route, method=scope["method"], seconds=round(seconds, 3))


def refused(refusal: Refusal, trace_id: str) -> Any:
    """Make the answer of a refusal."""
    return problem(
        refusal.status_code,
        "",
        str(refusal.detail),
        refusal.headers,
        trace=trace_id,
        **refusal.more,
    )


async def _send(response: Any, scope: Scope, receive: Receive, answer: Answer) -> None:
    with suppress(OSError):
        await response(scope, receive, answer.send)


def _headers(scope: Scope) -> dict[bytes, bytes]:
    """Give the headers by name; of repeated ones the last."""
    return dict(scope["headers"])
