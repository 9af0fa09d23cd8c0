"""What does each kind of job, joined: the means of a tenant out of its settings and its rows."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from hexascope import bootstrap
from hexascope.bootstrap.places import this_host
from hexascope.bootstrap.serving.archives import Archives, archives_of
from hexascope.bootstrap.serving.telling import PanelTelling, Say
from hexascope.bootstrap.specialists import specialists, wanted
from hexascope.collect.hosts.local import LocalFiles
from hexascope.consult.consensus import FIELDS
from hexascope.consult.contract import Errands
from hexascope.domain.errors import BadInput
from hexascope.kit import clock
from hexascope.services.asking import Asking
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.handlers.ask import Ask
from hexascope.services.handlers.asked import RULES, Asked, wishes
from hexascope.services.handlers.examine import Examine
from hexascope.services.handlers.judge import Judge
from hexascope.services.handlers.means import NO_MORE, After, Means, nothing_after
from hexascope.services.handlers.task import Task
from hexascope.services.jobs.contract import Handler
from hexascope.services.looked import Looked
from hexascope.services.own_specialists import Gathered, gathered_from
from hexascope.services.sources.contract import Where
from hexascope.settings.read import Known
from hexascope.store.database.content.specialists import Specialists
from hexascope.store.database.scope import Scope
from hexascope.words import Language

if TYPE_CHECKING:  # imported when a model is asked
    from hexascope.consult.voices.model import Tell
    from hexascope.services.models import ModelVoices

NO_KEYS: Mapping[str, str] = MappingProxyType({})


class OfTenant(NamedTuple):
    """What is in force for a tenant: its settings, and its keys of models by their provider."""

    known: Known
    keys: Mapping[str, str] = NO_KEYS


def _to_nobody(_topic: str, _message: Mapping[str, Any]) -> None:
    """Say nothing."""


def handlers(
    tenant_of: Callable[[Scope], OfTenant],
    after: After = nothing_after,
    say_soon: Say = _to_nobody,
) -> Mapping[str, Handler]:
    """Give what does each kind of job; `tenant_of` blocks, `say_soon` tells live of panels."""

    def gather(scope: Scope, language: Language, more: Mapping[str, str] = NO_MORE) -> Means:
        def live(examination: str, host: str) -> PanelTelling:
            return PanelTelling(say_soon, scope.tenant, examination, {"id": host})

        return replace(means_of(tenant_of(scope), scope, language, more), live=live)

    def here() -> str:
        return this_host(LocalFiles()).id

    alone = threading.Lock()  # of this process: it looks at its host for one job at a time
    return {
        "examine": Examine(gather=gather, here=here, after=after, alone=alone),
        "judge": Judge(gather=gather, after=after),
        "ask": Ask(gather=gather),
        "task": Task(gather=gather, here=here, after=after, alone=alone),
    }


def means_of(
    tenant: OfTenant, scope: Scope, language: Language, more: Mapping[str, str] = NO_MORE
) -> Means:
    """Join the means of a scope's tenant; blocking."""
    lasting = archives_of(tenant.known, scope)
    joined = _Joined(tenant, lasting, language, _own(scope, more))
    return Means(
        wishes=joined.wishes,
        voices=joined.voices,
        service=joined.service,
        here=bootstrap.source(tenant.known),
        errands=joined.errands,
        asking=joined.asking,
        archive=lasting.archive,
        memories=lasting.memories,
        conversations=lasting.conversations,
    )


def allowed_models(known: Known) -> tuple[str, ...]:
    """Give the models that may be asked for by name: those that the settings have."""
    named = (one.strip() for one in known.settings.panel.models.split(","))
    return tuple(dict.fromkeys(one for one in (*named, *known.settings.models) if one))


def _own(scope: Scope, more: Mapping[str, str]) -> Gathered:
    """Read the tenant's own specialists; one that can't be used any more is told beside them.

    Those that were made for one task come first, and in the place of others of their name.
    """
    kept = scope.read_now(Specialists(scope).listed)
    return gathered_from({**more, **{one.name: one.words for one in kept}, **more})


@dataclass(frozen=True, slots=True)
class _Joined:
    """The settings and rows of a tenant, and what is joined of them."""

    tenant: OfTenant
    lasting: Archives
    language: Language
    own: Gathered

    @property
    def known(self) -> Known:
        return self.tenant.known

    def wishes(self, asked: Asked) -> Wishes:
        said = self.known.settings.examine
        return wishes(
            asked,
            window_s=said.window_seconds,
            light_s=said.light_seconds,
            strict=said.strict,
            goals=bootstrap.goals(self.known),
        )

    def service(self, voices: "ModelVoices | None") -> Examinations:
        made = bootstrap.examinations(self.known, voices, hear_own=False)
        return replace(
            made,
            specialists=specialists(self.own),
            unheard=self.own.unfit,
            wants=wanted(self.own),
        )

    def voices(self, model: str, mode: str, tell: "Tell") -> "ModelVoices | None":
        panel = self.known.settings.panel
        allowed = allowed_models(self.known)
        if model not in ("", RULES, *allowed):
            told = ", ".join((RULES, *allowed))
            raise BadInput(f"the model {model[:80]!r} is none of the settings: there are {told}")
        if model == RULES or not (model or panel.models or panel.config_list):
            return None
        made = bootstrap.voices(
            self.known,
            self.language,
            model=model,
            mode=mode,
            tell=tell,
            lasting=self.lasting,
            keys=self.tenant.keys,
        )
        return None if made is None else replace(made, own=tuple(self.own.found))

    def errands(
        self,
        service: Examinations,
        looked: Looked,
        wanted: Wishes,
        bundle: Path | None,
        live: bool,  # noqa: FBT001 - the shape of SendFor
    ) -> Errands:
        where = Where() if live else Where(address=str(bundle))
        return bootstrap.errands(self.known, service, looked, wanted, where=where, bundle=bundle)

    def asking(self, voices: "ModelVoices | None") -> Asking:
        stated = {name: one.field for name, (one, _) in self.own.found.items()}
        return Asking(
            service=self.service(voices),
            fields={**FIELDS, **stated},
            language=self.language,
            clock=clock.monotonic,
            voices=voices,
            goals=bootstrap.goals(self.known),
            strict=self.known.settings.examine.strict,
        )
