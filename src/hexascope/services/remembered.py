"""Models that remember: what one answered of the same case lately need not be asked again.

Kept are raw answers, never opinions: an answer from the cache goes through the claim ledger like a
new one, against the evidence of now. What failed, was cut, or proved nothing is not kept.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from hexascope import __version__
from hexascope.consult.record.keeper import Spoken
from hexascope.consult.told.briefing import Briefing
from hexascope.consult.told.quantised import cell, digest, lasting, levelled, of_case
from hexascope.consult.voices.model import Tell
from hexascope.consult.voices.speaking import Turn
from hexascope.domain.case import Case
from hexascope.llm.contract import Answer, Endpoint, ModelError, Piece, Prompt
from hexascope.llm.models import Listen
from hexascope.llm.sets import Asks
from hexascope.services.kept_answers import WHOLE, Shown, answer_of, written
from hexascope.store.contract import Answers
from hexascope.words import Language

Brief = Callable[[Case], Briefing]
Open = Callable[[], AbstractAsyncContextManager[Asks]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """Where answers are kept and for how long; `wall` gives seconds since 1970.

    `tenant` and `scope` part what must not be mixed. With `keeps` false it is only read.
    """

    answers: Answers
    seconds: float
    wall: Callable[[], float]
    scope: tuple[str, ...] = ()
    tenant: str = "local"
    keeps: bool = True


@dataclass(frozen=True, slots=True)
class Asking:
    """Who answers the questions of one panel, what writes its briefings, who is told."""

    models: Asks
    brief: Brief
    tell: Tell


@asynccontextmanager
async def asking(
    make: Open,
    endpoints: tuple[Endpoint, ...],
    cache: Cache | None,
    language: Language,
    brief: Brief,
    tell: Tell,
) -> AsyncIterator[Asking]:
    """Give who answers: the models that `make` opens, or with a cache what they said lately.

    New answers are kept when the panel has ended, and not where it was broken off.
    """
    if cache is None:
        async with make() as models:
            yield Asking(models, brief, tell)
        return
    async with AsyncExitStack() as stack:
        known = Remembered(AtNeed(make, stack), endpoints, cache, language)
        yield Asking(known, known.briefing(brief), known.told(tell))
        known.keep()


@dataclass(slots=True)
class AtNeed:
    """Opens models at the first question: where all is remembered, nobody is connected to."""

    make: Open
    stack: AsyncExitStack
    _asks: Asks | None = None
    _opening: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def ask(
        self,
        role: str,
        prompt: Prompt,
        *,
        patience_s: float,
        ends_at: float | None = None,
        listen: Listen = lambda _: None,
    ) -> Answer:
        """Ask the models, which are open from then on."""
        async with self._opening:
            if self._asks is None:
                self._asks = await self.stack.enter_async_context(self.make())
        return await self._asks.ask(
            role, prompt, patience_s=patience_s, ends_at=ends_at, listen=listen
        )


@dataclass(slots=True)
class Remembered:
    """Asks as a set of models does, and gives what is remembered where the question is the same."""

    models: Asks
    endpoints: tuple[Endpoint, ...]
    cache: Cache
    language: Language
    _shown: dict[str, Shown] = field(default_factory=dict)
    _new: list[tuple[str, str, str]] = field(default_factory=list)  # role, key, what to keep
    _used: dict[str, str] = field(default_factory=dict)  # role: key of what was remembered

    def briefing(self, brief: Brief) -> Brief:
        """Learn what each case shows; answers to prompts that show anything else are not kept."""

        def briefed(case: Case) -> Briefing:
            made = brief(case)
            self._learn(case, made)
            return made

        return briefed

    def _learn(self, case: Case, briefing: Briefing) -> None:
        keys = [briefing.veil.hide(one.key) for one in briefing.evidence]
        cells = (cell(one.value, one.unit) for one in briefing.evidence)
        self._shown[briefing.shared] = Shown(
            briefing, of_case(case, briefing), lasting(keys), dict(zip(keys, cells, strict=True))
        )

    async def ask(
        self,
        role: str,
        prompt: Prompt,
        *,
        patience_s: float,
        ends_at: float | None = None,
        listen: Listen = lambda _: None,
    ) -> Answer:
        """Give what is remembered of this question, else what the models answer."""
        shown = self._shown.get(prompt.shared)
        key = self._key(role, prompt, shown) if shown else ""
        known = self._remembered(key, shown) if shown else None
        if known is not None:
            self._used[role] = key
            return known
        self._used.pop(role, None)
        answer = await self.models.ask(
            role, prompt, patience_s=patience_s, ends_at=ends_at, listen=listen
        )
        if shown and answer.finish == WHOLE:
            self._new.append((role, key, written(answer, shown)))
        return answer

    def told(self, tell: Tell) -> Tell:
        """Give a listener that also hears whether an answer proved anything."""

        def heard(role: str, what: Turn | Spoken | ModelError | Piece) -> None:
            if isinstance(what, Spoken) and _proved_nothing(what):
                self._let_go(role)
            tell(role, what)

        return heard

    def keep(self) -> None:
        """Keep what was answered, once the panel has ended."""
        if self.cache.keeps:
            for _, key, value in self._new:
                self.cache.answers.put(key, value, now=self.cache.wall())
        self._new.clear()

    def _let_go(self, role: str) -> None:
        """Let go of a role's answers: rules stand in for it, and that is never remembered."""
        self._new = [one for one in self._new if one[0] != role]
        key = self._used.pop(role, "")
        if key and self.cache.keeps:
            self.cache.answers.forget(key)

    def _key(self, role: str, prompt: Prompt, shown: Shown) -> str:
        form = {name: part for name, part in (prompt.schema or {}).items() if name != "$defs"}
        return digest(
            {
                "version": __version__,
                "tenant": self.cache.tenant,
                "scope": self.cache.scope,
                "language": self.language.value,
                "case": shown.digest,
                # what is hidden behind which word: `address-1` must mean the same
                "hidden": shown.briefing.veil.pairs(),
                "role": role,
                "asked": levelled(prompt.role),
                "form": form,
                "manner": [prompt.schema_name, prompt.most_tokens, prompt.temperature],
                "models": [[one.name, one.model, one.base_url, one.tags] for one in self.endpoints],
            }
        )

    def _remembered(self, key: str, shown: Shown) -> Answer | None:
        found = self.cache.answers.get(key, now=self.cache.wall(), most_age_s=self.cache.seconds)
        if found is None:
            return None
        models = frozenset(one.name for one in self.endpoints)
        try:
            return answer_of(found.value, found.age_s, shown, models)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None  # damaged, of another version, or it rests on what is not there now


def _proved_nothing(spoken: Spoken) -> bool:
    """Say whether rules stand in for it: it said something, and nothing of that stands."""
    said = spoken.answered.said or spoken.answered.refused
    return bool(said) and not spoken.admitted.opinions
