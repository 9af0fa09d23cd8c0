"""The scripted server: three dialects over HTTP, each model's name says how it behaves."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hexascope.llm.fake.shapes import schema_of, smallest
from hexascope.llm.fake.speakers import SPEAKERS, data_in
from hexascope.llm.fake.speakers import said as spoken
from hexascope.llm.fake.whole import (
    BYTES_A_TOKEN,
    INPUT_TOKENS,
    chunk,
    finish_of,
    usage_of,
    whole,
)

if TYPE_CHECKING:
    from aiohttp import web

PAUSE_S = 0.2
PIECES = 8
HUGE_BYTES = 10 * 1024 * 1024
HANG_S = 3600.0
MOST_ASKED = 10_000

Says = Callable[[Mapping[str, Any]], str]
"""From a request's body to what the model says."""


@dataclass(slots=True)
class Heard:
    """What the server was asked: dialect and body, the newest last; and how many were cut off."""

    bodies: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    cut_off: int = 0


BEHAVIOURS: Mapping[str, str] = {
    "ok": "answers after a pause",
    "hang": "never answers",
    "slow": "streams a piece each pause",
    "cut": "ends its stream in the middle",
    "bad-json": "answers with JSON that is none",
    "prose": "answers in prose",
    "huge": "streams ten megabytes",
    "limited": "answers 429 with Retry-After twice, then well",
    "ill": "answers 500",
    "overloaded": "answers 529 once, then well",
    "denied": "answers 401",
    "schema-refused": "answers 400 to every response format",
    "only-tools": "answers 400 to every response format, and keeps to a tool",
    "grammar-refused": "answers 500 and names the response format",
    "redirect": "redirects elsewhere",
    "think": "thinks aloud in tags before its answer",
    "fenced": "wraps its answer in a fence, with a sentence before it",
    "refusal": "refuses",
    "length": "stops at the token limit, in the middle of its answer",
    "empty": "answers with nothing",
    "forgetful": "reads a small part of what it is shown, and does not say so",
    "broken-off": "sends an error in the middle of its stream",
    "honest": "judges a case by its evidence",
    "contrary": "opposes as two of the analysts, asks why, and agrees when it comes to votes",
    "lying": "alters every number, and blames who is not there",
    "obeying": "does what a name or a log line of the host orders",
    "probing": "asks for the first probe that it may ask for, and speaks of what it gave",
    "computing": "asks for a program to be run, where it may, and speaks of what it computed",
}
"""What each name does; a model is called `fake-NAME`, with anything behind another dash."""


