"""Reports of kept examinations, with what judges an old one again joined."""

import asyncio

from hexascope import bootstrap
from hexascope.bootstrap.serving.handlers import OfTenant, means_of
from hexascope.bootstrap.serving.parts import Parts
from hexascope.bootstrap.serving.tenancy import known_for
from hexascope.domain.examination import Examination
from hexascope.services.rejudging import rejudged
from hexascope.services.writing import Written, written
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
