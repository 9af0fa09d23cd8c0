"""The way of one panel up to the words: hearing, questions, errands, votes, the coordinator."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from hexascope.consult.contract import (
    Course,
    Engine,
    Errands,
    Guidance,
    Prices,
    Settle,
    Settled,
    Specialist,
    Voice,
    VoiceError,
    Word,
)
from hexascope.consult.discussion import Talk, discuss, hand_over
from hexascope.consult.errands.sending import Sent, send
from hexascope.consult.panel import Heard, Hearing, hearing
from hexascope.consult.plan import Fill
from hexascope.domain.case import Case
from hexascope.domain.opinion import Opinion, Role
from hexascope.domain.remedy import Remedy


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What was said in the end, what code has settled of it, and what the coordinator added."""

    said: tuple[Opinion, ...]
    settled: Settled
    guidance: Guidance


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Who speaks, brought to it by which engine, on what course, and who runs its errands."""

    specialists: Mapping[str, Specialist]
    catalogue: Mapping[str, Remedy]
    fill: Fill
    prices: Prices
    engine: Engine
    errands: Errands | None
    course: Course

    def makers(self) -> tuple[Settle, Word]:
        """Give who settles and who words; a panel without them is a mistake in the program."""
        settle = self.specialists[Role.COORDINATOR].settle
        word = self.specialists[Role.REPORT_GENERATOR].word
        if settle is None or word is None:
            raise TypeError("the coordinator must settle and the report generator must word")
        return settle, word

    def hearing(
        self, voice: Voice, case: Case, patience_seconds: float
    ) -> AbstractAsyncContextManager[Hearing]:
        """Hear the analysts, each for so long at most."""
        return hearing(
            self.specialists,
            voice,
            case,
            engine=self.engine,
            prices=self.prices,
            patience_seconds=patience_seconds,
            alone=self.course.solo,
        )

    async def first(self, audience: Hearing) -> Heard:
        """Give what there is to settle on: three answers, or all."""
        return await (audience.enough() if self.course.settle_early else audience.rest())

    async def settled(
        self, voice: Voice, case: Case, first: Heard, settle: Settle, absent: dict[str, str]
    ) -> tuple[Sent, Agreed]:
        """Let them ask, send for what they want measured, let them vote, and coordinate.

        Where the coordinator's model fails, what the rules have settled stands alone.
        """
        talk = Talk(engine=self.engine, names=first.spoke, most_rounds=self.course.max_rounds)
        await hand_over(voice, self.specialists, case, talk)
        sent = await send(
            self.errands,
            voice,
            self.specialists,
            case,
            first,
            engine=self.engine,
            prices=self.prices,
        )
        heard = sent.heard.opinions
        said, agreed = await discuss(voice, self.specialists, sent.case, heard, settle, talk)
        try:
            coordinator = self.specialists[Role.COORDINATOR]
            guidance = await voice.settle(coordinator, sent.case, agreed)
        except VoiceError as reason:
            absent[Role.COORDINATOR] = str(reason)
            guidance = Guidance()
        return sent, Agreed(said=said, settled=agreed, guidance=guidance)
