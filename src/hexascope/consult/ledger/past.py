"""What is said of earlier examinations: only their own evidence proves it, and nothing of now.

The median of last week is no proof of a value today. So these facts stand apart from all others,
and are looked at only for what a sentence itself says of the usual, of medians, of examinations.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from hexascope.consult.ledger.known import Fact
from hexascope.consult.ledger.quantity import Dimension, Quantity
from hexascope.consult.ledger.subjects import subjects
from hexascope.domain.history import COUNT, RATIO

LEAST_CHANGE = 0.05
"""By which share a value must differ from its median to be above or below it."""

_PAST = r"(?:usual|medians?|examinations?|exames?|medianas?|habitual|costume)"
_SPEAKS = re.compile(rf"\b{_PAST}\b", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:than|as|with|to|versus|above|below|beyond|since|do que|como|acima|abaixo|relação|desde"
    rf"|com)\b[^.;]*\b{_PAST}\b",
    re.IGNORECASE,
)
# a number in words may end within its word, where it was read as digits
_EXAMINATIONS = re.compile(r"\w*\s+(?:[\w-]+\s+){0,2}(?:examinations?|exames?)\b", re.IGNORECASE)
_UP = re.compile(
    r"\b(?:more|higher|larger|greater|bigger|longer|busier|slower|fuller|worse|above|beyond|rose"
    r"|ris(?:es?|en|ing)|grew|grow(?:n|s|ing)?|increas(?:es?|ed|ing)|mais|maior(?:es)?|acima|pior"
    r"|subiu|cresceu|aumentou|superior)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:less|lower|smaller|fewer|shorter|faster|quicker|emptier|better|below|fell|fall(?:s|en)?"
    r"|dropped|decreas(?:es?|ed|ing)|menos|menor(?:es)?|abaixo|melhor|caiu|diminuiu|inferior)\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:as usual|as always|the same as|unchanged|steady|stable|como de costume|o mesmo que"
    r"|inalterad[oa]|estáve(?:l|is))\b",
    re.IGNORECASE,
)


def of_past(one: Quantity, sentence: str, past: Iterable[Fact]) -> list[Fact] | None:
    """Give the facts that a number may be of if it is of the past; None: it is of now."""
    if not _SPEAKS.search(sentence):
        return None
    if one.dimension is Dimension.COUNT:
        counted = _EXAMINATIONS.match(sentence[one.end :]) is not None
        return _about(sentence, past, COUNT) if counted else None
    is_factor = one.dimension in (Dimension.FACTOR, Dimension.TIMES)
    if is_factor or (one.worded and one.dimension is Dimension.RATIO):
        return [replace(each, dimension=one.dimension) for each in _about(sentence, past, RATIO)]
    return None


def past_unproven(
    sentence: str, names: frozenset[str], keys: Iterable[str], past: Iterable[Fact]
) -> str:
    """Say why what a sentence compares with the past is not so; '' where it is, or none is."""
    if not _COMPARED.search(sentence):
        return ""
    up, down = bool(_UP.search(sentence)), bool(_DOWN.search(sentence))
    same = _SAME.search(sentence) is not None and not (up or down)
    if up == down and not same:
        return ""
    ways = _ways(sentence, names, frozenset(keys), past)
    if not ways:
        return "no evidence tells what is usual of it"
    if (0 if same else 1 if up else -1) in ways:
        return ""
    return "earlier examinations do not bear that out"


def bears_out(
    way: int, sentence: str, names: frozenset[str], keys: Iterable[str], past: Iterable[Fact]
) -> bool:
    """Say whether a sentence on the past says that something rose (1) or fell (-1), as it did."""
    spoken = _COMPARED.search(sentence) is not None
    return spoken and way in _ways(sentence, names, frozenset(keys), past)


def way_of(fact: Fact) -> int:
    """Give 1 for what is above its median, -1 for what is below, 0 for what is about as usual."""
    if abs(fact.value - 1) < LEAST_CHANGE:
        return 0
    return 1 if fact.value > 1 else -1


def _ways(
    sentence: str, names: frozenset[str], keys: frozenset[str], past: Iterable[Fact]
) -> set[int]:
    ratios = _about(sentence, past, RATIO)
    cited = [fact for fact in ratios if fact.key in keys]
    named = [fact for fact in ratios if fact.names & names]
    return {way_of(fact) for fact in cited or named or (() if names else ratios)}


def _about(sentence: str, past: Iterable[Fact], family: str) -> list[Fact]:
    """Give the facts of a family that fit the resources which a sentence names."""
    spoken = subjects(sentence)
    several = [fact for fact in past if fact.family == family]
    return [fact for fact in several if not spoken or fact.resource in spoken]
