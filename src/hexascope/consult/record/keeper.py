"""Keeping the record of a panel: who was asked, what came back, what was struck, what it cost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from hexascope.consult.answered.admitting import Admitted
from hexascope.consult.answered.asked import late
from hexascope.consult.answered.forms import NONE, Answered
from hexascope.consult.contract import Guidance
from hexascope.consult.ledger.prose import Ruled, published
from hexascope.consult.ledger.strikes import marked_foreign, strikes
from hexascope.consult.record.happened import Happened
from hexascope.consult.told.briefing import Briefing
from hexascope.consult.told.orders import orders_in, repeated
from hexascope.domain.errand import Computed, Errand
from hexascope.domain.opinion import Stance
from hexascope.domain.panel import (
    LONGEST_SENT,
    MOST_SENT,
    Call,
    Doubt,
    EventKind,
    PanelRecord,
    Question,
    Sent,
    Struck,
    Vote,
)
from hexascope.domain.verdict import Item
from hexascope.llm.contract import Answer, ModelError, Prompt
from hexascope.words import render


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What one specialist's model answered: as it came, as it was read, as it was admitted."""

    role: str
    answer: Answer
    answered: Answered
    admitted: Admitted


class Keeper:
    """Keeps the record of one panel, by the models' clock."""

    def __init__(
        self, clock: Callable[[], float], dollars: Callable[[Answer], float | None]
    ) -> None:
        self.clock = clock
        self._dollars = dollars
        self._began = clock()
        self._calls: list[Call] = []
        self._struck: list[Struck] = []
        self._questions: list[Question] = []
        self._probes: list[tuple[str, str, str]] = []
        self._proposed: list[tuple[str, str]] = []
        self._votes: list[Vote] = []
        self._texts: list[tuple[str, str]] = []  # each is bounded where it is heard
        self._doubts: list[Doubt] = []
        self._rounds: dict[str, int] = {}
        self._sent: list[Sent] = []
        self.heard_s = 0.0
        """When the last analyst so far had spoken: about as long as one more turn would take."""

        self.errands: tuple[Errand, ...] = ()
        self.computed: tuple[Computed, ...] = ()
        self.sent_again = ""
        self.happened = Happened(self.now)

    def now(self) -> float:
        """Give the seconds since the panel began."""
        return self.clock() - self._began

    def asks(self, role: str, what: str, prompt: Prompt, *, again: bool) -> None:
        """Keep that a specialist is asked, and what is sent to it, before anything can fail."""
        self.happened.asked(role, what)
        if len(self._sent) >= MOST_SENT:
            return
        whole = (prompt.shared + prompt.role).encode(errors="replace")
        self._sent.append(
            Sent(
                role=role,
                at_s=self.now(),
                what=what,
                words=prompt.role[:LONGEST_SENT],
                again=again,
                size_bytes=len(whole),
                sha256=sha256(whole).hexdigest(),
            )
        )

    def spoke(self, spoken: Spoken) -> None:
        """Keep an analyst's answer, what was struck of it, its question and its probe."""
        self._answered(spoken.role, spoken.answer)
        if not (self.errands or self.computed):  # who speaks again has waited for errands
            self.heard_s = self.now()
        self._struck += spoken.admitted.struck
        self.happened.opined(spoken.role, spoken.admitted)
        said = spoken.answered
        question = spoken.admitted.question
        if question:
            self._questions.append(Question(by=spoken.role, to=said.whom, words=question))
            self.happened.told(EventKind.QUESTION, spoken.role, whom=said.whom, words=question)
        if spoken.admitted.remember:
            self._proposed.append((spoken.role, spoken.admitted.remember))
        if said.probe != NONE:
            self._probes.append((spoken.role, said.probe, said.probe_on))
            self.happened.told(
                EventKind.PROBE, spoken.role, words=said.probe, facts={"subject": said.probe_on}
            )

    def asked(self) -> list[tuple[str, str, str]]:
        """Give the questions that have no answer yet: who, whom, what."""
        return [(one.by, one.to, one.words) for one in self._questions if not one.answer]

    def replied(self, role: str, by: str, answer: Answer, ruled: Sequence[Ruled]) -> None:
        """Keep an answer to a question, and what was struck of it."""
        self._answered(role, answer)
        struck = strikes(role, ruled)
        self._struck += struck
        keys = tuple(dict.fromkeys(key for one in ruled for key in one.keys))
        self.happened.told(EventKind.REPLY, role, whom=by, words=published(ruled), evidence=keys)
        self.happened.struck(struck)
        self._questions = [
            replace(one, answer=published(ruled)) if (one.by, one.to) == (by, role) else one
            for one in self._questions
        ]

    def voted(self, role: str, answer: Answer, admitted: Admitted) -> None:
        """Keep the votes of one analyst in one round."""
        self._answered(role, answer)
        self._struck += admitted.struck
        self._rounds[role] = self._rounds.get(role, 0) + 1
        self.happened.opined(role, admitted, round_=self._rounds[role])
        self._votes += [
            Vote(
                round=self._rounds[role],
                role=role,
                item=one.item,
                stance=one.stance.value,
                words=render(one.advice),
            )
            for one in admitted.opinions
        ]

    def doubted(self, role: str, leading: Item, answer: Answer, admitted: Admitted) -> None:
        """Keep what the devil's advocate found against the leading cause, or that it is nothing."""
        self._answered(role, answer)
        self._struck += admitted.struck
        self.happened.struck(admitted.struck)
        found = [one for one in admitted.opinions if one.stance is Stance.OPPOSES]
        words = " ".join(render(one.advice) for one in found)
        because = tuple(key for one in found for key in one.because)
        self._doubts.append(Doubt(role=role, item=leading.item, words=words, because=because))
        self.happened.told(EventKind.DOUBT, role, item=leading.item, words=words, evidence=because)

    def guided(
        self, role: str, answer: Answer, guidance: Guidance, struck: Sequence[Struck]
    ) -> None:
        """Keep the coordinator's rulings."""
        self._answered(role, answer)
        self._struck += struck
        self.happened.struck(struck)
        for one in guidance.rulings:
            self.happened.told(
                EventKind.RULED,
                role,
                item=one.item,
                words=render(one.words),
                evidence=one.because,
                facts={"disputed": one.disputed},
            )

    def worded(self, role: str, answer: Answer, struck: Sequence[Struck]) -> None:
        """Keep the report generator's answer."""
        self._answered(role, answer)
        self._struck += struck
        self.happened.struck(struck)

    def failed(self, role: str, error: ModelError, began: float) -> None:
        """Keep that there was no answer, and why."""
        self.happened.told(
            EventKind.FAILED, role, reason=str(error), facts={"model": error.endpoint}
        )
        self._calls.append(
            Call(
                role=role,
                model=error.endpoint,
                began_s=began,
                seconds=self.now() - began,
                first_token_s=0.0,
                input_tokens=error.usage.input_tokens,
                output_tokens=error.usage.output_tokens,
                cached_tokens=error.usage.cached_tokens,
                dollars=error.usage.dollars or 0.0,
                size_bytes=0,
                rung="",
                tries=error.tries,
                error=str(error),
                failure=error.failure.value,
            )
        )

    def record(self, briefing: Briefing) -> PanelRecord:
        """Give what is kept so far."""
        return PanelRecord(
            seconds=self.now(),
            calls=tuple(self._calls),
            struck=tuple(marked_foreign(one) for one in self._struck),
            questions=tuple(self._questions),
            votes=tuple(self._votes),
            probes=tuple(self._probes),
            proposed=tuple(dict.fromkeys(self._proposed)),
            left_out=briefing.left_out,
            sent=briefing.shared,
            sent_again=self.sent_again,
            doubts=tuple(self._doubts),
            causes_left_out=briefing.causes_left_out,
            errands=(*self.errands, *late(self._probes, self.errands)),
            computed=self.computed,
            orders=self._orders(briefing),
            events=self.happened.events(),
            told=tuple(self._sent),
            veiled=briefing.veil.drawn,
        )

    def _orders(self, briefing: Briefing) -> tuple[tuple[str, str], ...]:
        """Give what of the host reads like orders, and which answers repeat it."""
        orders = orders_in(briefing.hypotheses, briefing.evidence)
        keys = briefing.keys
        said = [(role, one) for role, words in self._texts for one in repeated(orders, words, keys)]
        return (*(("", one) for one in orders), *dict.fromkeys(said))

    def _answered(self, role: str, answer: Answer) -> None:
        self._texts.append((role, answer.text))
        self.happened.answered(role, answer, self._dollars(answer))
        self._calls.append(
            Call(
                role=role,
                model=answer.endpoint,
                began_s=max(0.0, self.now() - answer.seconds),
                seconds=answer.seconds,
                first_token_s=answer.first_token_s,
                input_tokens=answer.usage.input_tokens,
                output_tokens=answer.usage.output_tokens,
                cached_tokens=answer.usage.cached_tokens,
                dollars=self._dollars(answer),
                size_bytes=answer.size_bytes,
                rung=answer.rung.value,
                tries=answer.tries,
                cached_age_s=answer.cached_age_s,
            )
        )
