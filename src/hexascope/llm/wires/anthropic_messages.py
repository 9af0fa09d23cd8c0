"""Anthropic's messages."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from hexascope.llm.contract import Endpoint, Piece, Prompt, Rung, Usage
from hexascope.llm.wires.contract import Wire, Wired, number, table, text
from hexascope.llm.wires.openai_chat import schema_in_words

VERSION = "2023-06-01"
FINISHES = {
    "end_turn": "stop",
    "tool_use": "stop",
    "stop_sequence": "stop",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "refusal": "refusal",
}


def _write(endpoint: Endpoint, prompt: Prompt, rung: Rung) -> Wired:
    told = schema_in_words(prompt) if prompt.schema is not None and rung is Rung.TEXT else ""
    body: dict[str, Any] = {
        "model": endpoint.model,
        # what all specialists share is marked, so that it is read once for six
        "system": [{"type": "text", "text": prompt.shared, "cache_control": {"type": "ephemeral"}}],
        "messages": [{"role": "user", "content": prompt.role + told}],
        "max_tokens": prompt.most_tokens,
        "temperature": prompt.temperature,
        "stream": True,
    }
    if prompt.schema is not None and rung is Rung.TOOL:
        name = prompt.schema_name
        body["tools"] = [
            {"name": name, "description": "Give the answer.", "input_schema": prompt.schema}
        ]
        body["tool_choice"] = {"type": "tool", "name": name}
    headers = {"anthropic-version": VERSION}
    if endpoint.key:
        headers["x-api-key"] = endpoint.key.reveal()
    return Wired(path="/v1/messages", headers=headers, body=body)


def _read(event: Mapping[str, Any]) -> Iterator[Piece]:
    kind = event.get("type")
    if kind == "message_start":
        yield Piece(usage=_usage(table(table(event.get("message")).get("usage"))))
    elif kind == "content_block_delta":
        delta = table(event.get("delta"))
        if text(delta.get("thinking")):
            yield Piece(text=text(delta["thinking"]), thought=True)
        said = text(delta.get("text")) or text(delta.get("partial_json"))
        if said:
            yield Piece(text=said)
    elif kind == "message_delta":
        usage = table(event.get("usage"))
        if usage:
            yield Piece(usage=_usage(usage))
        finish = text(table(event.get("delta")).get("stop_reason"))
        if finish:
            yield Piece(finish=FINISHES.get(finish, finish))
    elif kind == "message_stop":
        yield Piece(finish="end")
    elif kind == "message":
        yield from _whole(event)


def _whole(message: Mapping[str, Any]) -> Iterator[Piece]:
    """Read an answer that came in one piece."""
    parts = message.get("content")
    for part in map(table, parts if isinstance(parts, list) else ()):
        if part.get("type") == "tool_use":
            yield Piece(text=json.dumps(part.get("input")))
        elif text(part.get("thinking")):
            yield Piece(text=text(part["thinking"]), thought=True)
        elif text(part.get("text")):
            yield Piece(text=text(part["text"]))
    finish = text(message.get("stop_reason"))
    yield Piece(usage=_usage(table(message.get("usage"))), finish=FINISHES.get(finish, finish))


def _usage(told: Mapping[str, Any]) -> Usage:
    cached = number(told.get("cache_read_input_tokens"))
    written = number(told.get("cache_creation_input_tokens"))
    return Usage(
        input_tokens=number(told.get("input_tokens")) + cached + written,
        output_tokens=number(told.get("output_tokens")),
        cached_tokens=cached,
        written_tokens=written,
    )


anthropic_messages = Wire(
    rungs=(Rung.TOOL, Rung.TEXT),
    write=_write,
    read=_read,
    done="",
    beyond=("/v1/messages", "/messages", "/v1"),
)
