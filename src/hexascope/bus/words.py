"""What may be said and kept: checked before it leaves, so that each bus refuses the same."""

import json
from collections.abc import Iterable

from hexascope.bus.contract import LARGEST_BYTES, LONGEST_NAME, Message
from hexascope.domain.errors import BadInput

GLOB = frozenset("*?[]\\^")
"""Letters that globs read in ways of their own: none is part of a topic."""


def written(topic: str, message: Message) -> str:
    """Write a message as JSON; BadInput where it is none, too large, or the topic is none."""
    _named("topic", topic, GLOB)
    try:
        text = json.dumps(message, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
        size = len(text.encode())
    except (TypeError, ValueError, RecursionError) as error:
        raise BadInput(f"a message on {topic!r} is nothing that JSON can say: {error}") from None
    if size > LARGEST_BYTES:
        raise BadInput(f"a message on {topic!r} is larger than {LARGEST_BYTES} bytes")
    return text


def patterns(words: Iterable[str]) -> tuple[str, ...]:
    """Check patterns; BadInput."""
    return tuple(_named("pattern", word, GLOB - {"*"}) for word in words)


def key_of(word: str) -> str:
    """Check a key; BadInput."""
    return _named("key", word, frozenset())


def value_of(key: str, value: bytes) -> bytes:
    """Check what is to be kept; BadInput."""
    if len(value) > LARGEST_BYTES:
        raise BadInput(f"what is to be kept under {key!r} is larger than {LARGEST_BYTES} bytes")
    return value


def _named(kind: str, word: str, forbidden: frozenset[str]) -> str:
    if not word or len(word) > LONGEST_NAME or forbidden.intersection(word):
        raise BadInput(
            f"{word[:60]!r} is no {kind}: 1 to {LONGEST_NAME} letters"
            + (f", none of {' '.join(sorted(forbidden))}" if forbidden else "")
        )
    try:
        word.encode()
    except UnicodeEncodeError:
        raise BadInput(f"{word[:60]!r} is no {kind}: it has half a letter in it") from None
    return word
