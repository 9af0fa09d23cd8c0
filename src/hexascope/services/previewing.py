"""What a panel would ask first, word by word: the same voice speaks, and nobody is asked."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields

from hexascope.consult.contract import Specialist, VoiceError
from hexascope.consult.panel import analysts
from hexascope.consult.solo import SOLO, solo
from hexascope.domain.case import Case
from hexascope.llm.contract import Answer, Failure, ModelError, Prompt
from hexascope.llm.models import Listen
from hexascope.llm.sets import Asks
from hexascope.services.books import Books
from hexascope.services.models import ModelVoices


@dataclass(frozen=True, slots=True)
class Recorder:
    """Writes down what it is asked, and answers nothing."""

    prompts: dict[str, Prompt] = field(default_factory=dict)

    async def ask(
        self,
        role: str,
        prompt: Prompt,
        *,
        patience_s: float,  # noqa: ARG002 - nobody is waited for
        ends_at: float | None = None,  # noqa: ARG002 - as above
        listen: Listen = lambda _: None,  # noqa: ARG002 - nothing comes
    ) -> Answer:
        """Keep the prompt; always raises ModelError."""
        self.prompts[role] = prompt
        raise ModelError(Failure.CLOSED, "nobody", "nothing is asked")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Preview(ModelVoices):
    """The voices of models, whose questions go to a recorder."""

    recorder: Recorder

    @asynccontextmanager
    async def _set(self) -> AsyncIterator[Asks]:  # type: ignore[override]  # who answers differs
        yield self.recorder


def first_prompts(
    voices: ModelVoices, case: Case, specialists: Mapping[str, Specialist]
) -> Mapping[str, Prompt]:
    """Give what each analyst's model would be sent first, by the analyst's name; asks nobody.

    What comes after it, such as votes and words, hangs on the answers.
    """
    given = {one.name: getattr(voices, one.name) for one in fields(ModelVoices)}
    given |= {"cache": None, "books": Books(), "foresee": lambda _estimate: None}
    preview = _Preview(**given, recorder=Recorder())
    spoken = {one: specialists[one] for one in analysts(specialists) if one in specialists}
    asked = {SOLO: solo} if voices.solo else spoken
    asyncio.run(_speak(preview, case, asked))
    return preview.recorder.prompts


async def _speak(preview: _Preview, case: Case, asked: Mapping[str, Specialist]) -> None:
    async with preview.open(case) as voice:
        for specialist in asked.values():
            try:
                await voice.speak(specialist, case, {})
            except VoiceError:
                continue  # as each of them ends, where nobody answers
