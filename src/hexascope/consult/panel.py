"""The panel: hear every analyst at once, and wait for none of them for ever."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from hexascope.consult.contract import Engine, Prices, Specialist, Voice, VoiceError
from hexascope.consult.voices.rules import RulesVoice
from hexascope.domain.case import Case
from hexascope.domain.opinion import ANALYSTS, Opinion

MOST_OPINIONS = 60
"""Opinions of one specialist that are heard; the rest is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """All opinions in the order of the analysts, and why some spoke by their rules instead."""

    opinions: tuple[Opinion, ...]
    absent: Mapping[str, str]
    answered: int


async def hear(
    specialists: Mapping[str, Specialist],
    voice: Voice,
    case: Case,
    *,
    engine: Engine,
    prices: Prices,
    patience_seconds: float,
) -> Heard:
    """Hear the analysts; rules stand in, at half weight, for who is late or fails.

    An opinion that cites no evidence of this case is dropped.
    """
    said: dict[str, Sequence[Opinion]] = {}
    absent: dict[str, str] = {}

    async def speak(name: str) -> Sequence[Opinion]:
        return await voice.speak(specialists[name], case, prices)

    turns = engine.at_once(ANALYSTS, speak, patience_seconds=patience_seconds)
    async for one in turns:
        said[one.name] = one.said
        if one.absent:
            absent[one.name] = one.absent
            if not isinstance(voice, RulesVoice):
                said[one.name] = await _stand_in(specialists[one.name], case, prices)
    return Heard(
        opinions=_resting_on(case, [said.get(name, ()) for name in ANALYSTS]),
        absent=absent,
        answered=len(ANALYSTS) - len(absent),
    )


async def _stand_in(specialist: Specialist, case: Case, prices: Prices) -> Sequence[Opinion]:
    """Let rules speak for who is absent; who has no rules, or whose rules fail, says nothing."""
    with suppress(VoiceError):
        return await RulesVoice(stands_in=True).speak(specialist, case, prices)
    return ()


def _resting_on(case: Case, said: Sequence[Sequence[Opinion]]) -> tuple[Opinion, ...]:
    """Give the opinions that cite evidence of the case."""
    known = _known_evidence(case)
    return tuple(
        one
        for opinions in said
        for one in list(opinions)[:MOST_OPINIONS]
        if any(key in known or case_has(case, key) for key in one.because)
    )


def _known_evidence(case: Case) -> frozenset[str]:
    return frozenset(key for finding in case.findings for key in finding.keys)


def case_has(case: Case, key: str) -> bool:
    """Say whether a case has a piece of evidence of this key."""
    return any(piece.key == key for piece in case.of(key.partition("{")[0]))
