"""Ollama's own chat: one JSON object a line, the window of context asked for."""

from collections.abc import Iterator, Mapping
from typing import Any

from hexascope.llm.contract import Endpoint, Piece, Prompt, Rung, Usage
from hexascope.llm.wires.contract import Wire, Wired, number, table, text
from hexascope.llm.wires.openai_chat import schema_in_words

BYTES_A_TOKEN = 2.3
"""As few as were seen: the window that is asked for must hold the prompt in any case."""

SMALLEST_WINDOW, WINDOW_STEP = 4096, 2048


def _write(endpoint: Endpoint, prompt: Prompt, rung: Rung) -> Wired:
    wanted = prompt.schema if rung is Rung.JSON_SCHEMA else "json"
    in_words = prompt.schema is not None and rung is not Rung.JSON_SCHEMA
    body: dict[str, Any] = {
        "model": endpoint.model,
        "messages": [
            {"role": "system", "content": prompt.shared},
            {
                "role": "user",
                "content": prompt.role + (schema_in_words(prompt) if in_words else ""),
            },
        ],
        "stream": True,
        "options": {
            # without num_ctx Ollama cuts a long prompt at its beginning, and says nothing
            "num_ctx": window_for(endpoint, prompt),
            "num_predict": prompt.most_tokens,
            "temperature": prompt.temperature,
        },
    }
    if prompt.schema is not None and rung is not Rung.TEXT:
        body["format"] = wanted
    key = endpoint.key.reveal()
    return Wired(
        path="/api/chat", headers={"Authorization": f"Bearer {key}"} if key else {}, body=body
    )


def window_for(endpoint: Endpoint, prompt: Prompt) -> int:
    """Give the window of context to ask for: what the prompt and its answer need, in steps."""
    needed = len((prompt.shared + prompt.role).encode()) / BYTES_A_TOKEN + prompt.most_tokens
    window = max(SMALLEST_WINDOW, -(-int(needed) // WINDOW_STEP) * WINDOW_STEP)
    return min(window, endpoint.context_tokens or window)


def _read(event: Mapping[str, Any]) -> Iterator[Piece]:
    message = table(event.get("message"))
    if text(message.get("thinking")):
        yield Piece(text=text(message["thinking"]), thought=True)
    if text(message.get("content")):
        yield Piece(text=text(message["content"]))
    if event.get("done") is True:
        told = number(event.get("prompt_eval_count")), number(event.get("eval_count"))
        yield Piece(
            usage=Usage(input_tokens=told[0], output_tokens=told[1]) if any(told) else None,
            finish=text(event.get("done_reason")) or "stop",
        )


ollama_chat = Wire(
    rungs=(Rung.JSON_SCHEMA, Rung.JSON_OBJECT, Rung.TEXT),
    write=_write,
    read=_read,
    events=False,
    done="",
    window=window_for,
    beyond=("/api/chat", "/api", "/v1"),
)
