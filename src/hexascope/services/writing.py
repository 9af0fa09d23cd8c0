"""Writing a kept examination again: any format, and as far as it can be, any language."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from hexascope.domain.errors import BadInput, NotKnown
from hexascope.domain.examination import Examination
from hexascope.report.contract import Format, Manner
from hexascope.services.handlers.keeping import whole_of
from hexascope.store.database.content.examinations import Examinations
from hexascope.store.database.scope import Scope
from hexascope.words import Language

LONGEST_SLUG = 60
MOST_BYTES = 32 * 2**20
"""Bytes of one report that is given over HTTP."""

_UNFIT = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A report as it is handed out: `name` is that of the file."""

    name: str
    media_type: str
    words: str
    language: Language


Again = Callable[[str, str], Awaitable[Examination | None]]
"""Judges what is kept of an examination again, by its id and its report; None where it can't be."""


async def _never(_id: str, _report: str) -> Examination | None:
    return None


async def written(
    scope: Scope,
    formats: Mapping[str, Format],
    id_: str,
    name: str,
    language: Language,
    again: Again = _never,
) -> Written:
    """Write an examination; NotKnown for a format that is none, BadInput where it can't be told so.

    What was kept by an earlier version, or taken over from the command line's folders, is judged
    again where its bundle was kept and comes to the same; else it is there as JSON alone.
    """
    form = formats.get(name)
    if form is None:
        raise NotKnown(f"there is no format {name[:40]!r}; there are {', '.join(sorted(formats))}")
    kept = await Examinations(scope).one(id_)
    about = await whole_of(scope, id_)
    if about is None and name != "json":
        about = await again(id_, await Examinations(scope).report(id_))
    kind = form.ending if form.name == form.ending else f"{form.name}.{form.ending}"
    file = f"{slug(kept.host_name)}-{slug(kept.time[:19])}.{kind}"
    if about is not None:
        words = await asyncio.to_thread(_words, form, about, language)
        return Written(name=file, media_type=form.media_type, words=words, language=language)
    if name != "json":
        raise BadInput(
            "this examination was kept by an earlier version or by the command line, and its bundle"
            " does not come to the same any more: it is there as json alone; examine the host again"
        )
    report = await Examinations(scope).report(id_)
    return Written(name=file, media_type=form.media_type, words=report, language=Language.ENGLISH)


def _words(form: Format, about: Examination, language: Language) -> str:
    words = form.write(about, Manner(language=language))
    if len(words) > MOST_BYTES:
        raise BadInput(f"the report has {len(words)} letters; at most {MOST_BYTES} are given")
    return words


def slug(words: str) -> str:
    """Give words as a part of a file's name: small letters, digits and dashes; never empty.

    >>> slug("Web-1.example.org/../")
    'web-1-example-org'
    """
    return _UNFIT.sub("-", words.lower()).strip("-")[:LONGEST_SLUG].strip("-") or "host"
