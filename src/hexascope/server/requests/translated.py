"""Pages of examinations in the language that is asked for."""

from hexascope.bootstrap.serving.parts import Parts
from hexascope.server.requests.ours import shown_page
from hexascope.server.requests.paging import Listed
from hexascope.server.schemas.examinations import Examination, examination_shown
from hexascope.store.contract import Kept
from hexascope.store.database.pages import Page
from hexascope.store.database.scope import Scope
from hexascope.words import Language


async def shown_examinations(
    parts: Parts, scope: Scope, page: Page[Kept], language: Language
) -> Listed[Examination]:
    """Show a page of examinations, their headlines in a language."""
    said = await parts.translations.of(scope, [one.id for one in page.items], language)
    return shown_page(page, lambda one: examination_shown(one, said.get(one.id)))


async def shown_examination(
    parts: Parts, scope: Scope, kept: Kept, language: Language
) -> Examination:
    """Show one examination in a line, its headline in a language."""
    said = await parts.translations.of(scope, [kept.id], language)
    return examination_shown(kept, said.get(kept.id))
