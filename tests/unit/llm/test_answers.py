import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.llm.answers import DEEPEST, NoObjectError, object_in

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ('{"a": 1}', {"a": 1}),
        ('Sure! {"a": 1} Anything else?', {"a": 1}),
        ('```json\n{"a": 1}\n```', {"a": 1}),
        ('<think>{"a": 0}</think>{"a": 1}', {"a": 1}),
        ('{"a": [1, 2,],}', {"a": [1, 2]}),
        ('{"a": [{"b": 1', {"a": [{"b": 1}]}),
        ('{"a": "cut in the mid', {"a": "cut in the mid"}),
        ('{"a": "a } in a text"}', {"a": "a } in a text"}),
        ('{"a": "an escaped \\" quote }"}', {"a": 'an escaped " quote }'}),
    ],
)
def test_the_object_is_found_in_what_surrounds_it(written: str, found: object) -> None:
    assert object_in(written) == found


@pytest.mark.parametrize(
    "written",
    ["", "I can't say.", "[1, 2]", "{'a': 1}", '{"a": NaN}', '{"a" 1}', "{" * 100, "<think>{}"],
)
def test_what_is_no_object_is_refused_with_a_reason(written: str) -> None:
    with pytest.raises(NoObjectError, match="JSON"):
        object_in(written)


@given(st.dictionaries(st.text(max_size=8), VALUES, max_size=4))
def test_every_object_is_found_whole(value: dict[str, object]) -> None:
    assert object_in(f"Here: {json.dumps(value)} done") == value


@given(st.text(alphabet='{}[]",:\\a1 \n', max_size=60))
def test_nothing_but_the_one_error_comes_of_any_text(written: str) -> None:
    try:
        assert isinstance(object_in(written), dict)
    except NoObjectError as error:
        assert "JSON" in str(error)  # noqa: PT017 - most texts hold none, some do


def test_an_answer_may_have_as_many_levels_as_are_named_and_no_more() -> None:
    def nested(levels: int) -> str:
        return '{"a":' * levels + "1" + "}" * levels

    assert object_in(nested(DEEPEST))
    with pytest.raises(NoObjectError):
        object_in(nested(DEEPEST + 1))
    with pytest.raises(NoObjectError):
        object_in(nested(20_000))
