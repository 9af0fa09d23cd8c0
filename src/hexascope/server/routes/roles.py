"""Roles: those that every tenant has, and a tenant's own ones."""

from fastapi import APIRouter, Response

from hexascope.domain.access import Verb
from hexascope.domain.errors import BadInput
from hexascope.server.requests.asked import AskCaller, AskScope
from hexascope.server.requests.guard import may
from hexascope.server.requests.logins import AskAccess
from hexascope.server.requests.paging import Listed
from hexascope.server.schemas.access import NewRole, RoleIn, RoleShown
from hexascope.services.access.managing import refuse_changed_beyond, role_permissions
from hexascope.services.access.roles import ROLES
from hexascope.store.database.accounts.roles import OwnRoles

roles = APIRouter(prefix="/api/v1/roles", tags=["access"])


@roles.get("", dependencies=[may(Verb.READ, "roles")])
async def list_roles(scope: AskScope) -> Listed[RoleShown]:
    """List all roles: there are five, and at most 100 of the tenant's own."""
    own = await OwnRoles(scope).all()
    every = [_shown(name, words, own=False) for name, words in ROLES.items()]
    return Listed(items=every + [_shown(name, words, own=True) for name, words in own.items()])


@roles.post("", status_code=201, dependencies=[may(Verb.CREATE, "roles")])
async def create_role(
    body: NewRole, response: Response, access: AskAccess, scope: AskScope, caller: AskCaller
) -> RoleShown:
    """Make an own role, of at most what one may oneself."""
    words = role_permissions(caller, body.name, body.permissions)
    await OwnRoles(scope).add(body.name, words, access.clock())
    response.headers["Location"] = f"/api/v1/roles/{body.name}"
    return _shown(body.name, words, own=True)


@roles.put("/{role}", dependencies=[may(Verb.CHANGE, "roles")])
async def change_role(
    role: str, body: RoleIn, access: AskAccess, scope: AskScope, caller: AskCaller
) -> RoleShown:
    """Give an own role other permissions; the sessions of those who have it end."""
    words = role_permissions(caller, role, body.permissions)
    await refuse_changed_beyond(scope, caller, role)
    await OwnRoles(scope).change(role, words, access.clock())
    access.recogniser.forget()
    return _shown(role, words, own=True)


@roles.delete("/{role}", status_code=204, dependencies=[may(Verb.REMOVE, "roles")])
async def remove_role(role: str, access: AskAccess, scope: AskScope) -> None:
    """Remove an own role that nobody has."""
    if role in ROLES:
        raise BadInput(f"{role} is a role that every tenant has")
    await OwnRoles(scope).remove(role)
    access.recogniser.forget()


def _shown(name: str, words: tuple[str, ...], *, own: bool) -> RoleShown:
    return RoleShown(name=name, permissions=list(words), own=own)
