"""Numbers written as words, as digits in their place: 'ninety-seven percent', 'cento e vinte'."""

import re

_UNITS = {
    "zero": 0, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9,
    "dois": 2, "duas": 2, "três": 3, "quatro": 4, "cinco": 5, "seis": 6, "sete": 7, "oito": 8,
    "nove": 9,
}  # fmt: skip
_ONE = {"one": 1, "um": 1, "uma": 1}
_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "dez": 10, "onze": 11, "doze": 12, "treze": 13, "catorze": 14, "quatorze": 14, "quinze": 15,
    "dezesseis": 16, "dezessete": 17, "dezoito": 18, "dezenove": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
    "vinte": 20, "trinta": 30, "quarenta": 40, "cinquenta": 50, "sessenta": 60, "setenta": 70,
    "oitenta": 80, "noventa": 90,
}  # fmt: skip
_HUNDREDS = {
    "cento": 100, "cem": 100, "duzentos": 200, "duzentas": 200, "trezentos": 300,
    "trezentas": 300, "quatrocentos": 400, "quatrocentas": 400, "quinhentos": 500,
    "quinhentas": 500, "seiscentos": 600, "setecentos": 700, "oitocentos": 800,
    "novecentos": 900,
}  # fmt: skip
_SCALES = {
    "hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9,
    "mil": 1_000, "milhão": 10**6, "milhões": 10**6, "bilhão": 10**9, "bilhões": 10**9,
}  # fmt: skip
_DOZEN = {"dozen": 12, "dúzia": 12}
_VALUES = {**_UNITS, **_ONE, **_TEENS, **_TENS, **_HUNDREDS, **_DOZEN}
_NUMBER_WORD = "|".join(sorted({*_VALUES, *_SCALES}, key=len, reverse=True))
_SPELLED = re.compile(
    rf"\b(?:{_NUMBER_WORD})\b(?:(?:\s+e\s+|\s+and\s+|[\s-]+)(?:{_NUMBER_WORD})\b)*", re.IGNORECASE
)
_WORD = re.compile(r"\w+")
_NO_NUMBER = re.compile(r"\s*(?:terços|thirds|quarters|quartos|of\s+(?:the|these|them|us)\b)")
_PER_CENT = re.compile(r"\b(?:por\s+cento|per\s+cent)$", re.IGNORECASE)
_UNIT_BEHIND = re.compile(
    r"[\s-]*(?:percent|per\s+cent|por\s+cento|%|(?:micro|milli|nano)?seconds?|(?:micro|mili)?ssegundos?"
    r"|segundos?|minutes?|minutos?|hours?|horas?|days?|dias?|bytes?|[kmg]i?b\b|ms\b|processes|fold"
    r"|times|vezes)",
    re.IGNORECASE,
)


def in_digits(sentence: str) -> str:
    """Give a sentence of the same length with spelled numbers as digits, where there are any.

    'One' alone counts only before a unit: it mostly stands for somebody.

    >>> in_digits("ninety-seven percent of two disks")
    '97           percent of 2   disks'
    """
    out = sentence
    for match in _SPELLED.finditer(sentence):
        if _NO_NUMBER.match(sentence, match.end()) or _PER_CENT.search(sentence[: match.end()]):
            continue
        for begin, end, value in _numbers(match):
            alone = sentence[begin:end].lower() in _ONE
            if alone and not _UNIT_BEHIND.match(sentence, end):
                continue
            digits = _written(value, end - begin)
            out = f"{out[:begin]}{digits.ljust(end - begin)}{out[end:]}"
    return out


def _written(value: int, room: int) -> str:
    """Write a number in the room of its words: 'mil' has no room for four digits."""
    digits = str(value)
    return digits if len(digits) <= room else f"{value:.0e}".replace("e+0", "e")


def _numbers(match: re.Match[str]) -> list[tuple[int, int, int]]:
    """Cut a run of number words into numbers: 'two three' are two, 'twenty three' is one."""
    found: list[tuple[int, int, int]] = []
    whole = part = 0
    begin = end = -1
    least = 10**12
    for word in _WORD.finditer(match[0]):
        said = word[0].lower()
        if said in ("and", "e"):
            continue
        scale = _SCALES.get(said)
        value = _VALUES.get(said, 0)
        if scale is None and begin >= 0 and value >= least:
            found.append((begin, end, whole + part))
            whole = part = 0
            begin = -1
        if begin < 0:
            begin = match.start() + word.start()
        end = match.start() + word.end()
        if scale is None:
            part += value
            least = _floor(value)
        elif scale == 100:
            part = max(1, part) * scale
            least = 100
        else:
            whole += max(1, part) * scale
            part, least = 0, scale
    found.append((begin, end, whole + part))
    return found


def _floor(value: int) -> int:
    """Give what a number must be below to go on: after 'twenty' a unit, after 'cento' a ten."""
    if value >= 100:
        return 100
    return 10 if value >= 20 else 1
