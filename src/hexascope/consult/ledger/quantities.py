"""Finding the numbers in a sentence: digits and words, with their units, in both languages."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from hexascope.consult.ledger.joined import joined
from hexascope.consult.ledger.quantity import Bound, Dimension, Quantity
from hexascope.consult.ledger.spelled import in_digits
from hexascope.words import Language

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
    r"(?<![^\W_])(?<![^\W_]_)(?<![.,/:])(?<![^\d]-)(?P<sign>[-−])?"
    r"(?P<digits>\.\d+|\d[\d.,\u00a0\u202f]*\d|\d)(?P<power>[eE][+-]?\d{1,3}(?!\w))?"
    r"(?P<thousands>[kKMG](?=[\s/]|$))?"
    r"(?:\s*(?P<percent>%|pct\b|percent(?:age\s+points?)?\b|per\s+cent\b|por\s+cento\b|pontos?\s+percentuais\b)"
    r"|[\s-]*(?P<unit>[A-Za-zµ]+))?"
    rf"(?P<rate>{_A_SECOND})?"
)
_FRACTION = re.compile(r"(?<![\w./])(\d{1,4})\s?/\s?(\d{1,4})(?![\w/]|\.\d)")
_FACTOR = {"x", "fold"}
_TIMES = {"times", "vezes"}
_ABOUT = re.compile(
    r"(?:about|around|roughly|approximately|nearly|almost|some|~|≈|ca\.?|cerca de|aproximadamente"
    r"|quase|em torno de|por volta de)\s*$",
    re.IGNORECASE,
)
_NOT = (
    r"(?:\b(?:not?|never|no longer|cannot|neither|none|nobody|without"
    r"|não|nunca|jamais|nem|sem|nenhum\w*|ninguém)\b|n't\b)"
)
_DENIED = re.compile(
    rf"{_NOT}(?!\s+(?:only|just|merely|só|apenas|somente)\b)(?:\s+[\w'-]+){{0,4}}\s*$",
    re.IGNORECASE,
)
"""A 'not' before a number, with few words between: 'is not at 35 ms', 'nobody uses 97 %'."""

_CLAUSE = re.compile(
    r"[,;:()—–]|\b(?:and|but|e|mas|which|yet|while|because|porque|since|with|com)\b", re.IGNORECASE
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
_SIGNS = {"½": 0.5, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 0.25, "¾": 0.75}
_FACTORS = (
    (r"doubl(?:ed|es|ing|e)|twice|dobr(?:ou|a|o|ando)|duas vezes", 2.0),
    (r"quadrupl(?:ed|es|ing|e)|quadruplic(?:ou|a|ando)|o quádruplo", 4.0),
    (r"(?:an?|one) order of magnitude|uma ordem de grandeza", 10.0),
    (r"tripl(?:ed|es|ing|e)|thrice|triplic(?:ou|a|ando)|o triplo|três vezes", 3.0),
    (r"halv(?:ed|es|ing)|caiu pela metade|reduziu pela metade", 0.5),
)
ABOUT_SHARE = 0.1
"""By how much a number said to be about may be off; a part in words (a third) likewise."""


def quantities(sentence: str, language: Language) -> list[Quantity]:
    """Give every number of a sentence in its order; a range is one, and so is '2 h 5 min'."""
    found: list[Quantity] = []
    for pattern, value, dimension in _in_words():
        found += [_worded(one, value, dimension) for one in pattern.finditer(sentence)]
    found += [_fraction(one) for one in _FRACTION.finditer(sentence) if int(one[2])]
    taken = [(one.begin, one.end) for one in found]
    plain = in_digits(_without(sentence, taken))
    found += joined(plain, list(_digits(plain, language)))
    return sorted((_as_denied(one, sentence) for one in found), key=lambda one: one.begin)


def _without(sentence: str, taken: list[tuple[int, int]]) -> str:
    letters = list(sentence)
    for begin, end in taken:
        letters[begin:end] = "_" * (end - begin)
    return "".join(letters)


def _as_denied(one: Quantity, sentence: str) -> Quantity:
    """Turn a bound round that a 'not' stands before; mark any other number as denied."""
    clause = _CLAUSE.split(sentence[: one.begin])[-1]
    bound = _ABOVE.search(clause) or _BELOW.search(clause)
    if not _DENIED.search(clause[: bound.start()] if bound else clause):
        return one
    turned = {Bound.ABOVE: Bound.BELOW, Bound.BELOW: Bound.ABOVE}.get(one.bound)
    return replace(one, denied=True) if turned is None else replace(one, bound=turned)


@cache
def _in_words() -> tuple[tuple[re.Pattern[str], float, Dimension], ...]:
    """Give what numbers are written as words; compiled when the first sentence is read."""
    return tuple(_compiled())


def _compiled() -> Iterator[tuple[re.Pattern[str], float, Dimension]]:
    for words, value in _FACTORS:
        yield re.compile(rf"\b(?:{words})\b", re.IGNORECASE), value, Dimension.FACTOR
    for words, value in _PARTS:
        yield re.compile(rf"\b(?:{words})\b", re.IGNORECASE), value, Dimension.RATIO
    for sign, value in _SIGNS.items():
        yield re.compile(rf"(?<!\d){sign}"), value, Dimension.RATIO


def _worded(match: re.Match[str], value: float, dimension: Dimension) -> Quantity:
    return Quantity(
        value, value * ABOUT_SHARE * 2, dimension, Bound.ABOUT, *match.span(), worded=True
    )


def _fraction(match: re.Match[str]) -> Quantity:
    return Quantity(int(match[1]) / int(match[2]), 0.01, Dimension.RATIO, Bound.IS, *match.span())


def _digits(sentence: str, language: Language) -> Iterator[Quantity]:
    for match in _NUMBER.finditer(sentence):
        value, step = _read(match["digits"], language)
        scale = {"k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9}.get(match["thousands"] or "", 1.0)
        scale *= float(f"1{match['power']}") if match["power"] else 1.0
        factor, dimension, end = _unit(match)
        sign = -1.0 if match["sign"] else 1.0
        yield Quantity(
            sign * value * scale * factor,
            step * scale * factor,
            dimension,
            _bound(sentence[: match.start()]),
            match.start(),
            end,
            unit_factor=factor,
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
        max(match.end(part) for part in ("thousands", "power", "digits")),
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
