"""The panel by language models: what they are shown, for how long they are heard, what it costs."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from hexascope.consult.answered.solo_form import RULES as SOLO_RULES
from hexascope.consult.answered.solo_form import gravest, solo_room
from hexascope.consult.contract import Course, Voice
from hexascope.consult.discussion import MOST_QUESTIONS, MOST_ROUNDS
from hexascope.consult.hypotheses import hypotheses
from hexascope.consult.ledger.sentences import Show
from hexascope.consult.record.keeper import Keeper
from hexascope.consult.sharing import shared_out
from hexascope.consult.told.briefing import RULES, Briefing, brief
from hexascope.consult.told.fitting import BYTES_A_TOKEN, ROLE_BYTES, TOLD_FORM_BYTES, room_in
from hexascope.consult.told.veil import Veil
from hexascope.consult.voices.model import Manner, ModelVoice, Tell
from hexascope.consult.voices.solo import SoloVoice
from hexascope.domain.case import Case
from hexascope.domain.learnt import Learnt
from hexascope.domain.opinion import ANALYSTS
from hexascope.llm.budget import Allowed, Budget
from hexascope.llm.contract import Answer, Endpoint
from hexascope.llm.models import Models
from hexascope.llm.prices import Price, at_most, price_of, spent
from hexascope.llm.sets import ModelSet, of_role
from hexascope.llm.shared import SharedModels
from hexascope.llm.wires.contract import Wire
from hexascope.services.books import Books
from hexascope.services.remembered import Cache, asking
from hexascope.services.sizes import is_small
from hexascope.words import Language

UNKNOWN_WINDOW_TOKENS = 24_000
"""What is shown to a model whose window of context is not known."""

SINGLE_SLOT_PANEL_S = 300.0
"""How long a panel may take on a server that answers one question after the other."""

CALLS = len(ANALYSTS) + 2
"""Four analysts at once, the coordinator, the report generator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a panel will take at most: tokens of all calls, and dollars (None: no price known).

    `talk` is how many calls more there may be where analysts ask each other and vote.
    """

    calls: int
    tokens: int
    dollars: float | None
    talk: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelVoices:
    """Opens a voice that speaks by models; everything that it may spend has a limit here.

    `nonce` gives a new word each time; with `hides` addresses, users' names and secrets do not
    leave for a model that does not run on this machine. With `code` analysts may ask for programs
    to be run. `foresee` is told what a panel takes at most before it is asked. `own` names users'
    own specialists, each of whom is one more call.
    """

    endpoints: tuple[Endpoint, ...]
    wires: Mapping[str, Wire]
    language: Language
    show: Show
    clock: Callable[[], float]
    nonce: Callable[[], str]
    patience_s: float = 30.0
    panel_s: float = 60.0
    allowed: Allowed = field(default_factory=Allowed)
    prices: Mapping[str, Price] = field(default_factory=dict)
    hides: bool = True
    learnt: dict[str, Learnt] = field(default_factory=dict)
    tell: Tell = lambda _role, _what: None
    by_model: bool = True
    shared: SharedModels = field(default_factory=SharedModels)
    cache: Cache | None = None
    settle_early: bool = True
    max_rounds: int = MOST_ROUNDS
    mode: str = ""
    code: bool = False
    own: tuple[str, ...] = ()
    books: Books = Books()  # noqa: RUF009 - a frozen value
    foresee: Callable[[Estimate], None] = lambda _estimate: None

    @property
    def solo(self) -> bool:
        """Say whether one call judges for all: as is asked, or where all models are small."""
        return self.mode == "solo" or (not self.mode and all(map(is_small, self.endpoints)))

    @property
    def course(self) -> Course:
        """Give the course of a panel by these models."""
        if self.solo:
            return Course(max_rounds=0, solo=True)
        return Course(settle_early=self.settle_early, max_rounds=self.max_rounds)

    @property
    def time_s(self) -> float:
        """Give how long the panel may take: longer where one server answers one at a time."""
        return max(self.panel_s, SINGLE_SLOT_PANEL_S) if self._single else self.panel_s

    @property
    def answer_s(self) -> float:
        """Give how long one answer is waited for: what it has of a panel whose time is stretched.

        A model on a CPU reads a thousand words for ten seconds before it says the first one.
        """
        if not self._single:
            return self.patience_s
        return max(self.patience_s, SINGLE_SLOT_PANEL_S / (1 if self.solo else CALLS))

    @property
    def _single(self) -> bool:
        return all(one.slots == 1 for one in self.endpoints)

    @asynccontextmanager
    async def open(self, case: Case) -> AsyncIterator[Voice]:
        """Give a voice for a case; connections and slots are those of all cases at once."""
        async with asking(
            self._set, self.endpoints, self.cache, self.language, self.briefing, self.tell
        ) as asked:
            briefing = asked.brief(case)
            self.foresee(self.estimate(briefing))
            voice = (SoloVoice if self.solo else ModelVoice)(
                asked.models,
                briefing,
                Manner(
                    language=self.language,
                    show=self.show,
                    patience_s=self.answer_s,
                    until=shared_out(self.clock(), self.time_s, self.turns()),
                    code=self.code,
                ),
                Keeper(self.clock, self._dollars),
                asked.tell,
                asked.brief,
            )
            before = dict(self.learnt)
            try:
                yield voice
            finally:
                self._close_books(voice, before)

    def briefing(self, case: Case) -> Briefing:
        """Write what all specialists are shown of a case, for the smallest window among them."""
        windows = [one.context_tokens or UNKNOWN_WINDOW_TOKENS for one in self.endpoints]
        local = all(one.local for one in self.endpoints)
        about = hypotheses(case)
        return brief(
            case,
            gravest(about) if self.solo else about,
            nonce=self.nonce(),
            room=solo_room(min(windows)) if self.solo else room_in(min(windows)),
            rules=SOLO_RULES if self.solo else RULES,
            veil=Veil(drawn=self.hides and not local),
        )

    def estimate(self, briefing: Briefing) -> Estimate:
        """Say what a panel takes at most, by the dearest of its models; talk comes on top."""
        beside = max(ROLE_BYTES, briefing.room.told_bytes + TOLD_FORM_BYTES)
        calls = 1 if self.solo else CALLS + len(self.own)
        tokens = round((len(briefing.shared.encode()) + beside) / BYTES_A_TOKEN)
        answer = briefing.room.answer_tokens
        prices = [price_of(one, self.prices) for one in self.endpoints]
        known = [one for one in prices if one is not None]
        dearest = max((at_most(one, tokens, answer) for one in known), default=None)
        unknown = len(known) < len(prices)
        return Estimate(
            calls=calls,
            tokens=calls * (tokens + answer),
            dollars=None if dearest is None or unknown else calls * dearest,
            talk=0 if self.solo else _talk(self.max_rounds, len(ANALYSTS) + len(self.own)),
        )

    def turns(self) -> int:
        """Say how often slots must be filled until four analysts, and own ones, have spoken."""
        asked: dict[str, int] = {}
        for role in (*ANALYSTS, *self.own):
            first = of_role(self.endpoints, role)[0]
            asked[first.name] = asked.get(first.name, 0) + 1
        slots = {one.name: max(1, one.slots) for one in self.endpoints}
        return max(-(-count // slots[name]) for name, count in asked.items())

    @asynccontextmanager
    async def _set(self) -> AsyncIterator[ModelSet]:
        async with self.shared.open(self._models) as models:
            yield ModelSet(models, self.endpoints, self._budget(), own_prices=self.prices)

    def _budget(self) -> Budget:
        tokens, dollars = self.books.spent()
        return Budget(self.allowed, day_tokens=tokens, day_dollars=dollars, spend=self.books.spend)

    def _close_books(self, voice: Voice, before: Mapping[str, Learnt]) -> None:
        """Hand over what is to last: what was learnt of servers, and what happened."""
        if self.learnt != before:
            self.books.remember(dict(self.learnt))
        record = voice.record()
        if record is not None:
            self.books.record(record)

    def _models(self) -> Models:
        return Models(self.wires, clock=self.clock, learnt=self.learnt)

    def _dollars(self, answer: Answer) -> float | None:
        if answer.cached_age_s is not None:
            return 0.0  # it was paid when it was given
        named = next(one for one in self.endpoints if one.name == answer.endpoint)
        return spent(price_of(named, self.prices), answer.usage)


def _talk(rounds: int, heard: int) -> int:
    """Give the calls of a discussion at most: replies, the devil's advocate, and votes."""
    return MOST_QUESTIONS + 1 + rounds * heard if rounds else 0
