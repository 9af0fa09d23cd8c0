"""OpenAI's chat completions, as OpenRouter, vLLM, LM Studio and llama.cpp speak them too."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from hexascope.llm.contract import Endpoint, Piece, Prompt, Rung, Usage
from hexascope.llm.schemas import typed
from hexascope.llm.wires.contract import Wire, Wired, number, table, text

REASONING = ("o1", "o3", "o4", "gpt-5")
"""Beginnings of names of models that take no temperature and count max_completion_tokens."""

MOST_COST = 1_000.0
"""US dollars of one answer that are believed."""

EFFORT = "low"
"""How long such a model may think: a specialist has half a minute."""

FINISHES = {
    "stop": "stop",
    "eos": "stop",
    "tool_calls": "stop",
    "function_call": "stop",
    "length": "length",
    "content_filter": "refusal",
}


def openai_like(
    headers: Mapping[str, str] | None = None, further: Mapping[str, Any] | None = None
) -> Wire:
    """Make the dialect with what one provider wants besides: headers, and fields of the body."""

    def write(endpoint: Endpoint, prompt: Prompt, rung: Rung) -> Wired:
        wired = _write(endpoint, prompt, rung)
        return Wired(
            path=wired.path,
            headers={**(headers or {}), **wired.headers},
            body={**wired.body, **(further or {})},
        )

    return Wire(
        rungs=tuple(Rung), write=write, read=_read, below="/v1", beyond=("/chat/completions",)
    )


def _write(endpoint: Endpoint, prompt: Prompt, rung: Rung) -> Wired:
    body: dict[str, Any] = {
        "model": endpoint.model,
        "messages": [
            {"role": "system", "content": prompt.shared},
            {"role": "user", "content": prompt.role + _told(prompt, rung)},
        ],
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if endpoint.model.rpartition("/")[2].startswith(REASONING):
        body["max_completion_tokens"] = prompt.most_tokens
        body["reasoning_effort"] = EFFORT
    else:
        body["max_tokens"] = prompt.most_tokens
        body["temperature"] = prompt.temperature
    body.update(_format(prompt, rung))
    key = endpoint.key.reveal()
    return Wired(
        path="/chat/completions",
        headers={"Authorization": f"Bearer {key}"} if key else {},
        body=body,
    )


def _told(prompt: Prompt, rung: Rung) -> str:
    """Put the schema into the prompt where no field of the request carries it."""
    if prompt.schema is None or rung not in (Rung.JSON_OBJECT, Rung.TEXT):
        return ""
    return schema_in_words(prompt)


def schema_in_words(prompt: Prompt) -> str:
    """Ask for one JSON object by the schema's own text."""
    written = json.dumps(prompt.schema, ensure_ascii=False, separators=(",", ":"))
    return f"\n\nAnswer with one JSON object and nothing else. Its JSON schema:\n{written}"


def _format(prompt: Prompt, rung: Rung) -> dict[str, Any]:
    if prompt.schema is None or rung is Rung.TEXT:
        return {}
    if rung is Rung.JSON_SCHEMA:
        named = {"name": prompt.schema_name, "strict": True, "schema": typed(prompt.schema)}
        return {"response_format": {"type": "json_schema", "json_schema": named}}
    if rung is Rung.JSON_OBJECT_WITH_SCHEMA:
        return {"response_format": {"type": "json_object", "schema": prompt.schema}}
    if rung is Rung.JSON_OBJECT:
        return {"response_format": {"type": "json_object"}}
    function = {"name": prompt.schema_name, "parameters": prompt.schema}
    return {
        "tools": [{"type": "function", "function": function}],
        "tool_choice": {"type": "function", "function": {"name": prompt.schema_name}},
    }


def _read(event: Mapping[str, Any]) -> Iterator[Piece]:
    if event.get("usage"):
        yield Piece(usage=_usage(table(event["usage"])))
    choices = event.get("choices")
    if not isinstance(choices, list) or not choices:
        return
    choice = table(choices[0])
    delta = table(choice.get("delta") or choice.get("message"))
    yield from _said(delta)
    finish = text(choice.get("finish_reason"))
    if finish:
        yield Piece(finish=FINISHES.get(finish, finish))


def _said(delta: Mapping[str, Any]) -> Iterator[Piece]:
    """Read what one piece says: thoughts under two names, a refusal, words, a call's arguments."""
    thought = text(delta.get("reasoning_content")) or text(delta.get("reasoning"))
    if thought:
        yield Piece(text=thought, thought=True)
    if text(delta.get("refusal")):
        yield Piece(text=text(delta["refusal"]), thought=True, finish="refusal")
    content = delta.get("content")
    if text(content):
        yield Piece(text=text(content))
    for part in content if isinstance(content, list) else ():
        yield from _part(table(part))
    calls = delta.get("tool_calls")
    for call in calls if isinstance(calls, list) else ():
        arguments = text(table(table(call).get("function")).get("arguments"))
        if arguments:
            yield Piece(text=arguments)


def _part(part: Mapping[str, Any]) -> Iterator[Piece]:
    """Read one part of a content that comes in parts: a text, or a thought of several texts."""
    if text(part.get("text")):
        yield Piece(text=text(part["text"]))
    thoughts = part.get("thinking")
    for one in thoughts if isinstance(thoughts, list) else ():
        if text(table(one).get("text")):
            yield Piece(text=text(one["text"]), thought=True)


def _usage(told: Mapping[str, Any]) -> Usage:
    details = table(told.get("prompt_tokens_details"))
    return Usage(
        input_tokens=number(told.get("prompt_tokens")),
        output_tokens=number(told.get("completion_tokens")),
        cached_tokens=number(details.get("cached_tokens"))
        or number(told.get("prompt_cache_hit_tokens")),
        dollars=_money(told.get("cost")),
    )


def _money(value: object) -> float | None:
    """Read US dollars; what is none, or beyond all that an answer costs, is not known."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if 0 <= value < MOST_COST else None


openai_chat = openai_like()
