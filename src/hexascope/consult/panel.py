"""The panel: hear every analyst at once, and wait for none of them for ever."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from hexascope.consult.contract import Prices, Specialist, Voice, VoiceError
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
    prices: Prices,
    patience_seconds: float,
) -> Heard:
    """Hear the four analysts; rules stand in, at half weight, for who is late or fails.

    An opinion that cites no evidence of this case is dropped.
    """
    known = _known_evidence(case)
    said: dict[str, Sequence[Opinion]] = {}
    absent: dict[str, str] = {}

    async def ask(name: str, specialist: Specialist) -> None:
        try:
            async with asyncio.timeout(patience_seconds):
                said[name] = await voice.speak(specialist, case, prices)
        except TimeoutError:
            absent[name] = f"no answer in {patience_seconds:g} s"
        except VoiceError as reason:
            absent[name] = str(reason)
        if name in absent and not isinstance(voice, RulesVoice):
            with suppress(VoiceError):  # who has no rules, or whose rules fail, says nothing
                said[name] = await RulesVoice(stands_in=True).speak(specialist, case, prices)

    analysts = {role.value: specialists[role.value] for role in ANALYSTS}
    async with asyncio.TaskGroup() as group:
        for name, specialist in analysts.items():
            group.create_task(ask(name, specialist))
    opinions = [
        one
        for name in analysts
        for one in list(said.get(name, ()))[:MOST_OPINIONS]
        if any(key in known or case_has(case, key) for key in one.because)
    ]
    return Heard(opinions=tuple(opinions), absent=absent, answered=len(analysts) - len(absent))


def _known_evidence(case: Case) -> frozenset[str]:
    return frozenset(key for finding in case.findings for key in finding.keys)


def case_has(case: Case, key: str) -> bool:
    """Say whether a case has a piece of evidence of this key."""
    return any(piece.key == key for piece in case.of(key.partition("{")[0]))
