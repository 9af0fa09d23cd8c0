"""The model voice: the mandate goes to a language model, and what it answers through the ledger."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hexascope.consult.briefing import Briefing
from hexascope.consult.contract import Prices, Settled, Specialist, VoiceError, Wording
from hexascope.consult.forms import LONGEST_REASON, MOST_OPINIONS, form, read
from hexascope.consult.keeper import Keeper, Spoken
from hexascope.consult.ledger.admit import admit
from hexascope.consult.ledger.known import Known, known
from hexascope.consult.ledger.sentences import Show
from hexascope.consult.rewording import WORDING, reworded, wording_asked
from hexascope.domain.case import Case
from hexascope.domain.opinion import Opinion, Role
from hexascope.domain.panel import PanelRecord
from hexascope.llm.contract import Answer, ModelError, Piece, Prompt
from hexascope.llm.sets import ModelSet
from hexascope.words import Language

MOST_TOKENS = 1_500
LANGUAGES = {Language.ENGLISH: "English", Language.PORTUGUESE: "Portuguese"}


Tell = Callable[[Role, Spoken | ModelError | Piece], None]
"""Told of each piece, each whole answer and each failure, as they come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How models are asked: in which language, how long each is waited for, and until when.

    `ends_at`, on the models' clock, is when the panel's time is over; `show` writes a value.
    """

    language: Language
    show: Show
    patience_s: float
    ends_at: float | None = None
    temperature: float = 0.2


class ModelVoice:
    """Speaks for the specialists of one case by language models; `briefing` is what all share."""

    def __init__(
        self,
        models: ModelSet,
        briefing: Briefing,
        manner: Manner,
        keeper: Keeper,
        tell: Tell = lambda _role, _what: None,
    ) -> None:
        self._models = models
        self._briefing = briefing
        self._manner = manner
        self._keeper = keeper
        self._tell = tell
        self._known: Known | None = None

    async def speak(self, specialist: Specialist, case: Case, prices: Prices) -> Sequence[Opinion]:  # noqa: ARG002 - prices are the rules' own
        """Give the opinions that the ledger admits; VoiceError where there is no usable answer."""
        role = specialist.role
        remedies = sorted(
            {each.remedy for one in self._briefing.hypotheses for each in one.finding.proposals}
        )
        schema = form(self._briefing, role, remedies)
        answer = await self._ask(role, _asked(specialist, self._manner.language), schema)
        answered = read(answer.data or {}, self._briefing, remedies)
        admitted = admit(
            answered,
            role,
            self._briefing.hypotheses,
            self._about(case),
            voice=answer.endpoint,
            language=self._manner.language,
            show=self._manner.show,
        )
        spoken = Spoken(role=role, answer=answer, answered=answered, admitted=admitted)
        self._keeper.spoke(spoken)
        self._tell(role, spoken)
        if answered.said and not admitted.opinions:
            raise VoiceError(f"{answer.endpoint}: nothing that it said is proven by the evidence")
        return admitted.opinions

    async def word(
        self, specialist: Specialist, case: Case, settled: Settled, by_rules: Wording
    ) -> Wording:
        """Word the verdict; a sentence that is not proven gives way to the rules' own."""
        if not settled.items:
            return by_rules
        role = specialist.role
        told = wording_asked(specialist, case, settled, by_rules, self._manner.language)
        answer = await self._ask(role, self._briefing.veil.hide(told), WORDING)
        worded, struck = reworded(
            self._briefing.veil.lift(answer.data or {}),
            by_rules,
            self._about(case),
            self._manner.language,
            self._manner.show,
        )
        self._keeper.worded(role, answer, struck)
        return worded

    def record(self) -> PanelRecord | None:
        """Give what was asked, answered and struck so far."""
        return self._keeper.record(self._briefing)

    def _about(self, case: Case) -> Known:
        """Give what may be said of the case, gathered once for all specialists."""
        if self._known is None:
            self._known = known(case, self._briefing.evidence)
        return self._known

    async def _ask(self, role: Role, asked: str, schema: Mapping[str, Any]) -> Answer:
        prompt = Prompt(
            shared=self._briefing.shared,
            role=asked,
            schema=schema,
            schema_name=role.value,
            most_tokens=MOST_TOKENS,
            temperature=self._manner.temperature,
        )
        began = self._keeper.now()
        try:
            return await self._models.ask(
                role.value,
                prompt,
                patience_s=self._manner.patience_s,
                ends_at=self._manner.ends_at,
                listen=lambda piece: self._tell(role, piece),
            )
        except ModelError as error:
            self._keeper.failed(role, error, began)
            self._tell(role, error)
            raise VoiceError(str(error)) from None


def _asked(specialist: Specialist, language: Language) -> str:
    name = specialist.role.value.replace("_", " ")
    return (
        f"You are the {name}.\n{specialist.mandate.strip()}\n\n"
        f"Write reasons in {LANGUAGES[language]}, at most {LONGEST_REASON} characters each;"
        f" at most {MOST_OPINIONS} opinions."
    )
