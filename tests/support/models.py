"""Models for tests: a scripted server on loopback, and what asks it."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

import hexascope.llm.providers
from hexascope.domain.learnt import Learnt
from hexascope.kit.plugins import discover
from hexascope.llm.contract import Answer, Endpoint, Failure, ModelError, Prompt, Secret
from hexascope.llm.fake.server import FakeModels, Says
from hexascope.llm.models import Models
from hexascope.llm.provider import Provider
from hexascope.llm.wires.contract import Wire

T = TypeVar("T")
SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "severity": {"enum": ["high", "low"]},
        "sure": {"type": "integer", "minimum": 7},
    },
    "required": ["severity", "sure"],
    "additionalProperties": False,
}
GOOD = {"severity": "high", "sure": 7}
DIALECTS = ("compatible", "anthropic", "ollama")


def providers() -> dict[str, Provider]:
    return discover(hexascope.llm.providers, Provider)


def wires() -> dict[str, Wire]:
    return {name: one.wire for name, one in providers().items()}


def prompt(**fields: Any) -> Prompt:
    return Prompt(**{"shared": "the evidence", "role": "judge it", "schema": SCHEMA, **fields})


def endpoint(
    server: FakeModels, behaviour: str, dialect: str = "compatible", **fields: Any
) -> Endpoint:
    return Endpoint(
        **{
            "name": f"{dialect}/fake-{behaviour}",
            "provider": dialect,
            "model": f"fake-{behaviour}",
            "base_url": server.url,
            "key": Secret("sk-very-secret"),
            **fields,
        }
    )


async def _at_once(_seconds: float) -> None:
    """Wait for nothing: what is waited for between tries is shown by kit.backoff's own tests."""


def with_server(
    work: Callable[[FakeModels, Models], Coroutine[Any, Any, T]],
    says: Says | None = None,
    *,
    pause_s: float = 0.01,
    learnt: dict[str, Learnt] | None = None,
) -> T:
    """Run something against a scripted server that ends with it."""

    async def run() -> T:
        server = FakeModels(says, pause_s=pause_s)
        await server.start()
        try:
            made = Models(wires(), clock=time.monotonic, pause=_at_once, learnt=learnt)
            async with made as models:
                return await work(server, models)
        finally:
            await server.stop()

    return asyncio.run(run())


def asked(
    behaviour: str, dialect: str = "compatible", *, patience_s: float = 5.0, **fields: Any
) -> Answer:
    """Ask a scripted model one question."""

    async def work(server: FakeModels, models: Models) -> Answer:
        return await models.ask(
            endpoint(server, behaviour, dialect), prompt(**fields), patience_s=patience_s
        )

    return with_server(work)


def failure(behaviour: str, dialect: str = "compatible", *, patience_s: float = 2.0) -> ModelError:
    """Give how asking a scripted model fails."""
    try:
        found = asked(behaviour, dialect, patience_s=patience_s)
    except ModelError as error:
        return error
    raise AssertionError(f"it answered: {found}")


__all__ = ["DIALECTS", "GOOD", "SCHEMA", "Failure", "asked", "endpoint", "failure", "prompt"]
