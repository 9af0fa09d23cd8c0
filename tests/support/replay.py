"""A server that answers with what lies in files, byte by byte as they say, one after the other."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from hexascope.domain.learnt import Learnt
from hexascope.llm.contract import Answer, Endpoint, Prompt, Secret
from hexascope.llm.models import Models
from tests.support.models import prompt, wires

RECORDED = Path(__file__).parent.parent / "unit" / "llm" / "recorded"
WINDOW_BYTES = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One answer: which dialect, its status, its bytes, and how many go into one chunk."""

    wire: str
    status: int
    body: bytes
    chunk: int


@dataclass(slots=True)
class Replayed:
    """What came of asking: the answer, and the bodies of all requests."""

    asked: list[Mapping[str, Any]] = field(default_factory=list)
    answer: Answer | None = None
    learnt: dict[str, Learnt] = field(default_factory=dict)


def recorded(name: str) -> Recorded:
    """Read a file: lines that begin with a number sign tell of it, the rest is the body."""
    head, _, body = (RECORDED / f"{name}.txt").read_text(encoding="utf-8").partition("\n---\n")
    told = dict(
        line.removeprefix("# ").split(": ", 1)
        for line in head.splitlines()
        if line.startswith(("# wire: ", "# status: ", "# chunk: ", "# newline: "))
    )
    data = body.encode()
    if told.get("newline") == "crlf":
        data = data.replace(b"\n", b"\r\n")
    return Recorded(
        wire=told["wire"],
        status=int(told.get("status", "200")),
        body=data,
        chunk=int(told.get("chunk", "0")) or len(data) or 1,
    )


def replayed(*names: str, replay: Replayed | None = None, **fields: Any) -> Replayed:
    """Ask a server that answers with these files in turn; the last one again and again.

    ModelError where there is no usable answer; what was asked stands in `replay` even so.
    """
    answers = [recorded(name) for name in names]
    found = replay if replay is not None else Replayed()

    async def run() -> None:
        app = web.Application()
        app.router.add_post("/{path:.*}", _door(answers, found))
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        try:
            made = Models(wires(), clock=time.monotonic, pause=_at_once, learnt=found.learnt)
            async with made as models:
                found.answer = await models.ask(
                    _endpoint(answers[0].wire, f"http://{host}:{port}", fields.pop("model", "m")),
                    _prompt(**fields),
                    patience_s=10,
                )
        finally:
            await runner.cleanup()

    asyncio.run(run())
    return found


def _prompt(**fields: Any) -> Prompt:
    return prompt(**{"shared": "e" * WINDOW_BYTES, **fields})


def _endpoint(wire: str, url: str, model: str) -> Endpoint:
    return Endpoint(
        name=f"{wire}/{model}",
        provider=wire,
        model=model,
        base_url=url,
        key=Secret("sk-very-secret"),
        local=True,
    )


async def _at_once(_seconds: float) -> None:
    """Wait for nothing between tries."""


def _door(answers: Sequence[Recorded], found: Replayed) -> Any:
    async def answer(request: web.Request) -> web.StreamResponse:
        found.asked.append(await request.json())
        one = answers[min(len(found.asked), len(answers)) - 1]
        response = web.StreamResponse(status=one.status)
        await response.prepare(request)
        for at in range(0, len(one.body), one.chunk):
            await response.write(one.body[at : at + one.chunk])
            await asyncio.sleep(0)
        await response.write_eof()
        return response

    return answer
