"""One-time links: the first administrator makes himself by one, others set their password by it."""

import secrets
from dataclasses import dataclass, replace

from hexascope.domain.deed import Deed
from hexascope.domain.errors import NotKnown
from hexascope.kit.ids import uuid7
from hexascope.services.access.access import FIRST_TENANT, Access
from hexascope.services.access.logging_in import Asked, LoggedIn, new_session, session_of
from hexascope.services.access.managing import email_of
from hexascope.services.access.names import key_of, shown_name
from hexascope.services.access.passwords import refuse_weak
from hexascope.services.access.tokens import hash_of
from hexascope.store.database.accounts.links import offer_link, whose_link
from hexascope.store.database.accounts.users import User, Users, administrators
from hexascope.store.database.scope import Scope, Store

LINK_S = 24 * 3600.0
LONGEST_LINK = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkUsed:
    """What became of a link: whose it was, and his session where one began."""

    user: User
    tenant: str
    logged: LoggedIn | None = None


async def administrator_exists(store: Store, tenant: str = FIRST_TENANT) -> bool:
    """Tell whether anybody may do everything in a tenant."""
    return bool(administrators(await Users(store.of(tenant)).all()))


async def new_link(scope: Scope, now: float, user: str = "") -> str:
    """Make a link's secret for a user ('': the first administrator); an earlier one ends."""
    secret = secrets.token_urlsafe(32)
    await offer_link(scope, hash=hash_of(secret), user=user, now=now, ends=now + LINK_S)
    return secret


def address_of_link(base: str, secret: str) -> str:
    """Give a link as it is opened: browsers send what stands behind # to nobody."""
    return f"{base.rstrip('/')}/setup#{secret}"


async def link_is_for(access: Access, link: str) -> str:
    """Give the name of the user whose link it is ('' for the first administrator); NotKnown."""
    tenant, user = await _whose(access, link)
    return (await Users(access.store.of(tenant)).one(user)).name if user else ""


async def use_link(access: Access, link: str, asked: Asked, email: str = "") -> LinkUsed:
    """Make the first administrator, or set a user's password; the link ends.

    NotKnown for a link that is used up, BadInput for a weak password, Clash where another was
    first.
    """
    tenant, id_ = await _whose(access, link)
    now = access.clock()
    if id_:
        user = await _set_password(access, tenant, id_, link, asked)
        return LinkUsed(user=user, tenant=tenant)
    name = shown_name(asked.name)
    refuse_weak(asked.password, name, email)
    user = User(
        id=uuid7(now),
        name=name,
        key=key_of(name),
        email=email_of(email),
        email_key=key_of(email),
        password=await access.passwords.hashed(asked.password),
        roles=("admin",),
        instance=tenant == FIRST_TENANT,
        created=now,
        changed=now,
        seen=now,
    )
    logged = new_session(access, replace(asked, tenant=tenant), user)
    scope = access.store.of(tenant).doing(_deed(user, tenant, "create", now, asked))
    await Users(scope).begin(user, session_of(logged, asked, now), hash_of(link))
    access.recogniser.forget()
    return LinkUsed(user=user, tenant=tenant, logged=logged)


async def _set_password(access: Access, tenant: str, id_: str, link: str, asked: Asked) -> User:
    now = access.clock()
    user = await Users(access.store.of(tenant)).one(id_)
    refuse_weak(asked.password, user.name, user.email)
    password = await access.passwords.hashed(asked.password)
    scope = access.store.of(tenant).doing(_deed(user, tenant, "change", now, asked))
    changes = {"password": password, "changed": now}
    changed = await Users(scope).set_by_link(hash_of(link), id_, changes, now)
    access.recogniser.forget()
    return changed


async def _whose(access: Access, link: str) -> tuple[str, str]:
    if not 0 < len(link) <= LONGEST_LINK:
        raise NotKnown("this link is none")
    return await whose_link(access.store.everywhere(), hash_of(link), access.clock())


def _deed(user: User, tenant: str, verb: str, now: float, asked: Asked) -> Deed:
    return Deed(
        tenant=tenant,
        actor=user.id,
        actor_kind="user",
        actor_name=user.name,
        verb=verb,
        resource="users",
        object=user.id,
        time=now,
        request=asked.request,
        address=asked.address,
        details={"by": "link"},
    )
