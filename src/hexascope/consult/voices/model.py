"""The model voice: the mandate goes to a language model, and what it answers through the ledger."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hexascope.consult.briefing import Briefing
from hexascope.consult.contract import Prices, Specialist, VoiceError
from hexascope.consult.forms import LONGEST_REASON, MOST_OPINIONS, Answered, form, read
from hexascope.consult.ledger.admit import Admitted, admit
from hexascope.consult.ledger.known import Known, known
from hexascope.consult.ledger.sentences import Show
from hexascope.domain.case import Case
from hexascope.domain.opinion import Opinion, Role
from hexascope.llm.contract import Answer, ModelError, Piece, Prompt
from hexascope.llm.sets import ModelSet
from hexascope.words import Language

MOST_TOKENS = 1_500
LANGUAGES = {Language.ENGLISH: "English", Language.PORTUGUESE: "Portuguese"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What one specialist's model answered: as it came, as it was read, as it was admitted."""

    role: Role
    answer: Answer
    answered: Answered
    admitted: Admitted


Tell = Callable[[Role, Spoken | ModelError | Piece], None]
"""Told of each piece, each whole answer and each failure, as they come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelVoice:
    """Speaks for the analysts of one case by language models.

    `briefing` is what all of them share. `ends_at`, on the models' clock, is when the panel's time
    is over. `tell` hears what happens, for the live view and the transcript.
    """

    models: ModelSet
    briefing: Briefing
    language: Language
    show: Show
    patience_s: float
    ends_at: float | None = None
    temperature: float = 0.2
    questions: Mapping[Role, str] | None = None
    tell: Tell = lambda _role, _what: None

    async def speak(self, specialist: Specialist, case: Case, prices: Prices) -> Sequence[Opinion]:  # noqa: ARG002 - prices are the rules' own
        """Give the opinions that the ledger admits; VoiceError where there is no usable answer."""
        role = specialist.role
        remedies = sorted(
            {each.remedy for one in self.briefing.hypotheses for each in one.finding.proposals}
        )
        prompt = Prompt(
            shared=self.briefing.shared,
            role=self._asked(specialist),
            schema=form(self.briefing, role, remedies),
            schema_name="opinions",
            most_tokens=MOST_TOKENS,
            temperature=self.temperature,
        )
        try:
            answer = await self.models.ask(
                role.value,
                prompt,
                patience_s=self.patience_s,
                ends_at=self.ends_at,
                listen=lambda piece: self.tell(role, piece),
            )
        except ModelError as error:
            self.tell(role, error)
            raise VoiceError(str(error)) from None
        answered = read(answer.data or {}, self.briefing, remedies)
        admitted = admit(
            answered,
            role,
            self.briefing.hypotheses,
            self._known(case),
            voice=answer.endpoint,
            language=self.language,
            show=self.show,
        )
        self.tell(role, Spoken(role=role, answer=answer, answered=answered, admitted=admitted))
        if answered.said and not admitted.opinions:
            raise VoiceError(f"{answer.endpoint}: nothing that it said is proven by the evidence")
        return admitted.opinions

    def _known(self, case: Case) -> Known:
        return known(case, self.briefing.evidence)

    def _asked(self, specialist: Specialist) -> str:
        name = specialist.role.value.replace("_", " ")
        question = (self.questions or {}).get(specialist.role, "")
        asked = f"\n\nA colleague asks you: {question}" if question else ""
        return (
            f"You are the {name}.\n{specialist.mandate.strip()}{asked}\n\n"
            f"Write reasons in {LANGUAGES[self.language]}, at most {LONGEST_REASON} characters"
            f" each; at most {MOST_OPINIONS} opinions."
        )
