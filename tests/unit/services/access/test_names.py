import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.domain.errors import BadInput
from hexascope.services.access.names import LONGEST_KEY, LONGEST_NAME, key_of, shown_name


@pytest.mark.parametrize("same", ["Ann", "ANN", " ann ", "Ａnn", "ａｎｎ"])
def test_names_that_look_alike_are_compared_as_one(same: str) -> None:
    assert key_of(same) == "ann"


def test_what_nobody_sees_in_a_name_does_not_count() -> None:
    assert key_of("a\u200bn\x00n\ud800\u202e") == "ann"


@pytest.mark.parametrize(
    ("one", "other"), [("Straße", "STRASSE"), ("ﬁn", "fin"), ("Å", "A\u030a"), ("ⅷ", "VIII")]
)
def test_letters_written_in_two_ways_are_compared_as_one(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@given(st.text(max_size=300))
def test_what_a_name_is_compared_by_is_short_and_stays_what_it_is(name: str) -> None:
    key = key_of(name)

    assert len(key) <= LONGEST_KEY
    assert key == key.strip()


@pytest.mark.parametrize(
    "name", ["ann", "Ann Smith", "ann@example.org", "d'Arc", "李小龍", "日本 たろう", "Анна", "1a"]
)
def test_names_of_one_script_are_taken(name: str) -> None:
    assert shown_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "аnn",  # the first letter is Cyrillic
        "admіn",
        "an\u202en",
        "an\u200bn",
        "ann\x00",
        "<b>ann</b>",
        "ann;--",
        "a" * (LONGEST_NAME + 1),
    ],
)
def test_names_that_can_deceive_are_refused(name: str) -> None:
    with pytest.raises(BadInput):
        shown_name(name)


def test_a_name_of_the_longest_length_is_taken() -> None:
    assert shown_name("a" * LONGEST_NAME) == "a" * LONGEST_NAME
