"""A scripted answer for SDKs: in one piece where no stream is asked for, else with all fields."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

INPUT_TOKENS = 100
BYTES_A_TOKEN = 4


def finish_of(behaviour: str) -> str:
    """Say why an answer ended."""
    return {"length": "length", "refusal": "content_filter"}.get(behaviour, "stop")


def usage_of(size: int) -> dict[str, int]:
    """Give the tokens of an answer of so many characters."""
    tokens = max(1, size // BYTES_A_TOKEN)
    return {
        "prompt_tokens": INPUT_TOKENS,
        "completion_tokens": tokens,
        "total_tokens": INPUT_TOKENS + tokens,
    }


def chunk(choices: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Give one event of a stream, with what SDKs will not do without."""
    head = {"id": "chatcmpl", "object": "chat.completion.chunk", "created": 0, "model": "fake"}
    return {**head, "choices": list(choices)}


def whole(said: str, behaviour: str) -> str:
    """Write a chat completion; one that is cut ends in its middle."""
    body = json.dumps(
        {
            "id": f"chatcmpl-{behaviour}",
            "object": "chat.completion",
            "created": 0,
            "model": f"fake-{behaviour}",
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": said},
                    "finish_reason": finish_of(behaviour),
                }
            ],
            "usage": usage_of(len(said)),
        }
    )
    return body[: len(body) // 2] if behaviour in ("cut", "broken-off") else body
