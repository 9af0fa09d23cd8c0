"""Comparisons: who is said to have more of something must have more of it in the evidence."""

import itertools
import re
from collections.abc import Iterable, Sequence

from hexascope.consult.ledger.known import Fact, Known
from hexascope.consult.ledger.names import Named
from hexascope.consult.ledger.quantity import Dimension
from hexascope.consult.ledger.subjects import subjects

MOST_PAIRS = 4_000
"""Pairs of facts that one comparison is held against."""

_MORE = (
    r"more|higher|larger|greater|bigger|longer|busier|slower|fuller|heavier|hotter|older|worse"
    r"|mais|maior(?:es)?|superior(?:es)?"
)
_LESS = (
    r"less|lower|smaller|fewer|shorter|idler|faster|quicker|emptier|lighter|cooler|younger"
    r"|menos|menor(?:es)?|inferior(?:es)?"
)
_COMPARED = re.compile(
    rf"\b(?:(?P<more>{_MORE})|(?P<less>{_LESS}))\b(?P<between>(?:\s+[\w-]+){{0,4}}?)\s+"
    r"(?:than|do\s+que|que|a|ao)\s",
    re.IGNORECASE,
)
_LESS_OF_MORE = re.compile(
    r"\b(?:rápid|vazi|leve|fri|jove|fast|quick|light|cool|idle|empt)", re.IGNORECASE
)
_AS_MUCH = re.compile(
    r"\b(?:important|urgent|likely|serious|attention|grave|importante|provável|sério)",
    re.IGNORECASE,
)
"""What is judged and not measured: nobody can prove it, and nobody takes it for a value."""

_OF_TIME = re.compile(
    r"\b(?:wait|slow|long|latency|await|espera|lent|demora|latência)", re.IGNORECASE
)
_OF_USE = re.compile(r"\b(?:busy|busier|full|used|utili[sz]|ocupad|chei|usad)", re.IGNORECASE)
_FAMILIES = (
    (re.compile(r"\b(?:reads?|reading|lê|leitura)", re.IGNORECASE), "read"),
    (re.compile(r"\b(?:writes?|writing|escreve|escrita|grava)", re.IGNORECASE), "write"),
    (re.compile(r"\b(?:cpu)", re.IGNORECASE), "cpu"),
    (re.compile(r"\b(?:swap)", re.IGNORECASE), "swap"),
    (re.compile(r"\b(?:threads?)\b", re.IGNORECASE), "thread"),
)


def comparison_unproven(
    sentence: str, named: Sequence[Named], keys: Iterable[str], about: Known
) -> str:
    """Say why a comparison between two who are named is not borne out; '' where it is, or is none.

    Everything that is measured of both must agree, of what the sentence speaks of.
    """
    match = _COMPARED.search(sentence)
    if match is None or _AS_MUCH.search(match["between"] or ""):
        return ""
    left = frozenset(one.name for one in named if one.begin < match.start())
    right = frozenset(one.name for one in named if one.begin >= match.end())
    if not left or not right or left & right:
        return ""
    upwards = match["more"] is not None and not _LESS_OF_MORE.search(match["between"] or "")
    ways = _ways(sentence, left, right, frozenset(keys), about)
    if not ways:
        return f"no evidence compares them: {match[0].strip()!r}"
    if ways == {1 if upwards else -1}:
        return ""
    return f"the evidence does not bear out {match[0].strip()!r}"


def _ways(
    sentence: str, left: frozenset[str], right: frozenset[str], keys: frozenset[str], about: Known
) -> set[int]:
    """Give which way the facts of one stand to those of the other, of the same family each."""
    first = [fact for fact in about.of(left) if fact.family and not fact.names & right]
    second = [fact for fact in about.of(right) if fact.family and not fact.names & left]
    pairs = [
        (one, other)
        for one, other in itertools.islice(itertools.product(first, second), MOST_PAIRS)
        if one.family == other.family
    ]
    return {_sign(one.value, other.value) for one, other in _spoken_of(sentence, keys, pairs)}


def _spoken_of(
    sentence: str, keys: frozenset[str], pairs: list[tuple[Fact, Fact]]
) -> list[tuple[Fact, Fact]]:
    """Keep the pairs of what a sentence speaks of, as far as its words tell."""
    for narrowed in (
        [pair for pair in pairs if pair[0].key in keys or pair[1].key in keys],
        [pair for pair in pairs if pair[0].resource in subjects(sentence)],
        [pair for pair in pairs if _OF_TIME.search(sentence) and _is_time(pair[0])],
        [pair for pair in pairs if _OF_USE.search(sentence) and _is_use(pair[0])],
    ):
        pairs = narrowed or pairs
    for words, part in _FAMILIES:
        if words.search(sentence):
            pairs = [pair for pair in pairs if part in pair[0].family] or pairs
    return pairs


def _is_time(fact: Fact) -> bool:
    return fact.dimension is Dimension.SECONDS


def _is_use(fact: Fact) -> bool:
    return fact.dimension is Dimension.RATIO


def _sign(one: float, other: float) -> int:
    return (one > other) - (one < other)
