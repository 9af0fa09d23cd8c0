"""Users, roles and tokens, changed by somebody who may: nobody gives away more than he has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hexascope.domain.access import Caller, Permission, permission, permissions
from hexascope.domain.errors import BadInput, Denied
from hexascope.kit.ids import uuid7
from hexascope.services.access.access import Access
from hexascope.services.access.names import key_of, shown_name
from hexascope.services.access.passwords import refuse_weak
from hexascope.services.access.recognising import OF_TOKENS
from hexascope.services.access.roles import (
    MOST_PERMISSIONS,
    MOST_ROLES,
    OWN,
    ROLES,
    known_roles,
    permissions_of,
    refuse_beyond,
)
from hexascope.services.access.tokens import new_token
from hexascope.store.database.accounts.roles import OwnRoles
from hexascope.store.database.accounts.tokens import Token, Tokens
from hexascope.store.database.accounts.users import User, Users
from hexascope.store.database.scope import Scope

LONGEST_LIFE_S = 366 * 86400.0
LONGEST_EMAIL = 254


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is said of a user; None leaves what is there."""

    name: str | None = None
    email: str | None = None
    password: str | None = None
    roles: Sequence[str] | None = None
    disabled: bool | None = None
    instance: bool | None = None


async def add_user(access: Access, scope: Scope, caller: Caller, wanted: Wanted) -> User:
    """Add a user; without a password he sets it by a link. BadInput, Clash, Denied."""
    now = access.clock()
    name = shown_name(wanted.name or "")
    changes = await _changes(access, scope, caller, wanted, (name,))
    plain: dict[str, Any] = {"roles": (), "created": now, **changes}
    user = User(id=uuid7(now), **plain | {"roles": tuple(plain["roles"])})
    return await Users(scope).add(user)


async def change_user(
    access: Access, scope: Scope, caller: Caller, id_: str, wanted: Wanted
) -> User:
    """Change a user; his sessions end where that changes what he may. As `add_user`, NotKnown."""
    before = await Users(scope).one(id_)
    await refuse_greater(scope, caller, before)
    changes = await _changes(access, scope, caller, wanted, (before.name, before.email))
    ends = not {"roles", "password", "disabled", "instance"}.isdisjoint(changes)
    changed = await Users(scope).change(id_, changes, ends=ends)
    access.recogniser.forget()
    return changed


async def remove_user(access: Access, scope: Scope, caller: Caller, id_: str) -> None:
    """Remove a user, with sessions, tokens and all; NotKnown, Clash, Denied."""
    await refuse_greater(scope, caller, await Users(scope).one(id_))
    await Users(scope).remove(id_)
    access.recogniser.forget()


async def refuse_greater(scope: Scope, caller: Caller, user: User) -> None:
    """Refuse to touch who may more than the caller: he could become that one; Denied."""
    own = await OwnRoles(scope).all()
    refuse_beyond(_beside_own(permissions_of(user.roles, own)), caller.permissions)
    if user.instance and not caller.instance and user.id != caller.id:
        raise Denied("this user is an administrator of the whole instance")


async def _changes(
    access: Access, scope: Scope, caller: Caller, wanted: Wanted, names: tuple[str, ...]
) -> dict[str, Any]:
    changes: dict[str, Any] = {"changed": access.clock()}
    if wanted.name is not None:
        changes |= {"name": shown_name(wanted.name), "key": key_of(wanted.name)}
    if wanted.email is not None:
        changes |= {"email": email_of(wanted.email), "email_key": key_of(wanted.email)}
    if wanted.roles is not None:
        changes["roles"] = list(await _roles(scope, caller, wanted.roles))
    if wanted.disabled is not None:
        changes["disabled"] = wanted.disabled
    if wanted.instance is not None:
        if not caller.instance:
            raise Denied("only an administrator of the instance makes others of it")
        changes["instance"] = wanted.instance
    if wanted.password is not None:
        refuse_weak(wanted.password, *names)
        changes["password"] = await access.passwords.hashed(wanted.password)
    return changes


async def _roles(scope: Scope, caller: Caller, names: Sequence[str]) -> tuple[str, ...]:
    if len(names) > MOST_ROLES:
        raise BadInput(f"a user has at most {MOST_ROLES} roles")
    own = await OwnRoles(scope).all()
    roles = known_roles(names, own)
    refuse_beyond(_beside_own(permissions_of(roles, own)), caller.permissions)
    return roles


def _beside_own(those: tuple[Permission, ...]) -> tuple[Permission, ...]:
    """Leave out what everybody has: his own name, password and sessions."""
    return tuple(one for one in those if one.resource not in OWN)


def email_of(words: str) -> str:
    """Give an address as it is kept; BadInput for what is none."""
    plain = words.strip()
    if not plain:
        return ""
    name, _, place = plain.rpartition("@")
    if not name or not place or len(plain) > LONGEST_EMAIL or not plain.isprintable():
        raise BadInput(f"{plain[:64]!r} is no e-mail address")
    return plain


async def refuse_changed_beyond(scope: Scope, caller: Caller, role: str) -> None:
    """Refuse to change a role that allows more than the caller may; Denied."""
    words = (await OwnRoles(scope).all()).get(role, ())
    refuse_beyond(_beside_own(permissions(words)), caller.permissions)


def role_permissions(caller: Caller, name: str, words: Sequence[str]) -> tuple[str, ...]:
    """Check an own role before it is kept; BadInput, Denied."""
    if name in ROLES:
        raise BadInput(f"{name} is a role that every tenant has: choose another name")
    return _permissions(caller, words)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """What a token is to be: `ends` in seconds since 1970; `hosts` narrows it to some hosts."""

    name: str
    permissions: Sequence[str]
    ends: float
    hosts: str = ""


async def add_token(
    access: Access, scope: Scope, caller: Caller, wanted: NewToken
) -> tuple[str, Token]:
    """Make an API token; its words are given here and never again. BadInput, Denied, TooMuch."""
    if caller.kind != "user":
        raise Denied("tokens are made by people: one that makes others would outlive itself")
    now = access.clock()
    if not now < wanted.ends <= now + LONGEST_LIFE_S:
        raise BadInput(f"a token ends later than now, and within {LONGEST_LIFE_S / 86400:.0f} days")
    chosen = [f"{one}{_narrowed(one, wanted.hosts)}" for one in wanted.permissions]
    words, written = new_token()
    token = Token(
        id=written.id,
        name=shown_name(wanted.name),
        user=caller.id,
        hash=written.hash,
        permissions=_permissions(caller, chosen),
        created=now,
        ends=wanted.ends,
    )
    await Tokens(scope).add(token)
    return words, token


def _narrowed(words: str, hosts: str) -> str:
    if not hosts:
        return ""
    if any(one in hosts for one in ":,="):
        raise BadInput(f"{hosts[:64]!r} is no pattern of hosts' names, such as web-*")
    return f"{',' if permission(words).selector else ':'}host={hosts}"


def _permissions(caller: Caller, words: Sequence[str]) -> tuple[str, ...]:
    if not 0 < len(words) <= MOST_PERMISSIONS:
        raise BadInput(f"name 1 to {MOST_PERMISSIONS} permissions, such as read:examinations")
    if not all(one.isprintable() for one in words):
        raise BadInput("a permission is written in letters that can be seen")
    read = permissions(words)
    refuse_beyond(
        _beside_own(tuple(one for one in read if one not in OF_TOKENS)), caller.permissions
    )
    return tuple(dict.fromkeys(map(str, read)))
