"""What an endpoint is, what is asked of it, what it answers, and how it fails."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

LONGEST_ANSWER_BYTES = 64 * 1024
"""Bytes of one answer that are taken; a longer one is a failure, not a cut answer."""

LONGEST_REASON = 300


class BadModelError(ValueError):
    """A model's name, address or key can't be used: what is wrong, and what to write."""


class Secret:
    """A key: it can be sent, and never be seen in a text, a log or a traceback."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Give the key itself, for the one header that needs it."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "Secret(…)" if self._value else "Secret()"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a key is not written anywhere")

    def hidden_in(self, words: str) -> str:
        """Give a text without the key: a server may quote it in what it says went wrong."""
        return words.replace(self._value, "…") if self._value else words


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One model at one address.

    `name` is as the user writes it (`openai/gpt-5-mini`), `model` as the server knows it. `slots`
    is how many requests it takes at once (1 for a local server with one). `context_tokens` is what
    fits, None: not known. `tags` choose it for a role.
    """

    name: str
    provider: str
    model: str
    base_url: str
    key: Secret = field(default_factory=lambda: Secret(""))
    slots: int = 8
    context_tokens: int | None = None
    local: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What is asked: what all specialists share comes first, the role last.

    A local server keeps what it has read of a prompt; with the evidence first, six specialists
    cost it little more than one. `schema` is the JSON schema of the answer, None for plain text.
    """

    shared: str
    role: str
    schema: Mapping[str, Any] | None = None
    schema_name: str = "answer"
    most_tokens: int = 2000
    temperature: float = 0.2


class Rung(StrEnum):
    """How an answer is made to keep a schema, the surest first."""

    JSON_SCHEMA = "json_schema"
    JSON_OBJECT_WITH_SCHEMA = "json_object_with_schema"
    TOOL = "tool"
    JSON_OBJECT = "json_object"
    TEXT = "text"


class Quirk(StrEnum):
    """What a server refuses in a request, and so what it is asked without."""

    NO_TEMPERATURE = "no_temperature"
    COMPLETION_TOKENS = "completion_tokens"  # max_tokens is called max_completion_tokens there
    MAX_TOKENS = "max_tokens"  # and here max_completion_tokens is called max_tokens
    NO_EFFORT = "no_effort"
    NO_STREAM_OPTIONS = "no_stream_options"
    NO_FORCED_TOOL = "no_forced_tool"
    PLAIN_SCHEMA = "plain_schema"  # no bounds, patterns or references
    SHORT_ENUMS = "short_enums"  # no long lists of allowed values
    MORE_TOKENS = "more_tokens"  # it thinks before it answers, and that counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of one answer as the server counts them; `estimated` where it says nothing.

    `input_tokens` are all that were read; of them `cached_tokens` came from a cache, and
    `written_tokens` were written into one. `dollars` is what the server itself says it took.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    written_tokens: int = 0
    dollars: float | None = None
    estimated: bool = False

    def plus(self, other: "Usage") -> "Usage":
        """Give both together; dollars only where a server told them."""
        told = [one for one in (self.dollars, other.dollars) if one is not None]
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            written_tokens=self.written_tokens + other.written_tokens,
            dollars=sum(told) if told else None,
            estimated=self.estimated or other.estimated,
        )


@dataclass(slots=True, kw_only=True)
class Meter:
    """What one question has taken so far, answered or not: tokens of all tries, and the tries.

    `before_again` is called before a try that is paid once more; it may raise ModelError(BUDGET).
    """

    usage: Usage = field(default_factory=Usage)
    tries: int = 0
    before_again: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece of a stream: text, reasoning that is not part of the answer, usage, or its end."""

    text: str = ""
    thought: bool = False
    usage: Usage | None = None
    finish: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One whole answer, and what it took.

    `data` is the object that a schema asked for, None where plain text was. `finish` is `stop`,
    `length` (cut by the token limit), `refusal`, or what the server said. `tries` counts requests,
    those that failed included; `usage` is what all of them took. `cached_age_s` says how old an
    answer from our own cache is, None where the model was asked.
    """

    text: str
    data: Mapping[str, Any] | None
    finish: str
    usage: Usage
    endpoint: str
    rung: Rung
    seconds: float
    first_token_s: float
    tries: int
    size_bytes: int
    cached_age_s: float | None = None


class Failure(StrEnum):
    """Why there is no answer; what to do next hangs on it."""

    LATE = "late"
    UNREACHABLE = "unreachable"
    BUSY = "busy"  # 408, 409, 429, 5xx, 529: worth another try
    DENIED = "denied"  # 401, 403: no try helps
    UNKNOWN_MODEL = "unknown_model"
    UNFIT = "unfit"  # the response format is refused: the next rung
    TOO_LONG = "too_long"  # the prompt does not fit, or the answer passes the limit
    REFUSED = "refused"
    NONSENSE = "nonsense"
    CLOSED = "closed"  # the circuit breaker is open
    BUDGET = "budget"


RETRIED = frozenset((Failure.UNREACHABLE, Failure.BUSY, Failure.NONSENSE))
"""Failures after which the same request may well succeed."""


class ModelError(Exception):
    """A model gave no usable answer: what happened, at which endpoint, and what to do.

    `quirk` is what the request must do without; `usage` and `tries` are what it took nevertheless.
    """

    def __init__(
        self,
        failure: Failure,
        endpoint: str,
        reason: str,
        *,
        retry_after_s: float | None = None,
        quirk: "Quirk | None" = None,
    ) -> None:
        super().__init__(f"{endpoint}: {reason}"[:LONGEST_REASON])
        self.failure = failure
        self.endpoint = endpoint
        self.retry_after_s = retry_after_s
        self.quirk = quirk
        self.usage = Usage()
        self.tries = 0
