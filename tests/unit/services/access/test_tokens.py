import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.services.access.tokens import (
    PREFIX,
    REFRESH_PREFIX,
    hash_of,
    new_token,
    same,
    token_of,
)


def test_a_token_is_read_back_to_its_id_and_its_hash() -> None:
    words, written = new_token()

    assert words.startswith("hxs_")
    assert token_of(words) == written
    assert written.id in words
    assert written.hash == hash_of(words)


def test_tokens_are_never_the_same_twice() -> None:
    made = [new_token()[1] for _ in range(200)]

    assert len({one.id for one in made}) == len({one.hash for one in made}) == 200


def test_each_wrong_letter_is_found_before_the_database_is_asked() -> None:
    words, _ = new_token()

    for place in range(len(words)):
        for letter in "0z_":
            wrong = words[:place] + letter + words[place + 1 :]
            assert wrong == words or token_of(wrong) is None


@given(st.text(max_size=120) | st.from_regex(r"hxs_[0-9a-z]{16}_[0-9a-z]{52}_[0-9a-z]{7}"))
def test_words_that_nobody_made_are_no_token(words: str) -> None:
    assert token_of(words) is None


def test_a_refresh_token_is_no_token_and_a_token_no_refresh_token() -> None:
    words, _ = new_token(REFRESH_PREFIX)

    assert token_of(words) is None
    assert token_of(words, REFRESH_PREFIX)
    assert token_of(new_token()[0], REFRESH_PREFIX) is None


@pytest.mark.parametrize("words", ["", "hxs", "hxs___", "hxs_" + "0" * 77, "é" * 80])
def test_broken_words_are_no_token(words: str) -> None:
    assert token_of(words, PREFIX) is None


def test_hashes_are_compared_also_where_they_are_of_no_length() -> None:
    assert same("a", "a")
    assert not same("a", "b")
    assert not same("a", "")
    assert not same("ä", "a")
