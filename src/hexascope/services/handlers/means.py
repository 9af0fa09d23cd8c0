"""What the jobs of a tenant examine and ask with; bootstrap joins it for each job anew."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from hexascope.consult.contract import Errands
from hexascope.domain.examination import Examination
from hexascope.services.asking import Asking
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.handlers.asked import Asked
from hexascope.services.looked import Looked
from hexascope.services.sources.contract import Source
from hexascope.store.contract import Memories
from hexascope.store.database.content.archive import DatabaseArchive
from hexascope.store.database.content.conversations import DatabaseConversations
from hexascope.store.database.scope import Scope
from hexascope.words import Language

if TYPE_CHECKING:  # imported when a model is asked
    from hexascope.consult.voices.model import Tell
    from hexascope.services.models import ModelVoices

SendFor = Callable[[Examinations, Looked, Wishes, Path | None, bool], Errands]
"""Gives what does a panel's errands; the last tells whether this host was looked at, now."""


def _heard_by_nobody(_examination: str, _host: str) -> "Tell":
    return lambda _role, _what: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """The parts of one tenant, as its settings have them. Blocking: for a job's own thread.

    `voices` gives the voices of the model that is asked for, None for rules; BadInput for a model
    that this tenant may not ask.
    """

    wishes: Callable[[Asked], Wishes]
    voices: "Callable[[str, str, Tell], ModelVoices | None]"
    service: "Callable[[ModelVoices | None], Examinations]"
    here: Source
    errands: SendFor
    asking: "Callable[[ModelVoices | None], Asking]"
    archive: DatabaseArchive
    memories: Memories
    conversations: DatabaseConversations
    live: "Callable[[str, str], Tell]" = _heard_by_nobody
    """Gives what is told of the panel of an examination, by its id and its host's."""


NO_MORE: Mapping[str, str] = MappingProxyType({})


class Gather(Protocol):
    """Joins the means of a scope's tenant, with sentences in a language; blocking."""

    def __call__(
        self, scope: Scope, language: Language, more: Mapping[str, str] = NO_MORE
    ) -> Means:
        """Join them; `more` are texts of specialists that are heard this time alone, by name."""


After = Callable[[str, Examination], Awaitable[None]]
"""Is told, with the tenant, of an examination that has been kept: series take their points.

It may be told twice of the same one.
"""


async def nothing_after(_tenant: str, _made: Examination) -> None:
    """Do nothing with what was kept."""