class FakeModels:
    """A server of scripted models; `says` writes the answers of those that answer."""

    def __init__(self, says: Says | None = None, *, pause_s: float = PAUSE_S) -> None:
        self.heard = Heard()
        self._says = says or _smallest
        self._pause_s = pause_s
        self._asked: dict[str, int] = {}
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def start(
        self, port: int = 0, host: str = "127.0.0.1", *, shares_port: bool = False
    ) -> None:
        """Listen on a port of this machine (0: any that is free), alone or with other processes."""
        from aiohttp import web

        app = web.Application(client_max_size=64 * 1024 * 1024)
        for path, dialect in (
            ("/v1/chat/completions", "openai"),
            ("/chat/completions", "openai"),
            ("/v1/messages", "anthropic"),
            ("/api/chat", "ollama"),
        ):
            app.router.add_post(path, self._door(dialect))
        app.router.add_get("/api/version", _version)
        app.router.add_get("/api/tags", _tags)
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port, reuse_port=shares_port or None)
        await site.start()
        address = self._runner.addresses[0]
        self.url = f"http://{address[0]}:{address[1]}"

    async def stop(self) -> None:
        """End, and leave no connection open."""
        if self._runner is not None:
            await self._runner.cleanup()

    def _door(self, dialect: str) -> "Callable[[web.Request], Awaitable[web.StreamResponse]]":
        async def answer(request: "web.Request") -> "web.StreamResponse":
            body = await request.json()
            self.heard.bodies = [*self.heard.bodies[-MOST_ASKED:], (dialect, body)]
            self.heard.headers = [*self.heard.headers[-MOST_ASKED:], dict(request.headers)]
            self.heard.at_once += 1
            self.heard.most_at_once = max(self.heard.most_at_once, self.heard.at_once)
            try:
                return await self._behave(dialect, body, request)
            except (asyncio.CancelledError, ConnectionResetError):
                self.heard.cut_off += 1
                raise
            finally:
                self.heard.at_once -= 1

        return answer

    async def _behave(
        self, dialect: str, body: Mapping[str, Any], request: "web.Request"
    ) -> "web.StreamResponse":
        from aiohttp import web

        behaviour = _behaviour(str(body.get("model", "")))
        turn = self._asked[behaviour] = self._asked.get(behaviour, 0) + 1
        refused = _refused(behaviour, turn, body)
        if refused is not None:
            status, reason, headers = refused
            return web.json_response({"error": {"message": reason}}, status=status, headers=headers)
        await asyncio.sleep(HANG_S if behaviour == "hang" else self._pause_s)
        if dialect == "openai" and not body.get("stream"):
            told = whole(self._said(behaviour, body), behaviour)
            return web.Response(text=told, content_type="application/json")
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        async for event in self._stream(behaviour, dialect, body):
            line = json.dumps(event)
            shown = f"{line}\n" if dialect == "ollama" else f"data: {line}\n\n"
            await response.write(shown.encode())
        if dialect == "openai" and behaviour not in ("cut", "broken-off"):
            await response.write(b"data: [DONE]\n\n")
        await response.write_eof()
        return response

    async def _stream(
        self, behaviour: str, dialect: str, body: Mapping[str, Any]
    ) -> AsyncIterator[Mapping[str, Any]]:
        said = self._said(behaviour, body)
        size = max(1, -(-len(said) // PIECES))
        parts = [said[at : at + size] for at in range(0, len(said), size)]
        if behaviour in ("cut", "broken-off"):
            parts = parts[: len(parts) // 2]
        for part in parts:
            if behaviour == "slow":
                await asyncio.sleep(self._pause_s)
            yield _piece(dialect, part)
        if behaviour == "broken-off":
            yield {"error": {"message": "overloaded"}}
        elif behaviour != "cut":
            for event in _ending(dialect, behaviour, len(said), _read_of(behaviour, body)):
                yield event

    def _said(self, behaviour: str, body: Mapping[str, Any]) -> str:
        if behaviour == "huge":
            return "x" * HUGE_BYTES
        data = data_in(body) if behaviour in SPEAKERS else None
        if data is not None:
            return json.dumps(spoken(behaviour, data, schema_of(body)))
        said = self._says(body)
        return {
            "bad-json": said[: len(said) // 3].replace('"', "'") or "{'",
            "prose": "The disk is slow, I would say.",
            "think": f"<think>Is it {{}}? Or {{'a': 1}}?</think>\n{said}",
            "fenced": f"Here it is:\n```json\n{said}\n```\nAnything else?",
            "refusal": "",
            "length": said[: max(1, len(said) * 2 // 3)],
            "empty": "",
        }.get(behaviour, said)


def _smallest(body: Mapping[str, Any]) -> str:
    return json.dumps(smallest(schema_of(body)) or {})


def _behaviour(model: str) -> str:
    rest = model.removeprefix("fake-")
    names = [name for name in BEHAVIOURS if rest == name or rest.startswith(f"{name}-")]
    return max(names, key=len, default="ok")


def _refused(
    behaviour: str, turn: int, body: Mapping[str, Any]
) -> tuple[int, str, dict[str, str]] | None:
    """Give status, reason and headers of a refusal; None where there is none."""
    formed = "response_format" in body or "tools" in body or "format" in body
    if behaviour == "limited" and turn <= 2:
        return 429, "slow down", {"Retry-After": "0.05"}
    if behaviour == "overloaded" and turn <= 1:
        return 529, "overloaded", {}
    if behaviour == "schema-refused" and formed:
        return 400, "this model has no response_format", {}
    if behaviour == "only-tools" and "response_format" in body:
        return 400, "response_format is not supported", {}
    if behaviour == "grammar-refused" and formed:
        return 500, "json_schema is not implemented: response_format", {}
    return {
        "ill": (500, "an internal error", {}),
        "denied": (401, f"bad key {'x' * 8}", {}),
        "redirect": (307, "elsewhere", {"Location": "http://127.0.0.1:9/"}),
    }.get(behaviour)


def _piece(dialect: str, part: str) -> Mapping[str, Any]:
    if dialect == "openai":
        return chunk([{"index": 0, "delta": {"content": part}}])
    if dialect == "anthropic":
        return {"type": "content_block_delta", "delta": {"type": "text_delta", "text": part}}
    return {"message": {"role": "assistant", "content": part}, "done": False}


def _read_of(behaviour: str, body: Mapping[str, Any]) -> int:
    """Give the tokens of a request; who forgets has read but a small part of them."""
    size = len(json.dumps(body.get("system") or "")) + len(json.dumps(body.get("messages") or ""))
    tokens = max(INPUT_TOKENS, size // BYTES_A_TOKEN)
    return max(1, tokens // 20) if behaviour == "forgetful" else tokens


def _ending(dialect: str, behaviour: str, size: int, read: int) -> list[Mapping[str, Any]]:
    tokens = max(1, size // 4)
    cut, refuses = behaviour == "length", behaviour == "refusal"
    if dialect == "openai":
        return [
            chunk([{"index": 0, "delta": {}, "finish_reason": finish_of(behaviour)}]),
            {**chunk([]), "usage": {**usage_of(size), "prompt_tokens": read}},
        ]
    if dialect == "anthropic":
        stop = "max_tokens" if cut else "refusal" if refuses else "end_turn"
        return [
            {
                "type": "message_delta",
                "delta": {"stop_reason": stop},
                "usage": {"input_tokens": read, "output_tokens": tokens},
            },
            {"type": "message_stop"},
        ]
    done = "length" if cut else "refusal" if refuses else "stop"
    told = {"prompt_eval_count": read, "eval_count": tokens}
    return [{"message": {"content": ""}, "done": True, "done_reason": done, **told}]


async def _version(_request: "web.Request") -> "web.Response":
    from aiohttp import web

    return web.json_response({"version": "0.0.0-fake"})


async def _tags(_request: "web.Request") -> "web.Response":
    from aiohttp import web

    return web.json_response({"models": [{"name": "fake-ok", "size": 1}]})
