"""What the server does with hosts, joined: the handlers of its jobs, and which host is meant."""

from contextlib import suppress
from dataclasses import replace

from hexascope.bootstrap.places import this_host
from hexascope.bootstrap.serving.handlers import OfTenant, handlers
from hexascope.bootstrap.serving.model_keys import model_keys
from hexascope.bootstrap.serving.parts import Parts
from hexascope.bootstrap.serving.telling import tell_kept
from hexascope.bootstrap.serving.tenancy import known_for
from hexascope.bus.soon import SaysSoon
from hexascope.collect.hosts.local import LocalFiles
from hexascope.domain.errors import BadInput, TooMuch
from hexascope.domain.examination import Examination
from hexascope.domain.host import HostFacts
from hexascope.services.series.points import points_of
from hexascope.settings.read import Known
from hexascope.store.database.scope import Scope

EMBEDDED = "local://"


def with_content(parts: Parts) -> Parts:
    """Give the parts with what does jobs about hosts; called in the loop that they run in."""

    def tenant_of(scope: Scope) -> OfTenant:
        return scope.database.wait(_of_tenant(parts, scope.tenant))

    async def after(tenant: str, made: Examination) -> None:
        parts.translations.remember(tenant, made)
        await tell_kept(parts.bus, tenant, made)
        batch = points_of(made)
        if batch is not None:
            with suppress(BadInput, TooMuch):  # what is too old for series is kept all the same
                await parts.series.keep(tenant, batch)

    done = handlers(tenant_of, after, SaysSoon(parts.bus).say)
    return replace(parts, handlers={**parts.handlers, **done})


async def _of_tenant(parts: Parts, tenant: str) -> OfTenant:
    known = await known_for(parts, tenant)
    return OfTenant(known, await model_keys(parts.vault, parts.store.of(tenant), parts.clock))


def here() -> HostFacts:
    """Name the machine that this process runs on."""
    return this_host(LocalFiles())


def usual_host(known: Known) -> str:
    """Give the id of the host that is examined where none is named; '': that of any worker.

    One process that does everything examines its own machine; of several workers, whoever takes
    the job examines his.
    """
    return here().id if known.settings.server.queue == EMBEDDED else ""
