"""Finding the numbers in a sentence: digits and words, with their units, in both languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from hexascope.words import Language


class Dimension(StrEnum):
    """What a number measures; numbers of different dimensions prove nothing of each other."""

    RATIO = "ratio"
    SECONDS = "seconds"
    BYTES = "bytes"
    BYTES_PER_S = "bytes_per_s"
    PER_S = "per_s"
    COUNT = "count"
    FACTOR = "factor"
    TIMES = "times"  # how often, or how much more: the words don't tell


class Bound(StrEnum):
    """How a sentence holds its number to the truth."""

    IS = "is"
    ABOUT = "about"
    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a sentence in base units; `step` is what its last digit stands for."""

    value: float
    step: float
    dimension: Dimension
    bound: Bound
    begin: int
    end: int
    worded: bool = False


_TIME = {
    "ns": 1e-9, "µs": 1e-6, "us": 1e-6, "microsecond": 1e-6, "microssegundo": 1e-6,
    "ms": 1e-3, "msec": 1e-3, "millisecond": 1e-3, "milissegundo": 1e-3,
    "s": 1.0, "sec": 1.0, "second": 1.0, "seg": 1.0, "segundo": 1.0,
    "min": 60.0, "minute": 60.0, "minuto": 60.0,
    "h": 3600.0, "hour": 3600.0, "hora": 3600.0, "d": 86400.0, "day": 86400.0, "dia": 86400.0,
}  # fmt: skip
_SIZE = {
    "b": 1, "byte": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12,
    "kib": 2**10, "mib": 2**20, "gib": 2**30, "tib": 2**40,
    "kilobyte": 1e3, "megabyte": 1e6, "gigabyte": 1e9, "terabyte": 1e12,
}  # fmt: skip
_A_SECOND = r"\s*(?:/\s*s(?:ec)?\b|per\s+second\b|a\s+second\b|por\s+segundo\b)"
_NUMBER = re.compile(
    r"(?<![\w.,/:-])(?P<sign>[-−])?(?P<digits>\d[\d.,\u00a0\u202f]*\d|\d)(?P<thousands>[kKMG](?=[\s/]|$))?"
    r"(?:\s*(?P<percent>%|percent(?:age\s+points?)?\b|per\s+cent\b|por\s+cento\b|pontos?\s+percentuais\b)"
    r"|[\s-]*(?P<unit>[A-Za-zµ]+))?"
    rf"(?P<rate>{_A_SECOND})?"
)
_FACTOR = {"x", "fold"}
_TIMES = {"times", "vezes"}
_ABOUT = re.compile(
    r"(?:about|around|roughly|approximately|nearly|almost|some|~|≈|ca\.?|cerca de|aproximadamente"
    r"|quase|em torno de|por volta de)\s*$",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"(?:over|above|more than|at least|exceeds?|exceeding|beyond|greater than|higher than|>=?|≥"
    r"|acima de|mais de|mais que|pelo menos|ao menos|no mínimo|passa(?:ndo)? de|excede)\s*$",
    re.IGNORECASE,
)
_BELOW = re.compile(
    r"(?:under|below|less than|fewer than|at most|up to|within|lower than|<=?|≤"
    r"|abaixo de|menos de|menos que|no máximo|até|inferior a)\s*$",
    re.IGNORECASE,
)
_PARTS = (
    (r"two[\s-]thirds|dois terços", 2 / 3),
    (r"three[\s-]quarters|três quartos", 0.75),
    (r"half|metade", 0.5),
    (r"(?:a|one|um)[\s-]third|um terço", 1 / 3),
    (r"(?:a|one)[\s-]quarter|um quarto", 0.25),
    (r"(?:a|one)[\s-]fifth|um quinto", 0.2),
    (r"(?:a|one)[\s-]tenth|um décimo", 0.1),
)
_FACTORS = (
    (r"doubl(?:ed|es|ing|e)|twice|dobr(?:ou|a|o|ando)|duas vezes", 2.0),
    (r"tripl(?:ed|es|ing|e)|thrice|triplic(?:ou|a|ando)|o triplo|três vezes", 3.0),
    (r"halv(?:ed|es|ing)|caiu pela metade|reduziu pela metade", 0.5),
)
_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "twenty": 20, "fifty": 50,
    "dois": 2, "duas": 2, "três": 3, "quatro": 4, "cinco": 5, "seis": 6, "sete": 7, "oito": 8,
    "nove": 9, "dez": 10, "onze": 11, "doze": 12, "vinte": 20, "cinquenta": 50,
}  # fmt: skip
_WORD = re.compile(
    rf"\b({'|'.join(_WORDS)})\b(?!\s*(?:terços|thirds|vezes|of\s+the))", re.IGNORECASE
)
ABOUT_SHARE = 0.1
"""By how much a number said to be about may be off; a part in words (a third) likewise."""


