"""The scripted server for who asks without a stream, as the SDKs of the field do."""

import asyncio
import json
from typing import Any

import aiohttp

from hexascope.llm.fake.server import FakeModels

ASKED = {"messages": [{"role": "user", "content": "Well?"}]}


def told(behaviour: str, **fields: Any) -> tuple[str, str]:
    """Ask once over plain HTTP: the type of what came, and its text."""

    async def ask() -> tuple[str, str]:
        server = FakeModels(lambda _body: "It waits.", pause_s=0.0)
        await server.start()
        try:
            async with (
                aiohttp.ClientSession() as session,
                session.post(
                    f"{server.url}/v1/chat/completions",
                    json={"model": f"fake-{behaviour}", **ASKED, **fields},
                ) as response,
            ):
                return response.content_type, await response.text()
        finally:
            await server.stop()

    return asyncio.run(ask())


def test_who_asks_without_a_stream_gets_one_answer() -> None:
    kind, words = told("ok")
    assert kind == "application/json"
    assert '"content": "It waits."' in words
    assert '"total_tokens": 102' in words


def test_who_asks_for_a_stream_gets_one() -> None:
    kind, words = told("ok", stream=True)
    assert kind == "text/event-stream"
    assert words.endswith("data: [DONE]\n\n")


def test_an_answer_that_is_cut_is_no_json_to_its_end() -> None:
    assert not told("cut")[1].endswith("}")


def test_why_an_answer_ended_is_told() -> None:
    assert '"finish_reason": "length"' in told("length")[1]
    assert '"finish_reason": "content_filter"' in told("refusal")[1]
    assert '"finish_reason": "stop"' in told("ok")[1]


def test_each_event_of_a_stream_has_the_fields_that_sdks_want() -> None:
    words = told("ok", stream=True)[1]
    events = [
        json.loads(line.removeprefix("data: "))
        for line in words.splitlines()
        if line.startswith("data: {")
    ]
    assert all({"id", "object", "created", "model", "choices"} <= set(one) for one in events)
