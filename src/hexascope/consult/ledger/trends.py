"""Trends: what is said to rise must rise in the evidence."""

import re
from collections.abc import Iterable

from hexascope.consult.ledger.known import Fact, Known
from hexascope.consult.ledger.past import bears_out
from hexascope.consult.ledger.subjects import subjects

RISES = re.compile(
    r"\b(?:ris(?:es?|ing|en)|rose|grow(?:s|ing|n)?|grew|growth|increas(?:es?|ed|ing)|climb(?:s|ed|ing)?"
    r"|going up|goes up|went up|swell(?:s|ing)?|leak(?:s|ing|ed)?|upwards?|worsen(?:s|ing|ed)?"
    r"|cresc(?:e|em|eu|endo|imento)|aument(?:a|am|ou|ando|o)|sob(?:e|em|indo)|subiu|piora(?:ndo)?"
    r"|vaza(?:ndo|mento)?)\b",
    re.IGNORECASE,
)
FALLS = re.compile(
    r"\b(?:fall(?:s|ing|en)?|fell|decreas(?:es?|ed|ing)|drop(?:s|ped|ping)|declin(?:es?|ed|ing)"
    r"|shrink(?:s|ing)?|shrank|going down|goes down|went down|downwards?|recover(?:s|ed|ing)?"
    r"|ca(?:i|em|indo)|caiu|diminu(?:i|em|iu|indo)|desc(?:e|em|endo)|desceu|reduz(?:indo|iu)"
    r"|encolhe(?:u|ndo)?)\b",
    re.IGNORECASE,
)
STEADY = re.compile(
    r"\b(?:steady|stable|constant|unchanged|flat|estáve(?:l|is)|constante|inalterad[oa])\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"\b(?:should|would|will|could|can|may|might|must|consider|try|to (?:increase|decrease|grow)"
    r"|deve(?:ria)?|pode(?:ria)?|vai|considere|tente|para (?:aumentar|diminuir|reduzir))\b"
    r"|^\s*(?:increase|decrease|raise|reduce|grow|aumente|diminua|reduza)\b"
    r"|\b(?:whether|if|what|who|why|how|once|until|se|o que|quem|por que|como|quando)\b[^.]*$",
    re.IGNORECASE,
)
"""Advice and forecasts of what a change would do state no trend."""

_GROWTH = re.compile(r"growth|_rate$|leak|filling|trend")
_NOT = re.compile(
    r"(?:\b(?:not|never|no longer|cannot|nor|não|nunca|jamais|nem)\b|n't\b)(?:\s+[\w-]+){0,2}\s*$",
    re.IGNORECASE,
)
LEAST_POINTS = 6
"""Points of a series from which on it shows a course."""

LEAST_CHANGE = 0.05
"""By which share of its range a signal must move to rise or fall."""


def trend_unproven(sentence: str, names: frozenset[str], keys: Iterable[str], about: Known) -> str:
    """Say why the trend that a sentence states is not borne out; '' where it is, or states none."""
    rises, falls = bool(RISES.search(sentence)), bool(FALLS.search(sentence))
    match = (RISES if rises else FALLS).search(sentence)
    if not rises and not falls:
        return _steady_unproven(sentence, names, keys, about)
    if rises == falls or match is None or _ADVICE.search(sentence[: match.start()]):
        return ""
    wanted = 1 if rises else -1
    ways = [way for fact in _concerned(sentence, names, keys, about) if (way := direction(fact))]
    said = match[0]
    if _NOT.search(sentence[: match.start()]):
        return f"the evidence shows {said!r}, which is denied" if wanted in ways else ""
    if wanted in ways or (not ways and bears_out(wanted, sentence, names, keys, about.past)):
        return ""
    return (
        f"the evidence moves the other way than {said!r}" if ways else f"no evidence shows {said!r}"
    )


def _steady_unproven(
    sentence: str, names: frozenset[str], keys: Iterable[str], about: Known
) -> str:
    """Say why what is said to be steady is not: all that is known of its course moves."""
    match = STEADY.search(sentence)
    if match is None or _ADVICE.search(sentence[: match.start()]):
        return ""
    ways = [
        direction(fact) for fact in _concerned(sentence, names, keys, about) if has_course(fact)
    ]
    denied = _NOT.search(sentence[: match.start()]) is not None
    if not ways or any(way == 0 for way in ways) is not denied:
        return ""
    return f"the evidence does not bear out {match[0]!r}"


def has_course(fact: Fact) -> bool:
    """Say whether it is known how a fact went over the window."""
    return len(fact.series) >= LEAST_POINTS


def direction(fact: Fact) -> int:
    """Give 1 for what grows, -1 for what falls, 0 for what stays or can't be told."""
    if has_course(fact):
        part = len(fact.series) // 3
        first = sum(value for _, value in fact.series[:part]) / part
        last = sum(value for _, value in fact.series[-part:]) / part
        largest = max(abs(value) for _, value in fact.series) or 1.0
        if abs(last - first) >= LEAST_CHANGE * largest:
            return 1 if last > first else -1
        return 0
    if _GROWTH.search(fact.family) and fact.value:
        return 1 if fact.value > 0 else -1
    return 0


def _concerned(
    sentence: str, names: frozenset[str], keys: Iterable[str], about: Known
) -> list[Fact]:
    """Give the facts that a sentence speaks of: cited ones, those of its names, of its subject."""
    cited = set(keys)
    spoken = subjects(sentence)
    people = frozenset(name for name in names if not subjects(name))  # 'cpu' is a label, too
    chosen = [fact for fact in about.facts if fact.key in cited]
    chosen += [
        fact
        for fact in about.facts
        if (fact.names & people if people else spoken) and (not spoken or fact.resource in spoken)
    ]
    return chosen
