"""The panel by language models: what they are shown, for how long they are heard, what it costs."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from hexascope.consult.briefing import Briefing, brief
from hexascope.consult.contract import Course, Voice
from hexascope.consult.fitting import BYTES_A_TOKEN, ROLE_BYTES, TOLD_FORM_BYTES, room_in
from hexascope.consult.hypotheses import hypotheses
from hexascope.consult.keeper import Keeper
from hexascope.consult.ledger.sentences import Show
from hexascope.consult.sharing import shared_out
from hexascope.consult.veil import Veil
from hexascope.consult.voices.model import Manner, ModelVoice, Tell
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
from hexascope.words import Language

UNKNOWN_WINDOW_TOKENS = 24_000
"""What is shown to a model whose window of context is not known."""

SINGLE_SLOT_PANEL_S = 300.0
"""How long a panel may take on a server that answers one question after the other."""

CALLS = len(ANALYSTS) + 2
"""Four analysts at once, the coordinator, the report generator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a panel will take at most: tokens of all calls, and dollars (None: no price known)."""

    calls: int
    tokens: int
    dollars: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelVoices:
    """Opens a voice that speaks by models; everything that it may spend has a limit here.

    `nonce` gives a new word each time; with `hides` addresses, users' names and secrets do not
    leave for a model that does not run on this machine.
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
    course: Course = Course(settle_early=True)  # noqa: RUF009 - a frozen value

    @property
    def time_s(self) -> float:
        """Give how long the panel may take: longer where one server answers one at a time."""
        single = all(one.slots == 1 for one in self.endpoints)
        return max(self.panel_s, SINGLE_SLOT_PANEL_S) if single else self.panel_s

    @asynccontextmanager
    async def open(self, case: Case) -> AsyncIterator[Voice]:
        """Give a voice for a case; connections and slots are those of all cases at once."""
        briefing = self.briefing(case)
        async with self.shared.open(self._models) as models:
            yield ModelVoice(
                ModelSet(models, self.endpoints, Budget(self.allowed), own_prices=self.prices),
                briefing,
                Manner(
                    language=self.language,
                    show=self.show,
                    patience_s=self.patience_s,
                    until=shared_out(self.clock(), self.time_s, self._turns()),
                ),
                Keeper(self.clock, self._dollars),
                self.tell,
            )

    def briefing(self, case: Case) -> Briefing:
        """Write what all specialists are shown of a case, for the smallest window among them."""
        windows = [one.context_tokens or UNKNOWN_WINDOW_TOKENS for one in self.endpoints]
        local = all(one.local for one in self.endpoints)
        return brief(
            case,
            hypotheses(case),
            nonce=self.nonce(),
            room=room_in(min(windows)),
            veil=Veil(drawn=self.hides and not local),
        )

    def estimate(self, briefing: Briefing) -> Estimate:
        """Say what a panel takes at most, by the dearest of its models."""
        beside = max(ROLE_BYTES, briefing.room.told_bytes + TOLD_FORM_BYTES)
        tokens = round((len(briefing.shared.encode()) + beside) / BYTES_A_TOKEN)
        answer = briefing.room.answer_tokens
        prices = [price_of(one, self.prices) for one in self.endpoints]
        known = [one for one in prices if one is not None]
        dearest = max((at_most(one, tokens, answer) for one in known), default=None)
        unknown = len(known) < len(prices)
        return Estimate(
            calls=CALLS,
            tokens=CALLS * (tokens + answer),
            dollars=None if dearest is None or unknown else CALLS * dearest,
        )

    def _turns(self) -> int:
        """Say how often slots must be filled until four analysts have spoken."""
        asked: dict[str, int] = {}
        for role in ANALYSTS:
            first = of_role(self.endpoints, role)[0]
            asked[first.name] = asked.get(first.name, 0) + 1
        slots = {one.name: max(1, one.slots) for one in self.endpoints}
        return max(-(-count // slots[name]) for name, count in asked.items())

    def _models(self) -> Models:
        return Models(self.wires, clock=self.clock, learnt=self.learnt)

    def _dollars(self, answer: Answer) -> float | None:
        if answer.cached_age_s is not None:
            return 0.0  # it was paid when it was given
        named = next(one for one in self.endpoints if one.name == answer.endpoint)
        return spent(price_of(named, self.prices), answer.usage)
