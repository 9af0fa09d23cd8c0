"""Who came back from the identity provider is one of ours: known before, found, or made."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hexascope.domain.errors import Denied
from hexascope.kit.ids import uuid7
from hexascope.services.access.access import Access
from hexascope.services.access.id_tokens import BadIdentity
from hexascope.services.access.logging_in import Asked, LoggedIn, begin_session
from hexascope.services.access.managing import email_of
from hexascope.services.access.names import key_of, shown_name
from hexascope.services.access.oidc import Plan
from hexascope.services.access.roles import MOST_ROLES, ROLES
from hexascope.store.database.accounts.identities import Identities
from hexascope.store.database.accounts.roles import OwnRoles
from hexascope.store.database.accounts.sessions import Proof
from hexascope.store.database.accounts.users import User, Users
from hexascope.store.database.scope import Scope

FIRST_ROLE = "viewer"


async def log_in_by(
    access: Access, plan: Plan, claims: Mapping[str, Any], asked: Asked
) -> LoggedIn:
    """Begin the session of whom the checked claims name; Denied where he has no account.

    The provider's subject names him for good. Only at the first time the claim that the settings
    name finds him, and an e-mail address does so only if the provider has verified it.
    """
    scope = access.store.of(plan.tenant)
    subject = str(claims["sub"])
    user = await Identities(scope).user_of(plan.issuer, subject)
    if user is None:
        user = await _first_time(access, plan, claims, scope)
    if user.disabled:
        raise Denied("this account is disabled")
    user = await _with_roles(access, plan, claims, scope, user)
    return await begin_session(access, asked, user, Proof())


async def _first_time(access: Access, plan: Plan, claims: Mapping[str, Any], scope: Scope) -> User:
    told = claims.get(plan.claim)
    if not isinstance(told, str) or not told.strip():
        raise BadIdentity(f"the provider does not tell the user's {plan.claim}")
    if plan.claim == "email" and claims.get("email_verified") is not True:
        raise BadIdentity("the provider has not verified the user's e-mail address")
    known, now = Users(scope), access.clock()
    key = key_of(told)
    if plan.claim == "email":
        found = await known.with_email(key)
    else:
        one = await known.named(key)
        found = [one] if one else []
    if len(found) > 1:
        raise Denied("several users have this e-mail address")
    subject = str(claims["sub"])
    if found:
        return await Identities(scope).link(plan.issuer, subject, found[0], now, new=False)
    if not plan.create:
        raise Denied("there is no account for this user")
    user = User(
        id=uuid7(now),
        name=shown_name(told),
        key=key,
        email=email_of(told) if plan.claim == "email" else "",
        email_key=key if plan.claim == "email" else "",
        roles=(FIRST_ROLE,),
        created=now,
        changed=now,
    )
    return await Identities(scope).link(plan.issuer, subject, user, now, new=True)


async def _with_roles(
    access: Access, plan: Plan, claims: Mapping[str, Any], scope: Scope, user: User
) -> User:
    """Give him the roles that the provider names and that are there, where it names roles."""
    if not plan.roles_claim:
        return user
    told = claims.get(plan.roles_claim)
    words = [told] if isinstance(told, str) else told if isinstance(told, list) else []
    there = {*ROLES, *await OwnRoles(scope).all()}
    roles = tuple(dict.fromkeys(one for one in words if isinstance(one, str) and one in there))
    if roles == user.roles:
        return user
    changes = {"roles": list(roles[:MOST_ROLES]), "changed": access.clock()}
    await Identities(scope).change_roles(user.id, changes)
    access.recogniser.forget()
    return replace(user, roles=roles[:MOST_ROLES])
