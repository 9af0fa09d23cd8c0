"""Models whose answers are written here, before whole examinations of kept hosts: no connection."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hexascope.domain.examination import Examination
from hexascope.llm.budget import Allowed
from hexascope.llm.contract import Answer, Endpoint, Prompt
from hexascope.llm.fake.inside import Inside, InsideModel, answer_of
from hexascope.llm.fake.speakers import data_shown
from hexascope.llm.models import Models
from hexascope.report.contract import Manner
from hexascope.report.values import value_shown
from hexascope.services.examinations import Wishes
from hexascope.services.looked import Looked
from hexascope.services.models import ModelVoices
from hexascope.services.sources.kept import KeptLooks
from hexascope.words import Language, render
from tests.support import kept
from tests.support.kept_digests import service
from tests.support.line import formats

NAME = "compatible/scripted"

Script = Callable[[Mapping[str, Any], Mapping[str, Any]], str]
"""(the data that it was shown, the schema that is asked for) → what it writes."""


class ScriptedModel(InsideModel):
    """Writes what a script says to every question; `prompts` are those that it was asked."""

    def __init__(self, script: Script) -> None:
        super().__init__()
        self._script = script
        self.prompts: list[Prompt] = []

    async def ask(self, endpoint: Endpoint, prompt: Prompt, **_limits: Any) -> Answer:
        self.prompts.append(prompt)
        data = data_shown(prompt.shared, prompt.role)
        assert data is not None
        return answer_of(endpoint, self._script(data, prompt.schema or {}))


def voices(model: Models, language: Language = Language.ENGLISH, mode: str = "full") -> ModelVoices:
    """Give voices that ask one model, in no time: six specialists, or with `solo` one call."""
    return ModelVoices(
        endpoints=(Endpoint(name=NAME, provider="compatible", model="x", base_url="", local=True),),
        wires={},
        language=language,
        show=lambda piece: value_shown(piece, language),
        clock=lambda: 0.0,
        nonce=lambda: "n0nce",
        allowed=Allowed(run_tokens=None, run_dollars=None, day_tokens=None, day_dollars=None),
        shared=Inside(model),
        mode=mode,
    )


@cache
def looked(name: str, *, healthy: bool = False) -> Looked:
    """Look at a kept host once."""
    return looked_at(kept.made(name, healthy=healthy))


def looked_at(host: kept.Made) -> Looked:
    with TemporaryDirectory() as folder:
        bundle = Path(folder) / "host.hxb"
        bundle.write_bytes(kept.bundle(host, service()))
        return KeptLooks(path=bundle).look(service(), Wishes(), lambda _: None, None)


def examined(
    host: Looked,
    script: Script | None = None,
    language: Language = Language.ENGLISH,
    mode: str = "full",
) -> Examination:
    """Examine what was looked at by a scripted model, or by rules where there is no script."""
    parts = service()
    if script is not None:
        parts = replace(parts, voices=voices(ScriptedModel(script), language, mode))
    return asyncio.run(parts.judge(host, Wishes(), id="0" * 32))


def written(about: Examination, language: Language = Language.ENGLISH) -> dict[str, str]:
    """Write an examination in every format of reports."""
    return {
        name: one.write(about, Manner(width=100, language=language))
        for name, one in formats().items()
        if not one.of_profiles
    }


def of_models(about: Examination) -> list[str]:
    """Give every sentence of a model that a report publishes."""
    record, verdict = about.panel, about.verdict
    assert record is not None
    said = [render(one.advice) for one in about.opinions if one.voice == NAME]
    said += [render(verdict.headline), *(render(one) for one in verdict.summary)]
    said += [render(text) for one in verdict.items for text in (one.ruling, one.disputed)]
    said += [words for one in record.questions for words in (one.words, one.answer)]
    said += [one.words for one in record.votes]
    return said + [one.words for one in record.doubts]
