"""Which language is spoken: `--lang`, then HEXASCOPE_LANG, then the locale; else English."""

import os
from collections.abc import Sequence

from hexascope.domain.errors import BadSettings
from hexascope.words import LANGUAGES, Language


def spoken(words: Sequence[str] = (), wanted: str = "") -> Language:
    """Give the language asked for by a flag among the words or by the environment."""
    if wanted:
        return named(wanted)
    for place, word in enumerate(words):
        if word.startswith("--lang="):
            return _known(word.partition("=")[2]) or Language.ENGLISH
        if word == "--lang" and place + 1 < len(words):
            return _known(words[place + 1]) or Language.ENGLISH
    for variable in ("HEXASCOPE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return _known(value) or Language.ENGLISH
    return Language.ENGLISH


def named(word: str) -> Language:
    """Give a language by its name; an unknown one is an error that names those there are."""
    found = _known(word)
    if found is None:
        raise BadSettings(f"--lang {word!r}: there are {', '.join(LANGUAGES)}")
    return found


def _known(word: str) -> Language | None:
    start = word[:2].lower()
    return next((one for one in LANGUAGES if one.value == start), None)
