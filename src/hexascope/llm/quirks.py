"""What servers refuse in a request: read from what they say, and done without from then on."""

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from hexascope.llm.contract import Prompt, Quirk
from hexascope.llm.schemas import plain, short_enums

MORE = 4
"""By what the room for an answer grows where a model thinks first, and that counts as well."""

MOST_READ = 4_000
"""Characters of a refusal that are read."""

_REFUSES = (
    r"not.{0,12}(?:support|permit|allow|recogni|implement)|unsupported|unrecogni|unknown|invalid"
    r"|deprecat|forbidden|extra|only the default|remove|instead|may not|cannot|can't|disallow"
)
_RULES: tuple[tuple[re.Pattern[str], Quirk], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), quirk)
    for pattern, quirk in (
        (r"(?<!\w)max_tokens(?!\w)", Quirk.COMPLETION_TOKENS),
        (r"max_completion_tokens", Quirk.MAX_TOKENS),
        (r"reasoning_effort|reasoning\.effort", Quirk.NO_EFFORT),
        (r"temperature", Quirk.NO_TEMPERATURE),
        (r"stream_options|include_usage", Quirk.NO_STREAM_OPTIONS),
        (r"tool_choice|forces? tool use", Quirk.NO_FORCED_TOOL),
        (r"(?<!\w)enums?(?!\w)", Quirk.SHORT_ENUMS),
        (
            r"(?<!\w)(?:max|min)(?:Length|Items|imum)(?!\w)|\$ref|\$defs|(?<!\w)pattern(?!\w)",
            Quirk.PLAIN_SCHEMA,
        ),
    )
)
_REFUSED = re.compile(_REFUSES, re.IGNORECASE)
_TOO_MANY = re.compile(r"too (?:many|large|long)|exceed|limit|at most|more than", re.IGNORECASE)
_TOO_LARGE = re.compile(r"max_(?:completion_)?tokens.{0,40}(?:too large|exceed|at most)")


def quirk_in(told: str) -> Quirk | None:
    """Give what a server's refusal says the request should do without; None where it names nothing.

    >>> quirk_in("Unsupported parameter: 'max_tokens' is not supported with this model.")
    <Quirk.COMPLETION_TOKENS: 'completion_tokens'>
    """
    words = told[:MOST_READ]
    if _TOO_LARGE.search(words):
        return None
    for pattern, quirk in _RULES:
        refuses = _TOO_MANY if quirk is Quirk.SHORT_ENUMS else _REFUSED
        if pattern.search(words) and refuses.search(words):
            return quirk
    return None


def prompt_without(
    prompt: Prompt, quirks: Collection[Quirk], window_tokens: int | None = None
) -> Prompt:
    """Give a prompt whose schema and room are as an endpoint takes them.

    Room for thoughts takes half of its window at most: the prompt needs the other half.
    """
    if not quirks:
        return prompt
    schema = prompt.schema
    if schema is not None and Quirk.PLAIN_SCHEMA in quirks:
        schema = plain(schema)
    if schema is not None and Quirk.SHORT_ENUMS in quirks:
        schema = short_enums(plain(schema))
    room = prompt.most_tokens
    if Quirk.MORE_TOKENS in quirks:
        half = MORE * room if window_tokens is None else window_tokens // 2
        room = max(room, min(MORE * room, half))
    return replace(prompt, schema=schema, most_tokens=room)


def body_without(body: dict[str, Any], quirks: Collection[Quirk]) -> dict[str, Any]:
    """Take out of a request's body what an endpoint refuses, and call things as it does."""
    if Quirk.NO_TEMPERATURE in quirks:
        body.pop("temperature", None)
    if Quirk.NO_EFFORT in quirks:
        body.pop("reasoning_effort", None)
    if Quirk.NO_STREAM_OPTIONS in quirks:
        body.pop("stream_options", None)
    if Quirk.NO_FORCED_TOOL in quirks and "tool_choice" in body:
        named = body["tool_choice"]
        body["tool_choice"] = {"type": "auto"} if named.get("type") == "tool" else "auto"
    if Quirk.COMPLETION_TOKENS in quirks and "max_tokens" in body:
        body["max_completion_tokens"] = body.pop("max_tokens")
    elif Quirk.MAX_TOKENS in quirks and "max_completion_tokens" in body:
        body["max_tokens"] = body.pop("max_completion_tokens")
    return body
