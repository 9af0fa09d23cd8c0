import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.kit.parsing import BadJson, safe_parse

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(), below, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_what_json_can_say_is_read_as_it_is(value: object) -> None:
    assert safe_parse(json.dumps(value).encode()) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    with suppress(BadJson):  # any other error fails this test
        assert safe_parse(data) == json.loads(data.decode())


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b"[1,]", "no JSON"),
        (b"\xff", "no UTF-8"),
        (b'"\xc3\x28"', "no UTF-8"),
        ("[1]".encode("utf-16"), "no UTF-8"),
        ("[1]".encode("utf-16-le"), "no JSON"),
        (b"\xef\xbb\xbf[1]", "no JSON"),
        (b"NaN", "NaN"),
        (b"[-Infinity]", "-Infinity"),
        (b"1e999", "too large"),
        (b"9007199254740993", "beyond 2"),
        (b"-9007199254740993", "beyond 2"),
        (b"1" * 5000, "digits|beyond"),
        (b'{"a":1,"a":2}', "'a' stands twice"),
        (b'[{"b":{"a":1,"\\u0061":2}}]', "'a' stands twice"),
        (b'"\\ud800"', "surrogate"),
        (b'{"\\udfff":1}', "surrogate"),
        (b"[" * 100_000, "levels|no JSON"),
        (b"[" * 33 + b"]" * 33, "more than 32 levels"),
        (b'{"a":' * 33 + b"1" + b"}" * 33, "more than 32 levels"),
    ],
)
def test_what_could_be_read_in_two_ways_or_never_ends_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(BadJson, match=why):
        safe_parse(data)


@pytest.mark.parametrize(
    "data", [b"9007199254740992", b"[" * 32 + b"]" * 32, b'{"a":' * 32 + b"1" + b"}" * 32, b"1e308"]
)
def test_what_is_just_within_the_limits_is_read(data: bytes) -> None:
    assert safe_parse(data) == json.loads(data)


def test_bytes_and_values_have_limits() -> None:
    assert safe_parse(b"[1,2]", most_bytes=5) == [1, 2]
    with pytest.raises(BadJson, match="longer than 4 bytes"):
        safe_parse(b"[1,2]", most_bytes=4)
    many = json.dumps([0] * 250_000).encode()
    with pytest.raises(BadJson, match="more than 100000 values"):
        safe_parse(many)
