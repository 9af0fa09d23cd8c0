"""The second wall: what stands in prose is checked sentence by sentence, and struck if unproven."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hexascope.consult.ledger.all_clear import all_clear
from hexascope.consult.ledger.causes import Causal, causal
from hexascope.consult.ledger.comparisons import comparison_unproven
from hexascope.consult.ledger.computed import said_of_others
from hexascope.consult.ledger.foreign import foreign_matter
from hexascope.consult.ledger.general import general_knowledge
from hexascope.consult.ledger.known import Fact, Known
from hexascope.consult.ledger.names import Named, named_in, strangers
from hexascope.consult.ledger.past import of_past, past_unproven
from hexascope.consult.ledger.quantities import ABOUT_SHARE, quantities
from hexascope.consult.ledger.quantity import Bound, Dimension, Quantity
from hexascope.consult.ledger.sentences import Show, filled, sentences
from hexascope.consult.ledger.stamps import unreadable, without_stamps
from hexascope.consult.ledger.subjects import subjects
from hexascope.consult.ledger.trends import trend_unproven
from hexascope.words import Language

FURTHEST_BOUND = 10.0
"""'Over 10 %' of 97 % is true and misleads: a bound further off than this factor is none."""

_WINDOW = re.compile(
    r"\b(?:over|in|within|during|for|throughout|last|em|durante|por|nos?|últimos)\s*$",
    re.IGNORECASE,
)
_FINDINGS = re.compile(
    r"\b(?:findings?|problems?|issues?|causes?|things|achados?|problemas?|causas?|coisas)\b",
    re.IGNORECASE,
)
MOST_COMPARED = 60
"""Facts that are compared with each other for what a sentence says of their ratio."""

_NO_CLAIM = re.compile(
    r"\b(?:p\d{2,3}|ipv[46]|tcp/ip|http/\d(?:\.\d)?|ext[234]|raid[\s-]?\d+|sha-?\d+|x86_64|utf-8|l[123]"
    r"|24/7|\d+(?:st|nd|rd|th|[ºª])|cgroups?\s*v[12]|python\s*\d[\d.]*|linux\s*\d[\d.]*|kernel\s*\d[\d.]*|layer\s*\d|\d+-bit)(?!\w)"
    r"|^\s*\(?\d{1,2}[.)]\s",
    re.IGNORECASE,
)
_ESTIMATE = re.compile(
    r"\b(?:estimate[sd]?|estimated|i expect|expected to|would|could save|estimativa|estimad[oa]"
    r"|espera-se|esperaria|poderia)\b",
    re.IGNORECASE,
)


class Ruling(StrEnum):
    """What becomes of a sentence."""

    PROVEN = "proven"
    NO_CLAIM = "no_claim"
    HYPOTHESIS = "hypothesis"
    ESTIMATE = "estimate"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"

    @property
    def struck(self) -> bool:
        """Say whether a sentence so ruled is kept out of what is published."""
        return self in (Ruling.UNSUPPORTED, Ruling.CONTRADICTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """One sentence as it would be published, what it was ruled, why, and what it rests on."""

    sentence: str
    ruling: Ruling
    reason: str = ""
    keys: tuple[str, ...] = ()


def rule(prose: str, about: Known, language: Language, show: Show) -> list[Ruled]:
    """Rule each sentence of a prose by what is known of the case."""
    return [_rule(one, about, language, show) for one in sentences(prose)]


def published(ruled: Iterable[Ruled]) -> str:
    """Give what may be published: everything but the struck sentences."""
    return " ".join(one.sentence for one in ruled if not one.ruling.struck)


def _rule(written: str, about: Known, language: Language, show: Show) -> Ruled:
    matter = foreign_matter(written, about.names) or all_clear(written, harmed=about.harmed)
    if matter:
        return _struck(written, matter)
    sentence, keys, spans, unknown = filled(written, about.evidence, show)
    if unknown:
        return _struck(written, f"it names evidence that was not shown: {unknown[:80]}")
    foreign = strangers(_blanked(sentence, spans), about.names | about.quoted)
    if foreign:
        return _struck(sentence, f"nothing of this case is called {foreign[0][:80]}", keys)
    named = named_in(sentence, about.names)
    stranger = said_of_others(
        keys, [one.name for one in named], subjects(_blanked(sentence, spans)), about.computed
    )
    if stranger:
        return _struck(sentence, f"what it computed is not of {stranger[:80]}", keys)
    numbers, proven = _numbers(sentence, spans, named, about, language, keys)
    if numbers is not None:
        if _ESTIMATE.search(sentence):
            return Ruled(
                sentence=sentence, ruling=Ruling.ESTIMATE, reason=numbers.reason, keys=keys
            )
        return Ruled(sentence=sentence, ruling=numbers.ruling, reason=numbers.reason, keys=keys)
    rests = tuple(dict.fromkeys((*keys, *proven)))
    names = frozenset(one.name for one in named)
    turned = trend_unproven(sentence, names, rests, about)
    turned = turned or comparison_unproven(sentence, named, rests, about)
    turned = turned or past_unproven(sentence, names, rests, about.past)
    if turned:
        return _struck(sentence, turned, rests)
    cause = causal(sentence, named, about)
    if cause is Causal.BACKWARDS:
        reason = "the evidence has cause and effect the other way round"
        return Ruled(sentence=sentence, ruling=Ruling.CONTRADICTED, reason=reason, keys=rests)
    if cause is Causal.UNPROVEN:
        reason = "no evidence shows that the one brings about the other"
        return Ruled(sentence=sentence, ruling=Ruling.HYPOTHESIS, reason=reason, keys=rests)
    ruling = Ruling.PROVEN if rests or cause is Causal.PROVEN else Ruling.NO_CLAIM
    return Ruled(sentence=sentence, ruling=ruling, keys=rests)


def _struck(sentence: str, reason: str, keys: tuple[str, ...] = ()) -> Ruled:
    return Ruled(sentence=sentence, ruling=Ruling.UNSUPPORTED, reason=reason, keys=keys)


def _numbers(
    sentence: str,
    spans: tuple[tuple[int, int], ...],
    named: list[Named],
    about: Known,
    language: Language,
    keys: tuple[str, ...],
) -> tuple[Ruled | None, list[str]]:
    """Give the first number that nothing proves, ruled; and the keys that prove the others."""
    plain = _without_names(_blanked(sentence, spans), named)
    unread = unreadable(plain, about.quoted)
    if unread:
        return _ruled(sentence, Ruling.UNSUPPORTED, f"no evidence has '{unread}'"), []
    plain = without_stamps(plain)
    proven: list[str] = []
    for one in quantities(plain, language):
        if one.value in about.allowed or general_knowledge(sentence, one):
            continue
        told = _told(one, sentence)
        if one.denied:
            reason = f"a 'not' stands before {told}: what is not so, no evidence shows"
            return _ruled(sentence, Ruling.CONTRADICTED, reason), proven
        past = of_past(one, plain, about.past)
        fitting = [fact for fact in (about.facts if past is None else past) if holds(one, fact)]
        if past is None and one.dimension in (Dimension.FACTOR, Dimension.TIMES, Dimension.RATIO):
            fitting += _ratios(one, named, keys, about)
        if not fitting:
            reason = f"no evidence has {told}"
            return _ruled(sentence, Ruling.UNSUPPORTED, reason), proven
        owned = [fact for fact in fitting if _belongs(one, fact, named, about, sentence)]
        if not owned:
            who = _nearest(one, named)
            reason = f"{told} is not {who.name if who else 'its'}'s"
            return _ruled(sentence, Ruling.CONTRADICTED, reason), proven
        proven += [fact.key for fact in owned[:1] if fact.key]
    return None, proven


def holds(one: Quantity, fact: Fact) -> bool:
    """Say whether a number of a sentence is true of a fact, as it was rounded or bounded."""
    if not _comparable(one, fact):
        return False
    value = fact.value
    slack = max(one.step / 2, abs(one.value) * 1e-6) * 1.000001
    if one.bound is Bound.ABOUT:
        slack = max(slack, abs(one.value) * ABOUT_SHARE)
    if one.bound is Bound.WITHIN:
        return one.value - slack <= value <= one.upper + slack
    if one.bound is Bound.ABOVE:
        return one.value - slack <= value <= max(one.value * FURTHEST_BOUND, slack)
    if one.bound is Bound.BELOW:
        return one.value / FURTHEST_BOUND <= value <= one.value + slack
    return math.isclose(value, one.value, rel_tol=0, abs_tol=slack)


def _comparable(one: Quantity, fact: Fact) -> bool:
    if one.dimension is fact.dimension:
        return True
    if one.dimension is Dimension.TIMES:
        return fact.dimension in (Dimension.COUNT, Dimension.FACTOR)
    # a bare number may be a rate or a ratio as it is written in data: 0.47, 1,200 a second's count
    return one.dimension is Dimension.COUNT and fact.dimension in (
        Dimension.PER_S,
        Dimension.RATIO,
    )


def _belongs(one: Quantity, fact: Fact, named: list[Named], about: Known, sentence: str) -> bool:
    """Say whether a number is its owner's: the nearest name before it, or else after it."""
    nearest = _nearest(one, named)
    if nearest is None or nearest.name in fact.names:
        return True
    own = [each for each in about.of(frozenset((nearest.name,))) if _same_kind(each, fact)]
    if fact.names:  # another's who is named too, unless the nearest has one of its own
        return bool(fact.names & {each.name for each in named}) and not own
    if fact.key or fact.resource is not None:  # the host's, if it is the host's that is spoken of
        return not own and fact.resource in subjects(sentence)
    if fact.dimension is Dimension.SECONDS:  # how long was looked
        return _WINDOW.search(sentence[: one.begin]) is not None
    return _FINDINGS.search(sentence) is not None  # how many there are


