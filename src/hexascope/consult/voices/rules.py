"""The rules voice: a specialist's own rules, the same answer every time."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from hexascope.consult.contract import (
    Course,
    Guidance,
    Prices,
    Settled,
    Specialist,
    Voice,
    VoiceError,
    Wording,
)
from hexascope.domain.case import Case
from hexascope.domain.opinion import Opinion
from hexascope.domain.panel import PanelRecord
from hexascope.domain.verdict import Item


class RulesVoice:
    """Speaks by rules; `stands_in` marks that it speaks for a model that is absent."""

    def __init__(self, *, stands_in: bool = False) -> None:
        self._stands_in = stands_in

    async def speak(self, specialist: Specialist, case: Case, prices: Prices) -> Sequence[Opinion]:
        """Give the opinions of a specialist's rules; rules that fail are a voice that is absent."""
        if specialist.rules is None:
            raise VoiceError(f"the {specialist.role} has no rules to speak by")
        try:
            said = list(specialist.rules(case, prices))
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise VoiceError(f"its rules failed ({type(error).__name__}: {error})"[:256]) from error
        return [replace(one, voice="rules", stands_in=self._stands_in) for one in said]

    async def reply(
        self,
        specialist: Specialist,  # noqa: ARG002 - rules have said all that they know
        case: Case,  # noqa: ARG002
        by: str,  # noqa: ARG002
        question: str,  # noqa: ARG002
    ) -> str:
        """Say nothing more."""
        return ""

    async def vote(
        self,
        specialist: Specialist,  # noqa: ARG002 - rules don't change their mind
        case: Case,  # noqa: ARG002
        contested: Sequence[Item],  # noqa: ARG002
    ) -> Sequence[Opinion]:
        """Leave it at what was said."""
        return ()

    def questions(self) -> Sequence[tuple[str, str, str]]:
        """Nobody asks."""
        return ()

    def in_time(self, turns: int = 1) -> bool:  # noqa: ARG002
        """There is nothing to discuss."""
        return False

    async def doubt(
        self,
        specialist: Specialist,  # noqa: ARG002 - rules have weighed what speaks against them
        case: Case,  # noqa: ARG002
        leading: Item,  # noqa: ARG002
    ) -> Sequence[Opinion]:
        """Find nothing more."""
        return ()

    async def settle(
        self,
        specialist: Specialist,  # noqa: ARG002 - its rules have settled
        case: Case,  # noqa: ARG002
        settled: Settled,  # noqa: ARG002
    ) -> Guidance:
        """Add nothing to what the rules have settled."""
        return Guidance()

    async def word(
        self,
        specialist: Specialist,  # noqa: ARG002 - its rules have spoken
        case: Case,  # noqa: ARG002
        settled: Settled,  # noqa: ARG002
        by_rules: Wording,
    ) -> Wording:
        """Leave the words of the rules as they are."""
        return by_rules

    def record(self) -> PanelRecord | None:
        """Nobody was asked."""
        return None


class RulesVoices:
    """Opens the rules voice for every case."""

    by_model = False
    time_s = 30.0
    course = Course()

    @asynccontextmanager
    async def open(self, case: Case) -> AsyncIterator[Voice]:  # noqa: ARG002 - rules need none
        """Give the rules voice."""
        yield RulesVoice()
