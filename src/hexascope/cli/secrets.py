"""Keep the server's secrets: set, list, remove them, and change the keys that hide them."""

import asyncio
import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hexascope import bootstrap
from hexascope.cli.serving import refuse_without_packages
from hexascope.domain.errors import BadInput
from hexascope.kit import clock
from hexascope.kit.visible import visible

if TYPE_CHECKING:  # the database's packages are loaded when they are there
    from hexascope.bootstrap.serving.storing import Stored
    from hexascope.services.secrets import Rotated
    from hexascope.store.database.secrets import Secrets

secrets = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Keep the server's secrets: set, list, remove them, and change the keys that hide them.",
)

Tenant = Annotated[str, typer.Option(help="Whose secrets they are.")]
Name = Annotated[str, typer.Argument(help="Its name, such as model.openai.")]
INNER = "/"
"""Names with it are the server's own: they are sealed anew with the others, and not shown."""

MOST_BYTES = 65_536


@secrets.command(name="list")
def list_(tenant: Tenant = "default") -> None:
    """Show the names of secrets, never their values."""

    async def all_of(stored: "Stored") -> list[Any]:
        return await stored.vault.of(stored.store.of(tenant)).all()

    for one in _stored(all_of):
        if INNER not in one.name:
            used = "never" if one.used is None else clock.rfc3339(one.used)
            changed = clock.rfc3339(one.changed)
            typer.echo(
                f"{visible(one.name)}  version {one.version}  set {changed}  last used {used}"
            )


@secrets.command(name="set")
def set_(
    name: Name,
    file: Annotated[
        Path | None, typer.Option(help="File with the value; without one: standard input.")
    ] = None,
    tenant: Tenant = "default",
) -> None:
    """Keep a value, read from a file or from standard input: commands are seen by everybody."""
    _refuse_inner(name)
    value = _value(file)

    async def put(stored: "Stored") -> int:
        secrets = _doing(stored, tenant, "change", name)
        return await secrets.set(name, value, clock.wall())

    typer.echo(f"{visible(name)}: version {_stored(put)}", err=True)


@secrets.command()
def remove(name: Name, tenant: Tenant = "default") -> None:
    """Remove a secret."""
    _refuse_inner(name)

    async def forget(stored: "Stored") -> None:
        await _doing(stored, tenant, "remove", name).remove(name)

    _stored(forget)


@secrets.command()
def rotate(
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a rotation that was cut off.")
    ] = False,
    master: Annotated[
        bool, typer.Option("--master", help="Make a new master key first, in the same file.")
    ] = False,
) -> None:
    """Give all tenants new keys, and seal all secrets by them, while the server runs."""
    refuse_without_packages()
    if master:
        _new_master()

    async def all_tenants(stored: "Stored") -> "list[Rotated]":
        from hexascope.services.secrets import rotate
        from hexascope.store.database.audit import AuditLog
        from hexascope.store.database.contract import EVERYWHERE
        from hexascope.store.database.tenants import Tenants

        everywhere = stored.store.everywhere()
        names = [one.id for one in await Tenants(everywhere).all()]
        await AuditLog(everywhere).reseal(stored.vault.anew)
        return [
            await rotate(_doing(stored, one, "change", "rotation"), clock.wall(), resume=resume)
            for one in (*names, EVERYWHERE)
        ]

    for done in _stored(all_tenants):
        typer.echo(f"{done.tenant}: {done.sealed} secrets sealed, {done.wrapped} keys wrapped anew")


@secrets.command()
def key(
    file: Annotated[Path, typer.Argument(help="File to make; it must not be there.")],
) -> None:
    """Make a file with a new master key, for server.master_key_file."""
    refuse_without_packages()
    from hexascope.bootstrap.serving.mastering import write_master

    write_master(file)
    typer.echo(str(file), err=True)


def _new_master() -> None:
    from hexascope.bootstrap.serving.mastering import master_file, write_master

    file = master_file(bootstrap.known_settings(), os.environ)
    if file is None:
        raise BadInput(
            "the master key is in the environment or a credential: put a new one above it there,"
            " start the server anew, and rotate without --master"
        )
    write_master(file, over=True)


def _doing(stored: "Stored", tenant: str, verb: str, name: str) -> "Secrets":
    """Give the secrets of a tenant, where what is changed is recorded as a deed on a terminal."""
    from hexascope.domain.deed import Deed
    from hexascope.store.database.contract import EVERYWHERE

    everywhere = tenant == EVERYWHERE
    scope = stored.store.everywhere() if everywhere else stored.store.of(tenant)
    return stored.vault.of(
        scope.doing(
            Deed(
                tenant=tenant,
                actor=str(os.getuid()),
                actor_kind="terminal",
                actor_name=_user(),
                verb=verb,
                resource="secrets",
                object=name,
                time=clock.wall(),
                request="hexascope secrets",
            )
        )
    )


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, in a container
        return str(os.getuid())


def _refuse_inner(name: str) -> None:
    if INNER in name:
        raise BadInput(f"{name[:40]!r} is a name of the server's own secrets")


def _value(file: Path | None) -> str:
    try:
        if file is not None:
            with file.open("rb") as stream:
                data = stream.read(MOST_BYTES + 1)
        elif sys.stdin.isatty():
            return getpass.getpass("value: ")
        else:
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadInput(f"{file} can't be read: {error.strerror or error}") from None
    try:
        return data.decode().removesuffix("\n")
    except UnicodeDecodeError:
        raise BadInput("the value is no text in UTF-8") from None


def _stored(work: Any) -> Any:
    refuse_without_packages()
    from hexascope.bootstrap.serving.storing import storing

    async def whole() -> Any:
        async with storing(bootstrap.known_settings()) as stored:
            return await work(stored)

    return asyncio.run(whole())
