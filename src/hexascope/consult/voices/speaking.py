"""Turn models for one case: what they are shown, until when, and what becomes of an answer."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hexascope.consult.answered.admitting import Admitted, admit
from hexascope.consult.answered.asked import Asked
from hexascope.consult.answered.forms import Answered
from hexascope.consult.contract import Program, VoiceError, Wish
from hexascope.consult.ledger.known import Known, known
from hexascope.consult.ledger.sentences import Show
from hexascope.consult.record.keeper import Keeper, Spoken
from hexascope.consult.sharing import Until
from hexascope.consult.told.briefing import Briefing
from hexascope.domain.case import Case
from hexascope.domain.errand import Computed, Errand
from hexascope.domain.panel import PanelRecord
from hexascope.llm.contract import Answer, ModelError, Piece, Prompt
from hexascope.llm.sets import Asks
from hexascope.words import Language


@dataclass(frozen=True, slots=True)
class Turn:
    """A specialist is asked; `what` is the first field of the answer's form."""

    what: str


Tell = Callable[[str, Turn | Spoken | ModelError | Piece], None]
"""Told of each question, each piece, each whole answer and each failure, as they come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How models are asked: in which language, how long each is waited for, and until when.

    `until` shares the panel's time out, None: there is no end; `show` writes a value. With `code`
    analysts may ask for programs to be run.
    """

    language: Language
    show: Show
    patience_s: float
    until: Until | None = None
    temperature: float = 0.2
    code: bool = False


class Speaking:
    """Asks models of one case; `briefing` is what all share."""

    def __init__(
        self,
        models: Asks,
        briefing: Briefing,
        manner: Manner,
        keeper: Keeper,
        tell: Tell = lambda _role, _what: None,
        brief_again: Callable[[Case], Briefing] | None = None,
    ) -> None:
        self._models = models
        self._first = self._briefing = briefing
        self._manner = manner
        self._keeper = keeper
        self._tell = tell
        self._brief_again = brief_again
        self._asked = Asked(code=manner.code)
        self._known: list[tuple[Briefing, Known]] = []

    def wishes(self) -> Sequence[Wish]:
        """Give the probes that analysts asked for."""
        return tuple(self._asked.wishes)

    def programs(self) -> Sequence[Program]:
        """Give the programs that analysts asked to have run."""
        return tuple(self._asked.programs)

    def left_s(self) -> float:
        """Give the seconds that are left until the analysts must have ended."""
        ends = self._ends("analysts")
        return math.inf if ends is None else max(0.0, ends - self._keeper.clock())

    def learn(self, case: Case, errands: Sequence[Errand], computed: Sequence[Computed]) -> None:
        """Take what came of errands into the record, and speak of this case from now on."""
        self._keeper.errands, self._keeper.computed = tuple(errands), tuple(computed)
        self._keeper.happened.done(errands, computed)
        self._asked.end()
        if self._brief_again is not None:
            self._briefing = self._brief_again(case)
            self._keeper.sent_again = self._briefing.shared

    def in_time(self, turns: int = 1) -> bool:
        """Say whether so many turns, each as long as the analysts took, would end in time."""
        ends = self._ends("analysts")
        return ends is None or self._keeper.clock() + turns * self._keeper.heard_s < ends

    def record(self) -> PanelRecord | None:
        """Give what was asked, answered and struck so far."""
        return self._keeper.record(self._first)

    def _about(self, case: Case, briefing: Briefing | None = None) -> Known:
        """Give what may be said of the case, gathered once for all specialists."""
        shown = briefing or self._briefing
        for one, about in self._known:
            if one is shown:
                return about
        about = known(case, shown.evidence)
        self._known.append((shown, about))
        return about

    def _ends(self, part: str) -> float | None:
        """Give by when a part of the panel must have ended, on the models' clock."""
        until = self._manner.until
        return None if until is None else float(getattr(until, part))

    def _admitted(
        self, answered: Answered, role: str, case: Case, answer: Answer, briefing: Briefing
    ) -> Admitted:
        return admit(
            answered,
            role,
            briefing.hypotheses,
            self._about(case, briefing),
            voice=answer.endpoint,
            language=self._manner.language,
            show=self._manner.show,
        )

    async def _ask(
        self, role: str, asked: str, schema: Mapping[str, Any], ends_at: float | None
    ) -> Answer:
        prompt = Prompt(
            shared=self._briefing.shared,
            role=asked,
            schema=schema,
            schema_name=role,
            most_tokens=self._briefing.room.answer_tokens,
            temperature=self._manner.temperature,
        )
        began = self._keeper.now()
        what = _what(schema)
        again = bool(self._keeper.sent_again) and self._briefing is not self._first
        self._keeper.asks(role, what, prompt, again=again)
        self._tell(role, Turn(what))
        try:
            return await self._models.ask(
                role,
                prompt,
                patience_s=self._manner.patience_s,
                ends_at=ends_at,
                listen=lambda piece: self._tell(role, piece),
            )
        except ModelError as error:
            self._keeper.failed(role, error, began)
            self._tell(role, error)
            raise VoiceError(str(error)) from None


def _what(schema: Mapping[str, Any]) -> str:
    """Name what an answer's form asks for by the first of its fields: opinions, votes, answer."""
    return next(iter(schema.get("properties", {})), "")
