"""Kept examinations in another language: their sentences are kept with the values in them."""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from hexascope.domain.examination import Examination
from hexascope.domain.text import Text
from hexascope.kit.whole import NotWhole, read_back
from hexascope.store.database.content.wholes import Wholes, unpacked
from hexascope.store.database.scope import Scope
from hexascope.words import Language, render

MOST_SENTENCES = 20_000
"""Sentences that one process remembers translated; the examinations not asked for longest go."""


@dataclass(frozen=True, slots=True)
class Sentences:
    """What lists show of an examination: its headline, and its findings' titles by their ids.

    Empty where the whole of it is not kept: it is shown as it was kept then.
    """

    headline: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Translations:
    """Sentences of kept examinations, which never change, remembered as they are asked for."""

    most: int = MOST_SENTENCES
    _known: OrderedDict[tuple[str, str, Language], Sentences] = field(default_factory=OrderedDict)
    _count: int = 0

    async def of(
        self, scope: Scope, ids: Collection[str], language: Language
    ) -> Mapping[str, Sentences]:
        """Give the sentences of examinations by id; none for English, in which lists are kept."""
        if language is Language.ENGLISH:
            return {}
        return {one: await self._one(scope, one, language) for one in dict.fromkeys(ids)}

    def remember(self, tenant: str, made: Examination) -> None:
        """Take the sentences of an examination that was kept a moment ago: it is asked for soon."""
        for language in Language:
            if language is not Language.ENGLISH:
                titles = {one.id: render(one.title, language) for one in made.findings}
                said = Sentences(render(made.verdict.headline, language), titles)
                self._keep((tenant, made.id, language), said)

    async def _one(self, scope: Scope, id_: str, language: Language) -> Sentences:
        place = (scope.tenant, id_, language)
        if place in self._known:
            self._known.move_to_end(place)
            return self._known[place]
        data = await Wholes(scope).packed(id_)
        made = Sentences() if data is None else await asyncio.to_thread(_read, data, language)
        self._keep(place, made)
        return made

    def _keep(self, place: tuple[str, str, Language], made: Sentences) -> None:
        if place not in self._known:
            self._known[place] = made
            self._count += _size(made)
        while self._count > self.most:
            _, gone = self._known.popitem(last=False)
            self._count -= _size(gone)


def _size(one: Sentences) -> int:
    return 1 + len(one.titles)


def _read(data: bytes, language: Language) -> Sentences:
    """Read the sentences alone: the rest of an examination is many times as much."""
    try:
        told = unpacked(data)
        return Sentences(
            headline=_sentence(told["verdict"]["headline"], language),
            titles={one["id"]: _sentence(one["title"], language) for one in told["findings"]},
        )
    except (NotWhole, ValueError, KeyError, TypeError):
        return Sentences()  # another version kept it, or it is damaged


def _sentence(told: Any, language: Language) -> str:
    return render(read_back(Text, told), language)
