"""Reports of kept examinations, with what judges an old one again joined."""

import asyncio
import json
from typing import Any

from hexascope import bootstrap
from hexascope.bootstrap.serving.handlers import OfTenant, means_of
from hexascope.bootstrap.serving.parts import Parts
from hexascope.bootstrap.serving.tenancy import known_for
from hexascope.domain.examination import Examination
from hexascope.report.contract import Manner
from hexascope.report.formats.json import json as as_json
from hexascope.services.handlers.keeping import whole_of
from hexascope.services.rejudging import rejudged
from hexascope.services.writing import Written, written
from hexascope.store.database.content.examinations import Examinations
from hexascope.store.database.scope import Scope
from hexascope.words import Language


async def report_of(
    parts: Parts,
    scope: Scope,
    id: str,  # noqa: A002 - the word of the domain
    form: str,
    language: Language,
) -> Written:
    """Write a kept examination in a format; NotKnown, BadInput."""

    async def again(one: str, report: str) -> Examination | None:
        tenant = OfTenant(await known_for(parts, scope.tenant))
        return await asyncio.to_thread(
            lambda: rejudged(means_of(tenant, scope, language), one, report)
        )

    return await written(scope, bootstrap.formats(), id, form, language, again)


async def told_in(
    scope: Scope,
    id: str,  # noqa: A002 - the word of the domain
    language: Language,
) -> dict[str, Any]:
    """Give the report of a kept examination as values; NotKnown.

    It stays in the language that it was kept in where the whole of it is not kept.
    """
    kept: dict[str, Any] = json.loads(await Examinations(scope).report(id))
    if kept.get("language", Language.ENGLISH.value) == language.value:
        return kept
    about = await whole_of(scope, id)
    return kept if about is None else await asyncio.to_thread(_told, about, language)


def _told(about: Examination, language: Language) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(as_json.write(about, Manner(language=language)))
    return told
