"""Answers to models fit, say what was cut, and mark what strangers wrote."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexascope.server.mcp.bounded import MOST_BYTES, NOTE, told

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=20) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=60,
)


def test_what_fits_is_told_whole_and_marked_as_data() -> None:
    found = json.loads(told({"findings": [1, 2], "verdict": {"a": "b"}}))

    assert found == {"note": NOTE, "findings": [1, 2], "verdict": {"a": "b"}}


@pytest.mark.parametrize(
    "part", [list(range(100_000)), {str(n): n for n in range(50_000)}, "é" * 99_999]
)
def test_what_does_not_fit_is_cut_and_that_is_said(part: object) -> None:
    text = told({"large": part, "small": "kept"})
    found = json.loads(text)

    assert MOST_BYTES // 4 < len(text.encode()) <= MOST_BYTES
    assert found["small"] == "kept"
    assert "shown" in found["cut"]["large"]


def test_what_cannot_be_halved_is_left_out_and_that_is_said() -> None:
    found = json.loads(told({"one": [["x" * 100_000]], "small": 1}))

    assert found["cut"] == {"one": "left out"}
    assert found["small"] == 1


@settings(max_examples=40, deadline=None)
@given(data=st.dictionaries(st.text(max_size=9), JSON, max_size=9), most=st.integers(1000, 3000))
def test_any_answer_fits(data: dict[str, object], most: int) -> None:
    text = told(data, most)

    assert len(text.encode("utf-8", "surrogatepass")) <= most
    assert json.loads(text)["note"] == NOTE


@pytest.mark.parametrize("hostile", ["\x1b[2Jgone", "a\u202eb", "x\x00y", "\ud800"])
def test_control_letters_are_shown_and_not_passed_on(hostile: str) -> None:
    text = told({"name": hostile, hostile: [hostile]})

    assert hostile not in json.loads(text)["name"]
    assert not [one for one in text if ord(one) < 32 or one in "\u202e\ud800"]
