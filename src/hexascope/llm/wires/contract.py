"""What a dialect is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hexascope.llm.contract import Endpoint, Piece, Prompt, Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Wired:
    """One request: the path below the endpoint's address, headers, and the body as JSON."""

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]


Write = Callable[[Endpoint, Prompt, Rung], Wired]
Read = Callable[[Mapping[str, Any]], Iterator[Piece]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """A dialect: which rungs it has, how it writes, and how it reads one object of the stream.

    `done` is the line that ends a stream of server-sent events; without `events` the stream is
    one JSON object a line. `window` gives the tokens of context that a request asks for, where a
    server that has fewer cuts the prompt and says nothing. `below` stands between an address
    without a path and a request's path; `beyond` are endings of addresses that belong to requests.
    """

    rungs: Sequence[Rung]
    write: Write
    read: Read
    events: bool = True
    done: str = "[DONE]"
    window: Callable[[Endpoint, Prompt], int] | None = None
    below: str = ""
    beyond: Sequence[str] = ()


MOST_TOKENS_TOLD = 50_000_000
"""Tokens of one answer that a server is believed to have counted; no window holds so many."""


def number(value: object) -> int:
    """Read a count of tokens; what is none, or beyond belief, counts as nothing."""
    if not isinstance(value, int) or isinstance(value, bool):
        return 0
    return value if 0 < value <= MOST_TOKENS_TOLD else 0


def table(value: object) -> Mapping[str, Any]:
    """Read an object; what is none is an empty one."""
    return value if isinstance(value, dict) else {}


def text(value: object) -> str:
    """Read a text; what is none is empty."""
    return value if isinstance(value, str) else ""
