"""The panel: hear every analyst at once, and wait for none of them for ever."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from hexascope.consult.contract import Engine, Prices, Specialist, Turned, Voice, VoiceError
from hexascope.consult.solo import SOLO, solo
from hexascope.consult.voices.rules import RulesVoice
from hexascope.domain.case import Case
from hexascope.domain.opinion import ANALYSTS, Opinion, Role
from hexascope.kit.clock import monotonic

MOST_OPINIONS = 60
"""Opinions of one specialist that are heard; the rest is left out."""

ENOUGH = 3
"""Valid answers of analysts on which it may be settled while others still speak."""

GRACE_SHARE, LEAST_GRACE_S, MOST_GRACE_S = 0.1, 0.1, 2.0
"""So much longer than three took the fourth is waited for: who comes nearly with them is heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """All opinions in the order of the analysts, and why some spoke by their rules instead.

    `answered` counts analysts with a valid answer; `names` are who has ended so far, `late` who
    still speaks.
    """

    opinions: tuple[Opinion, ...]
    absent: Mapping[str, str]
    answered: int
    names: tuple[str, ...] = ()
    late: tuple[str, ...] = ()

    @property
    def spoke(self) -> tuple[str, ...]:
        """Give who has spoken by its own voice."""
        return tuple(name for name in self.names if name not in self.absent)

    def of(self, names: Sequence[str]) -> tuple[Opinion, ...]:
        """Give the opinions of some who were heard."""
        return tuple(one for one in self.opinions if one.role in names)


def analysts(specialists: Mapping[str, Specialist]) -> tuple[str, ...]:
    """Give who is heard: the four analysts, and beside them users' own by their names."""
    own = sorted(name for name in specialists if name not in set(Role))
    return (*ANALYSTS, *own)


class Hearing:
    """Hears all at once; who has enough to settle on goes on while the last still speaks."""

    def __init__(
        self,
        names: Sequence[str],
        turns: AsyncIterator[Turned],
        stand_in: Callable[[str], Awaitable[Sequence[Opinion]]],
        case: Case,
    ) -> None:
        self._names = tuple(names)
        self._turns = turns
        self._stand_in = stand_in
        self._case = case
        self._said: dict[str, Sequence[Opinion]] = {}
        self._absent: dict[str, str] = {}
        self._enough = asyncio.Event()
        self._began = monotonic()
        self._listening = asyncio.create_task(self._listen())

    async def enough(self) -> Heard:
        """Give what was said as soon as three have answered, or all have ended."""
        first = asyncio.create_task(self._enough.wait())
        try:
            await asyncio.wait({self._listening, first}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            first.cancel()
        taken = monotonic() - self._began
        grace = max(LEAST_GRACE_S, min(GRACE_SHARE * taken, MOST_GRACE_S))
        await asyncio.wait({self._listening}, timeout=grace)
        return self.so_far()

    async def rest(self) -> Heard:
        """Give what was said once all have ended."""
        await self._listening
        return self.so_far()

    def so_far(self) -> Heard:
        """Give what was said by who has ended."""
        if self._listening.done():
            self._listening.result()  # a mistake in an engine is no late specialist
        ended = tuple(name for name in self._names if name in self._said)
        valid = [name for name in ended if name not in self._absent]
        stood_in = [name for name in self._said if name not in self._names]
        return Heard(
            opinions=_resting_on(self._case, [self._said[name] for name in (*ended, *stood_in)]),
            absent=dict(self._absent),
            answered=sum(name in (*ANALYSTS, SOLO) for name in valid),
            names=ended,
            late=tuple(name for name in self._names if name not in self._said),
        )

    async def end(self) -> None:
        """End it: who still speaks is cancelled, and his connection is closed."""
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)

    async def stand_in_for(self, names: Sequence[str], mute: Collection[str] = ()) -> None:
        """Let rules speak for those who are not asked; who has none is absent, and told so."""
        for name in names:
            if name in mute:
                self._absent[name] = "one model speaks for all, and it has no rules to speak by"
            else:
                self._said[name] = await self._stand_in(name)

    async def _listen(self) -> None:
        try:
            async for one in self._turns:
                if one.absent:
                    self._absent[one.name] = one.absent
                    self._said[one.name] = await self._stand_in(one.name)
                else:
                    self._said[one.name] = one.said
                valid = (set(ANALYSTS) & set(self._names) & self._said.keys()) - self._absent.keys()
                if len(valid) >= ENOUGH:
                    self._enough.set()
        finally:
            close = getattr(self._turns, "aclose", None)
            if close is not None:
                await close()


@asynccontextmanager
async def hearing(
    specialists: Mapping[str, Specialist],
    voice: Voice,
    case: Case,
    *,
    engine: Engine,
    prices: Prices,
    patience_seconds: float,
    alone: bool = False,
) -> AsyncIterator[Hearing]:
    """Hear the analysts; rules stand in, at half weight, for who is late or fails.

    With `alone` one specialist is asked for all of them, and rules stand in for the four. An
    opinion that cites no evidence of this case is dropped.
    """
    names = analysts(specialists)
    asked = {SOLO: solo} if alone else {name: specialists[name] for name in names}

    async def speak(name: str) -> Sequence[Opinion]:
        return await voice.speak(asked[name], case, prices)

    async def stand_in(name: str) -> Sequence[Opinion]:
        if name not in specialists or isinstance(voice, RulesVoice):
            return ()
        return await _stand_in(specialists[name], case, prices)

    turns = engine.at_once(tuple(asked), speak, patience_seconds=patience_seconds)
    heard = Hearing(tuple(asked), turns, stand_in, case)
    try:
        if alone:
            await heard.stand_in_for(names, {n for n in names if specialists[n].rules is None})
        yield heard
    finally:
        await heard.end()


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
