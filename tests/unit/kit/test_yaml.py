"""What is written as YAML is read back as it was."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hexascope.kit.yaml import yaml

strict = pytest.importorskip("yaml", reason="PyYAML reads it back")

WORDS = some.text(
    some.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Co", "Cn"))
)
SCALARS = some.none() | some.booleans() | some.integers() | WORDS
VALUES = some.recursive(
    SCALARS,
    lambda below: some.lists(below, max_size=4) | some.dictionaries(WORDS, below, max_size=4),
    max_leaves=12,
)


@settings(max_examples=40)
@given(some.dictionaries(WORDS, VALUES, max_size=4) | some.lists(VALUES, max_size=4))
def test_what_is_written_is_read_back(value: Any) -> None:
    assert strict.safe_load(yaml(value)) == value


@pytest.mark.parametrize(
    "word", ["yes", "No", "on", "null", "~", "1", "1e3", "0x1", "2m", "a: b", "- a", "#", "", "="]
)
def test_words_that_would_be_something_else_stay_words(word: str) -> None:
    assert strict.safe_load(yaml({"word": word})) == {"word": word}
