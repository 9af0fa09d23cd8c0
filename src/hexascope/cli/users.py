"""Let people in again from the server's own terminal: list, add, disable, reset, link."""

import asyncio
import getpass
import os
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from hexascope import bootstrap
from hexascope.cli.language import spoken
from hexascope.cli.serving import refuse_without_packages
from hexascope.domain.access import Caller, permissions
from hexascope.domain.deed import Deed
from hexascope.domain.errors import BadInput, NotKnown
from hexascope.kit import clock
from hexascope.kit.visible import visible
from hexascope.words import Language, translate

if TYPE_CHECKING:  # the database's packages are loaded when they are there
    from hexascope.services.access.access import Access
    from hexascope.store.database.accounts.users import User
    from hexascope.store.database.scope import Scope

T = TypeVar("T")

users = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Let people in again from the server's own terminal: list, add, disable, reset, link.",
)

Tenant = Annotated[str, typer.Option(help="Of which tenant.")]
Name = Annotated[str, typer.Argument(help="The user's name.")]
Speech = Annotated[str, typer.Option(help="en or pt.")]

TERMINAL = Caller(
    tenant="*",
    id="terminal",
    name="terminal",
    kind="system",
    permissions=permissions(("*:*",)),
    instance=True,
)
"""Who may read the server's database may do all this without us: there is nobody to ask."""


@users.command(name="list")
def list_(tenant: Tenant = "default", lang: Speech = "") -> None:
    """Show who may log in, with roles and the last login."""
    language = spoken(wanted=lang)

    async def every(_access: "Access", scope: "Scope") -> "list[User]":
        from hexascope.store.database.accounts.users import Users

        return await Users(scope).all()

    for one in _stored(tenant, "read", every):
        typer.echo(_line(one, language))


@users.command()
def add(
    name: Name,
    role: Annotated[
        list[str] | None, typer.Option(help="A role, such as viewer; may be given several times.")
    ] = None,
    email: Annotated[
        str, typer.Option(help="E-mail address, by which a provider's login finds it.")
    ] = "",
    tenant: Tenant = "default",
) -> None:
    """Add a user, and show the one-time link at which the user sets a password."""

    async def make(access: "Access", scope: "Scope") -> str:
        from hexascope.services.access.managing import Wanted, add_user

        wanted = Wanted(name=name, email=email, roles=role or ["viewer"])
        made = await add_user(access, scope, TERMINAL, wanted)
        return await _link(access, scope, made.id)

    typer.echo(_stored(tenant, "create", make, name))


@users.command()
def disable(name: Name, tenant: Tenant = "default") -> None:
    """Let a user in no more: sessions and tokens end at once, within 10 s in other processes."""
    _set_disabled(name, tenant, disabled=True)


@users.command()
def enable(name: Name, tenant: Tenant = "default") -> None:
    """Let a user in again."""
    _set_disabled(name, tenant, disabled=False)


@users.command()
def reset(name: Name, tenant: Tenant = "default") -> None:
    """Take a user's password, authenticator and sessions away, and show a link to begin anew."""

    async def anew(access: "Access", scope: "Scope") -> str:
        from hexascope.services.access.own import drop_totp
        from hexascope.store.database.accounts.users import Users

        user = await _named(scope, name)
        changes = {"password": "", "disabled": False, "changed": clock.wall()}
        await Users(scope).change(user.id, changes)
        await drop_totp(access, scope, user)
        return await _link(access, scope, user.id)

    typer.echo(_stored(tenant, "change", anew, name))


@users.command()
def link(
    name: Annotated[
        str, typer.Argument(help="The user's name; without one: for the first administrator.")
    ] = "",
    tenant: Tenant = "default",
) -> None:
    """Show a one-time link, valid for a day: to set a password, or to become administrator."""

    async def make(access: "Access", scope: "Scope") -> str:
        from hexascope.services.access.setting_up import administrator_exists

        if name:
            return await _link(access, scope, (await _named(scope, name)).id)
        if await administrator_exists(access.store, tenant):
            raise BadInput("there is an administrator already: name the user who needs a link")
        return await _link(access, scope, "")

    typer.echo(_stored(tenant, "change", make, name))


def _set_disabled(name: str, tenant: str, *, disabled: bool) -> None:
    async def change(access: "Access", scope: "Scope") -> "User":
        from hexascope.services.access.managing import Wanted, change_user

        user = await _named(scope, name)
        return await change_user(access, scope, TERMINAL, user.id, Wanted(disabled=disabled))

    typer.echo(_line(_stored(tenant, "change", change, name), Language.ENGLISH))


async def _named(scope: "Scope", name: str) -> "User":
    from hexascope.services.access.names import key_of
    from hexascope.store.database.accounts.users import Users

    found = await Users(scope).named(key_of(name))
    if found is None:
        raise NotKnown(f"no user {visible(name)!r:.80} is known in {scope.tenant}")
    return found


async def _link(access: "Access", scope: "Scope", user: str) -> str:
    from hexascope.services.access.setting_up import address_of_link, new_link

    said = bootstrap.known_settings().settings.server
    base = said.url or f"http://{said.host}:{said.port}"
    return address_of_link(base, await new_link(scope, access.clock(), user))


def _line(one: "User", language: Language) -> str:
    told = [", ".join(one.roles) or translate("no role", language)]
    if one.disabled:
        told.append(translate("disabled", language))
    if not one.password:
        told.append(translate("no password", language))
    if one.totp:
        told.append(translate("authenticator", language))
    seen = clock.rfc3339(one.seen) if one.seen else translate("never", language)
    return f"{visible(one.name)}  {'; '.join(told)}  {translate('last login', language)} {seen}"


def _stored(
    tenant: str, verb: str, work: "Callable[[Access, Scope], Awaitable[T]]", name: str = ""
) -> T:
    """Do a piece of work over the server's database, recorded as a deed on a terminal."""
    refuse_without_packages()
    from hexascope.bootstrap.serving.access import access_of
    from hexascope.bootstrap.serving.storing import storing
    from hexascope.store.database.tenants import Tenants, tenant_id

    async def whole() -> T:
        known = bootstrap.known_settings()
        async with storing(known) as stored:
            await Tenants(stored.store.everywhere()).one(tenant_id(tenant))
            access = access_of(known, stored.store, stored.vault, clock.wall)
            scope = stored.store.of(tenant)
            return await work(access, scope if verb == "read" else scope.doing(_deed()))

    def _deed() -> Deed:
        return Deed(
            tenant=tenant,
            actor=str(os.getuid()),
            actor_kind="terminal",
            actor_name=_user(),
            verb=verb,
            resource="users",
            object=name,
            time=clock.wall(),
            request="hexascope users",
        )

    return asyncio.run(whole())


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, in a container
        return str(os.getuid())