def _same_kind(one: Fact, other: Fact) -> bool:
    """Say whether two facts measure the same of different owners."""
    if one.family and other.family:
        return one.family == other.family
    return one.dimension is other.dimension and one.resource is other.resource


def _nearest(one: Quantity, named: list[Named]) -> Named | None:
    before = [each for each in named if each.begin < one.begin]
    if before:
        return before[-1]
    return next(iter(named), None)


def _ratios(
    one: Quantity, named: list[Named], keys: tuple[str, ...], about: Known
) -> Iterable[Fact]:
    """Give facts whose ratio to another of the same kind is the factor that a sentence states."""
    said = frozenset(each.name for each in named)
    in_words = one.worded and one.dimension is Dimension.RATIO
    pool = [
        fact
        for fact in about.facts
        if fact.key and (in_words or fact.key in keys or fact.names & said)
    ][:MOST_COMPARED]
    kind = one.dimension if one.dimension is Dimension.RATIO else Dimension.FACTOR
    for fact in pool:
        for other in pool:
            alike = fact.dimension is other.dimension and fact.resource is other.resource
            both_cited = fact.key in keys and other.key in keys
            same = alike if both_cited or in_words else fact.family == other.family
            ratio = Fact(fact.value / other.value, kind) if same and other.value else None
            if fact is not other and ratio is not None and holds(one, ratio):
                yield fact


def _blanked(sentence: str, spans: tuple[tuple[int, int], ...]) -> str:
    """Blank what code has filled in, and what holds digits without stating a number."""
    letters = list(sentence)
    taken = [*spans, *(match.span() for match in _NO_CLAIM.finditer(sentence))]
    for begin, end in taken:
        letters[begin:end] = " " * (end - begin)
    return "".join(letters)


def _without_names(sentence: str, named: list[Named]) -> str:
    letters = list(sentence)
    for one in named:
        letters[one.begin : one.end] = "_" * (one.end - one.begin)
    return "".join(letters)


def _told(one: Quantity, sentence: str) -> str:
    return f"'{sentence[one.begin : one.end].strip()}'"


def _ruled(sentence: str, ruling: Ruling, reason: str) -> Ruled:
    return Ruled(sentence=sentence, ruling=ruling, reason=reason)
