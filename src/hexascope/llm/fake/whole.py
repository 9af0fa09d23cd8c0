"""A scripted answer in one piece, for who asks a chat completion without a stream, as SDKs do."""

import json

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
