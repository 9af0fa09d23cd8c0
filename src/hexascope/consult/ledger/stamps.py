"""Dates, times of day and versions: they measure nothing, and must stand in what was shown."""

import re
import unicodedata

_STAMP = re.compile(
    r"(?<![\w.:])(?:\d{4}-\d{2}-\d{2}(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?)?"
    r"|\d{1,2}/\d{1,2}/\d{2,4}|\d+(?::\d+)+|v?\d+(?:\.\d+){2,}(?:[-+~][\w.+~-]*\w)?"
    r"|v\d+(?:\.\d+)*|\d+(?:\.\d+)*[-+~]\d[\w.+~-]*[a-z][\w.+~-]*)(?![\w:])",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
_DIGITS = re.compile(r"\d+")
MOST_NUMBERS = 24
"""Numbers of one sentence that are held against the evidence: each is looked up by itself."""

_FRACTIONS = frozenset("½⅓⅔¼¾")


def unreadable(sentence: str, quoted: frozenset[str]) -> str:
    """Give the first date, time, version or odd numeral that was not shown; '' where none is.

    Of a sentence with more numbers than anybody reads it is the last of them.
    """
    numbers = _DIGITS.findall(sentence)
    if len(numbers) > MOST_NUMBERS:
        return str(numbers[-1])
    for match in _STAMP.finditer(sentence):
        word = match[0].lower()
        if not _THOUSANDS.fullmatch(word) and not any(word in text for text in quoted):
            return match[0]
    odd = (char for char in sentence if unicodedata.category(char) in ("No", "Nl"))
    return next((char for char in odd if char not in _FRACTIONS), "")


def without_stamps(sentence: str) -> str:
    """Blank what `unreadable` has passed: its digits state no quantity."""
    return _STAMP.sub(
        lambda match: match[0] if _THOUSANDS.fullmatch(match[0]) else " " * len(match[0]), sentence
    )
