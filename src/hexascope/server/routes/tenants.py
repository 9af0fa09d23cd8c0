"""Tenants over HTTP: for the administrator of the instance alone."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from hexascope.bootstrap.serving.parts import Parts
from hexascope.bootstrap.serving.tenancy import limits_of
from hexascope.domain.access import Caller, Verb
from hexascope.domain.errors import Denied
from hexascope.server.requests.asked import AskCaller, AskParts, AskScope
from hexascope.server.requests.deeds import over_all, telling
from hexascope.server.requests.guard import may, must
from hexascope.server.requests.paging import AskPage, Listed, listed
from hexascope.server.schemas.tenants import (
    KnownTenant,
    MadeTenant,
    NewTenant,
    TenantChange,
    tenant_shown,
)
from hexascope.services.access.setting_up import address_of_link, new_link
from hexascope.store.database.scope import Scope
from hexascope.store.database.tenants import Tenant, Tenants

tenants = APIRouter(prefix="/api/v1/tenants", tags=["tenants"])

WithAll = Annotated[
    bool, Query(description="Remove all that the tenant keeps, too; else it must be empty.")
]


@tenants.get("", dependencies=[may(Verb.READ, "tenants")])
async def list_tenants(
    caller: AskCaller, parts: AskParts, scope: AskScope, page: AskPage
) -> Listed[KnownTenant]:
    """List the tenants of this instance."""
    after = page.after(str)
    rows = [
        one
        for one in await _all(caller, Verb.READ, scope).all()
        if after is None or one.id > after[0]
    ][: page.fetched]
    shown = {one.id: await _shown(parts, one) for one in rows}
    return listed(rows, page, lambda one: shown[one.id], lambda one: (one.id,))


@tenants.post("", status_code=201, dependencies=[may(Verb.CREATE, "tenants")])
async def create_tenant(
    new: NewTenant,
    request: Request,
    response: Response,
    caller: AskCaller,
    parts: AskParts,
    scope: AskScope,
) -> MadeTenant:
    """Make a tenant, and a link by which its first administrator begins."""
    there = _all(caller, Verb.CREATE, telling(scope, object=new.id, **_told(new.limits)))
    made = await there.create(new.id, parts.clock(), name=new.name, limits=new.limits)
    base = parts.known.settings.server.url or str(request.base_url)
    link = await new_link(parts.store.of(made.id), parts.clock())
    response.headers["Location"] = f"/api/v1/tenants/{made.id}"
    shown = await _shown(parts, made)
    return MadeTenant(**shown.model_dump(), set_up_link=address_of_link(base, link))


@tenants.get("/{tenant}", dependencies=[may(Verb.READ, "tenants")])
async def read_tenant(
    tenant: str, caller: AskCaller, parts: AskParts, scope: AskScope
) -> KnownTenant:
    """Give one tenant."""
    return await _shown(parts, await _all(caller, Verb.READ, scope).one(tenant))


@tenants.patch("/{tenant}", dependencies=[may(Verb.CHANGE, "tenants")])
async def change_tenant(
    tenant: str, change: TenantChange, caller: AskCaller, parts: AskParts, scope: AskScope
) -> KnownTenant:
    """Change a tenant's name or limits."""
    there = _all(caller, Verb.CHANGE, telling(scope, **_told(change.limits)))
    changed = await there.change(tenant, name=change.name, limits=change.limits)
    parts.seen_limits.forget(tenant)
    return await _shown(parts, changed)


@tenants.delete("/{tenant}", status_code=204, dependencies=[may(Verb.REMOVE, "tenants")])
async def remove_tenant(
    tenant: str, caller: AskCaller, parts: AskParts, scope: AskScope, *, with_all: WithAll = False
) -> Response:
    """Remove a tenant; its audit log stays."""
    there = _all(caller, Verb.REMOVE, telling(scope, with_all=str(with_all).lower()))
    await there.remove(tenant, with_all=with_all)
    parts.seen_limits.forget(tenant)
    if parts.access is not None:
        parts.access.recogniser.forget()
    return Response(status_code=204)


def _all(caller: Caller, verb: Verb, scope: Scope) -> Tenants:
    """Give all tenants to who may see beyond his own."""
    must(caller, verb, "tenants")
    if not caller.instance:
        raise Denied(f"{caller.name} is not an administrator of the instance")
    return Tenants(over_all(scope))


async def _shown(parts: Parts, one: Tenant) -> KnownTenant:
    return tenant_shown(one, dict(await limits_of(parts, one.id)))


def _told(limits: dict[str, float] | dict[str, float | None]) -> dict[str, str]:
    return {
        f"limit.{name}": "usual" if value is None else f"{value:g}"
        for name, value in limits.items()
    }
