"""Looking sentences up, and putting their values in."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files

from hexascope.domain.text import Text
from hexascope.kit.format import SHOWN, show


class Language(StrEnum):
    """What hexascope speaks."""

    ENGLISH = "en"
    PORTUGUESE = "pt"


LANGUAGES = tuple(Language)


@cache
def catalogue(language: Language) -> Mapping[str, str]:
    """Give all sentences of a language by their English template; English needs none.

    One TOML file a subject in `words/LANGUAGE/`, each a table `"English" = "translation"`.
    """
    if language is Language.ENGLISH:
        return {}
    sentences: dict[str, str] = {}
    folder = files("hexascope.words") / language.value
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            sentences.update(tomllib.loads(file.read_text(encoding="utf-8")))
    return sentences


def translate(sentence: str, language: Language) -> str:
    """Give a fixed sentence in a language; the English one where it has no translation."""
    return catalogue(language).get(sentence, sentence)


def render(text: Text, language: Language = Language.ENGLISH) -> str:
    """Give a Text as a sentence: translated, with its values shown for people."""
    template = translate(text.template, language)
    shown: dict[str, object] = {}
    for name, value in text.values:
        if isinstance(value, Text):
            shown[name] = render(value, language)
        else:
            shown[name] = value if isinstance(value, str) else _Number(value, language)
    return template.format_map(shown)


class _Number:
    """A number that is formatted by the words of kit.format instead of Python's codes.

    A format `one|many` chooses between two forms of the word that it counts.
    """

    __slots__ = ("language", "value")

    def __init__(self, value: float, language: Language) -> None:
        self.value = value
        self.language = language

    def __format__(self, how: str) -> str:
        comma = self.language is Language.PORTUGUESE
        if "|" in how:
            one, many = how.split("|")
            return one if _is_one(self.value, self.language) else many
        return show(self.value, how if how in SHOWN else "number", decimal_comma=comma)


def _is_one(value: float, language: Language) -> bool:
    """Say whether a number takes the singular: in English 1 alone, in Portuguese all below 2."""
    return abs(value) < 2 if language is Language.PORTUGUESE else show(value, "number") == "1"
