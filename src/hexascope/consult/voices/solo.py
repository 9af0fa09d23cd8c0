"""The solo voice: one model in one call for all analysts; rules settle and word."""

from collections.abc import Sequence

from hexascope.consult.answered.admitting import admit
from hexascope.consult.answered.solo_form import read_solo, solo_asked, solo_form
from hexascope.consult.contract import Guidance, Prices, Settled, Specialist, VoiceError, Wording
from hexascope.consult.record.keeper import Spoken
from hexascope.consult.voices.model import ModelVoice
from hexascope.domain.case import Case
from hexascope.domain.opinion import Opinion, Stance
from hexascope.domain.verdict import Item


class SoloVoice(ModelVoice):
    """Asks once, and is asked nothing more: nobody is there to talk to."""

    _start = ""

    async def speak(self, specialist: Specialist, case: Case, prices: Prices) -> Sequence[Opinion]:  # noqa: ARG002 - prices are the rules' own
        """Give the one opinion, if the ledger admits it; VoiceError where it does not."""
        manner, briefing = self._manner, self._briefing
        answer = await self._ask(
            specialist.role,
            solo_asked(specialist, manner.language),
            solo_form(briefing),
            self._ends("report_generator"),
        )
        answered = read_solo(answer.data or {}, briefing)
        admitted = admit(
            answered,
            specialist.role,
            briefing.hypotheses,
            self._about(case),
            voice=answer.endpoint,
            language=manner.language,
            show=manner.show,
        )
        spoken = Spoken(role=specialist.role, answer=answer, answered=answered, admitted=admitted)
        self._keeper.spoke(spoken)
        self._tell(specialist.role, spoken)
        if not admitted.opinions and (answered.said or answered.refused):
            raise VoiceError(f"{answer.endpoint}: nothing that it said is proven by the evidence")
        agreed = [one.item for one in admitted.opinions if one.stance is Stance.AGREES]
        self._start = next(iter(agreed), "")
        return admitted.opinions

    def in_time(self, turns: int = 1) -> bool:  # noqa: ARG002 - there is nobody to talk to
        """There is nothing to discuss."""
        return False

    async def vote(
        self,
        specialist: Specialist,  # noqa: ARG002 - it has said what it had to say
        case: Case,  # noqa: ARG002
        contested: Sequence[Item],  # noqa: ARG002
    ) -> Sequence[Opinion]:
        """Leave it at what was said."""
        return ()

    async def settle(
        self,
        specialist: Specialist,  # noqa: ARG002 - its rules settle
        case: Case,  # noqa: ARG002
        settled: Settled,  # noqa: ARG002
    ) -> Guidance:
        """Give where the one model would start; the rules settle."""
        return Guidance(start=self._start)

    async def word(
        self,
        specialist: Specialist,  # noqa: ARG002 - its rules word
        case: Case,  # noqa: ARG002
        settled: Settled,
        by_rules: Wording,
    ) -> Wording:
        """Leave the words to the rules."""
        self._keeper.happened.settled(settled)
        return by_rules