def quantities(sentence: str, language: Language) -> list[Quantity]:
    """Give every number of a sentence in the order of its text."""
    found: list[Quantity] = []
    for pattern, value, dimension in _in_words():
        found += [_worded(one, value, dimension) for one in pattern.finditer(sentence)]
    taken = [(one.begin, one.end) for one in found]
    found += [one for one in _digits(sentence, language) if not _overlaps(one, taken)]
    for match in _WORD.finditer(sentence):
        one = Quantity(
            float(_WORDS[match[1].lower()]), 0.0, Dimension.COUNT, Bound.IS, *match.span()
        )
        if not _overlaps(one, taken):
            found.append(one)
    return sorted(found, key=lambda one: one.begin)


def _in_words() -> Iterator[tuple[re.Pattern[str], float, Dimension]]:
    for words, value in _FACTORS:
        yield re.compile(rf"\b(?:{words})\b", re.IGNORECASE), value, Dimension.FACTOR
    for words, value in _PARTS:
        yield re.compile(rf"\b(?:{words})\b", re.IGNORECASE), value, Dimension.RATIO


def _worded(match: re.Match[str], value: float, dimension: Dimension) -> Quantity:
    return Quantity(
        value, value * ABOUT_SHARE * 2, dimension, Bound.ABOUT, *match.span(), worded=True
    )


def _digits(sentence: str, language: Language) -> Iterator[Quantity]:
    for match in _NUMBER.finditer(sentence):
        value, step = _read(match["digits"], language)
        scale = {"k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9}.get(match["thousands"] or "", 1.0)
        factor, dimension, end = _unit(match)
        sign = -1.0 if match["sign"] else 1.0
        yield Quantity(
            sign * value * scale * factor,
            step * scale * factor,
            dimension,
            _bound(sentence[: match.start()]),
            match.start(),
            end,
        )


def _unit(match: re.Match[str]) -> tuple[float, Dimension, int]:
    """Give the factor to base units, the dimension, and where the quantity ends."""
    rate = bool(match["rate"])
    if match["percent"]:
        return 0.01, Dimension.RATIO, match.end("percent")
    word = (match["unit"] or "").lower()
    for name in (word, word.removesuffix("s")):
        if name in _SIZE and name != "":
            kind = Dimension.BYTES_PER_S if rate else Dimension.BYTES
            return float(_SIZE[name]), kind, match.end("rate" if rate else "unit")
        if name in _TIME and not rate and (match["unit"] or "") not in ("S", "D", "H", "M"):
            return _TIME[name], Dimension.SECONDS, match.end("unit")
    if word in _FACTOR:
        return 1.0, Dimension.FACTOR, match.end("unit")
    if word in _TIMES:
        kind = Dimension.PER_S if rate else Dimension.TIMES
        return 1.0, kind, match.end("rate" if rate else "unit")
    if rate:
        return 1.0, Dimension.PER_S, match.end("rate")
    return (
        1.0,
        Dimension.COUNT,
        match.end("thousands") if match["thousands"] else match.end("digits"),
    )


def _read(digits: str, language: Language) -> tuple[float, float]:
    """Read a number as the language writes it; give what its last digit stands for as well.

    A group of other than three digits behind a sign is always the decimals of one.
    """
    bare = digits.replace("\u00a0", "").replace("\u202f", "").rstrip(".,")
    point, group = (",", ".") if language is Language.PORTUGUESE else (".", ",")
    groups = bare.split(group)
    if len(groups) > 1 and point not in bare and any(len(one) != 3 for one in groups[1:]):
        point, group = group, point
    whole, _, decimals = bare.replace(group, "").partition(point)
    decimals = decimals.replace(point, "")
    value = float(f"{whole or 0}.{decimals or 0}")
    if decimals:
        return value, 10.0 ** -len(decimals)
    zeros = len(whole) - len(whole.rstrip("0"))
    return value, 10.0 ** (zeros if len(whole) - zeros >= 2 else 0)


def _bound(before: str) -> Bound:
    if _ABOVE.search(before):
        return Bound.ABOVE
    if _BELOW.search(before):
        return Bound.BELOW
    return Bound.ABOUT if _ABOUT.search(before) else Bound.IS


def _overlaps(one: Quantity, taken: list[tuple[int, int]]) -> bool:
    return any(one.begin < end and begin < one.end for begin, end in taken)
