"""Keeping what a job has made: all of it in one transaction, and once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hexascope.domain.errors import NotKnown
from hexascope.domain.examination import Examination
from hexascope.kit.whole import NotWhole, plainly, read_back
from hexascope.report.contract import Manner
from hexascope.report.formats.json import json as as_json
from hexascope.services import remembering
from hexascope.services.handlers.means import After, Means
from hexascope.services.jobs.contract import Running
from hexascope.services.running import summary
from hexascope.store.contract import Kept
from hexascope.store.database.content.examinations import Examinations
from hexascope.store.database.content.wholes import Wholes, packed, unpacked
from hexascope.store.database.contract import Work
from hexascope.store.database.scope import Scope
from hexascope.store.database.told import Told
from hexascope.words import Language


@dataclass(frozen=True, slots=True)
class Ready:
    """An examination ready to be kept: its rows, and the whole of it where it is not too large."""

    made: Examination
    rows: Told
    whole: bytes | None


def ready(means: Means, made: Examination, bundle: Path, language: Language) -> Ready:
    """Make of an examination what is kept of it; blocking, before any transaction."""
    report = as_json.write(made, Manner(language=language))
    english = "" if language is Language.ENGLISH else as_json.write(made, Manner())
    rows = means.archive.told(summary(made), report, bundle, english)
    return Ready(made, rows, packed(plainly(made)))


async def keep(running: Running, means: Means, one: Ready, also: Work[None]) -> Kept:
    """Keep an examination, and `also` in the same transaction.

    Clash where the job has been given to another.
    """
    wholes = Wholes(running.scope)
    return await running.write(wholes.keeping(means.archive, one.rows, one.whole, also))


async def after_keeping(
    running: Running, means: Means, made: Examination, after: After
) -> Mapping[str, Any]:
    """Remember what was kept and hand it to the series; what is done twice is there once."""
    await asyncio.to_thread(remembering.remember, means.memories, made)
    await after(running.scope.tenant, made)
    return result_of(summary(made))


def result_of(kept: Kept) -> dict[str, Any]:
    """Give a job's result: where the examination is, and what it came to in a line."""
    return {
        "examination": kept.id,
        "host": kept.host_id,
        "host_name": kept.host_name,
        "score": kept.score,
        "findings": kept.findings,
        "worst": kept.worst,
        "headline": kept.headline,
    }


async def kept_already(scope: Scope, id: str) -> Kept | None:  # noqa: A002 - the word of the domain
    """Give an examination that an earlier attempt has kept; None where there is none."""
    try:
        return await Examinations(scope).one(id)
    except NotKnown:
        return None


async def whole_of(scope: Scope, id: str) -> Examination | None:  # noqa: A002 - as above
    """Give a kept examination with everything in it; None where it can't be read any more."""
    data = await Wholes(scope).packed(id)
    if data is None:
        return None
    return await asyncio.to_thread(_read, data)


def _read(data: bytes) -> Examination | None:
    try:
        return read_back(Examination, unpacked(data))
    except (NotWhole, ValueError):
        return None
