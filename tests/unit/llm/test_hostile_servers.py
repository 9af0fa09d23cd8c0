"""Whatever a server sends, pieces come of it or the one error, and never the key."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.llm.contract import Endpoint, Failure, ModelError, Piece, Secret
from hexascope.llm.failures import refusal
from hexascope.llm.quirks import MOST_READ, quirk_in
from hexascope.llm.schemas import MOST_VALUES, plain, short_enums, typed
from hexascope.llm.stream import Reader
from hexascope.llm.wires.contract import MOST_TOKENS_TOLD, number
from tests.support.models import DIALECTS, SCHEMA, providers

KEY = "sk-very-secret"
WORDS = (
    "choices delta content message usage error type text thinking tool_calls function arguments"
    " refusal finish_reason content_block_delta message_start prompt_tokens done cost"
).split()
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4)
    ),
    max_leaves=12,
)


def one(dialect: str) -> Endpoint:
    return Endpoint(
        name=f"{dialect}/x", provider=dialect, model="x", base_url="http://x", key=Secret(KEY)
    )


def heard(dialect: str, sent: list[bytes]) -> list[Piece]:
    """Read lines as an answer; the one error is an answer too."""
    reader = Reader(one(dialect), providers()[dialect].wire)
    pieces: list[Piece] = []
    try:
        for line in sent:
            pieces += reader.read(line)
        pieces += reader.rest()
    except ModelError as error:
        assert KEY not in str(error)  # noqa: PT017 - most streams are no error
    return pieces


@given(st.sampled_from(DIALECTS), st.lists(VALUES, max_size=4))
def test_any_objects_in_a_stream_give_pieces_or_the_one_error(
    dialect: str, events: list[Any]
) -> None:
    sent = [b"data: " + json.dumps(one).encode() for one in events]
    sent += [json.dumps(one).encode() for one in events]

    for piece in heard(dialect, sent):
        assert isinstance(piece.text, str)
        assert piece.usage is None or piece.usage.input_tokens >= 0


@given(st.sampled_from(DIALECTS), st.lists(st.binary(max_size=40), max_size=6))
def test_any_bytes_give_pieces_or_the_one_error(dialect: str, sent: list[bytes]) -> None:
    assert all(isinstance(one, Piece) for one in heard(dialect, sent))


@given(st.integers(min_value=300, max_value=599), st.binary(max_size=300))
def test_any_refusal_is_bounded_printable_and_without_the_key(status: int, body: bytes) -> None:
    error = refusal(one("compatible"), status, body + KEY.encode() + body, {"Retry-After": "x"})

    assert isinstance(error.failure, Failure)
    assert str(error).isprintable()
    assert KEY not in str(error)


@given(st.text(max_size=200))
def test_any_words_name_a_quirk_or_none(told: str) -> None:
    quirk_in(told)
    assert quirk_in("x" * MOST_READ + "temperature is not supported") is None


@pytest.mark.parametrize(
    ("value", "count"),
    [
        (7, 7),
        (MOST_TOKENS_TOLD, MOST_TOKENS_TOLD),
        (MOST_TOKENS_TOLD + 1, 0),
        (-1, 0),
        (True, 0),
        (1.5, 0),
        ("7", 0),
    ],
)
def test_a_count_of_tokens_is_believed_within_reason(value: object, count: int) -> None:
    assert number(value) == count


def test_a_schema_that_points_at_itself_ends() -> None:
    turning = {"$defs": {"a": {"properties": {"b": {"$ref": "#/$defs/a"}}}}, "$ref": "#/$defs/a"}

    assert "$ref" not in json.dumps(plain(turning))


def test_a_plain_schema_keeps_what_an_answer_needs() -> None:
    told = plain(
        {
            "$defs": {"key": {"enum": ["a"], "maxLength": 5}},
            **SCHEMA,
            "properties": {"maxLength": {"$ref": "#/$defs/key"}},
        }
    )

    assert told["properties"] == {"maxLength": {"enum": ["a"]}}
    assert told["required"] == ["severity", "sure"]
    assert told["additionalProperties"] is False


def test_only_long_lists_of_values_give_way_to_any_text() -> None:
    few, many = [str(n) for n in range(MOST_VALUES)], [str(n) for n in range(MOST_VALUES + 1)]

    assert short_enums({"enum": few}) == {"enum": few}
    assert short_enums({"items": {"enum": many}}) == {"items": {"type": "string"}}


def test_a_type_is_named_for_texts_and_left_alone_elsewhere() -> None:
    assert typed({"enum": ["a", 1]}) == {"enum": ["a", 1]}
    assert typed({"anyOf": [{"enum": ["a"]}, {"type": "null"}]}) == {
        "anyOf": [{"enum": ["a"], "type": "string"}, {"type": "null"}]
    }
