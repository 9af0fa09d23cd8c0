"""Verify, list and take away the log of who did what."""

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from hexascope import bootstrap
from hexascope.cli.serving import refuse_without_packages
from hexascope.domain.audited import AuditRecord
from hexascope.domain.errors import BadInput, CannotWrite
from hexascope.kit.clock import rfc3339
from hexascope.kit.visible import visible

if TYPE_CHECKING:  # the database's packages are loaded when they are there
    from hexascope.bootstrap.serving.storing import Stored
    from hexascope.services.auditing import Verified
    from hexascope.store.database.audit import AuditLog

T = TypeVar("T")

audit = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Verify, list and take away the log of who did what.",
)

Tenant = Annotated[str, typer.Option(help="Whose log; * for the instance's own.")]
BROKEN = 1
MOST_LISTED = 500


@audit.command()
def verify(
    file: Annotated[
        Path | None, typer.Argument(help="An export; without one, the server's database.")
    ] = None,
    heads: Annotated[
        Path | None, typer.Option(help="Signed heads from the outside place, a line each.")
    ] = None,
    public_key: Annotated[
        Path | None, typer.Option(help="File with the key that the heads must be signed by.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(help="File with the first key, taken away by `audit key`.")
    ] = None,
    tenant: Tenant = "default",
) -> None:
    """Find the first record that was changed, removed, swapped, or cut off at the end."""
    refuse_without_packages()
    from hexascope.services.auditing import Broken, heads_in

    found = heads_in(_text(heads).splitlines()) if heads else []
    public = _text(public_key).strip() if public_key else ""
    first = _hex(key) if key else None
    try:
        if file is None:
            from hexascope.services.auditing import verified

            held = _stored(
                lambda stored: verified(_log(stored, tenant), stored.vault, found, public)
            )
        else:
            held = _of_file(file, found, public, first)
    except Broken as error:
        typer.echo(visible(str(error)))
        raise typer.Exit(BROKEN) from None
    typer.echo(_told(held, bool(heads)))


@audit.command()
def export(
    output: Annotated[str, typer.Option(help="File to write; empty: the terminal.")] = "",
    heads: Annotated[bool, typer.Option(help="The signed heads instead of the records.")] = False,
    tenant: Tenant = "default",
) -> None:
    """Write all records, or all signed heads, a line of JSON each."""
    refuse_without_packages()

    async def lines(stored: "Stored") -> list[str]:
        log = _log(stored, tenant)
        return await (_heads(log) if heads else _records(log))

    _write("".join(f"{line}\n" for line in _stored(lines)), output)


@audit.command(name="list")
def list_(
    limit: Annotated[int, typer.Option(min=1, max=MOST_LISTED, help="How many.")] = 20,
    actor: Annotated[str, typer.Option(help="Only those of this actor, by id.")] = "",
    resource: Annotated[str, typer.Option(help="Only those on this kind of thing.")] = "",
    tenant: Tenant = "default",
) -> None:
    """Show the newest records."""
    refuse_without_packages()
    from hexascope.store.database.audit import Wanted

    wanted = Wanted(actor=actor, resource=resource)
    for record in _stored(lambda stored: _log(stored, tenant).newest(wanted, limit=limit)):
        typer.echo(_line(record))


@audit.command(name="public-key")
def public_key() -> None:
    """Show the key by which this server's signed heads are verified."""
    refuse_without_packages()
    from hexascope.bootstrap.serving.auditing import signing_key
    from hexascope.kit import clock
    from hexascope.kit.sealing import public_half

    private = _stored(lambda stored: signing_key(stored.store, stored.vault, clock.wall()))
    typer.echo(public_half(private))


@audit.command()
def key(
    file: Annotated[Path, typer.Argument(help="File to write it to; it must not be there.")],
    tenant: Tenant = "default",
) -> None:
    """Take the log's first key away from the server: keep it where the server can't reach.

    With it `verify --key` tells for each record whether the server wrote it then.
    """
    refuse_without_packages()
    from hexascope.store.database.audit import start_of

    async def taken(stored: "Stored") -> bytes:
        log = _log(stored, tenant)
        chain = await log.chain()
        if chain is None or not chain.start:
            raise BadInput(f"the log of {tenant} has no first key: it is empty, or it was taken")
        plain = stored.vault.unseal(chain.start, start_of(tenant))
        if plain is None:
            raise BadInput("the first key was changed in the database: audit verify")
        _write_private(file, plain.hex())
        await log.take_start()
        return plain

    _stored(taken)
    typer.echo(str(file), err=True)


def _of_file(file: Path, found: list[Any], public: str, first: bytes | None) -> "Verified":
    from hexascope.services.auditing import Verifier, heads_of, lines_of, record_in

    verifier: Verifier | None = None
    try:
        with file.open(encoding="ascii", errors="backslashreplace") as stream:
            for line in lines_of(stream):
                if verifier is None:
                    whose = record_in(line, 1).tenant
                    verifier = Verifier(heads=heads_of(found, whose, public), key=first)
                verifier.line(line)
    except OSError as error:
        raise BadInput(f"{file} can't be read: {error.strerror or error}") from None
    if verifier is None:
        tenants = {head.tenant for head in found}
        whose = tenants.pop() if len(tenants) == 1 else ""
        verifier = Verifier(heads=heads_of(found, whose, public), tenant=whose)
    return verifier.end()


def _told(held: "Verified", outside: bool) -> str:
    words = f"{held.records} records of {held.tenant or 'no tenant'} hold each other"
    heads = f"{held.heads} signed heads fit" if held.heads else "no signed head was looked at"
    macs = "each was written by the server" if held.macs else "MACs were not looked at (no key)"
    told = f"{words}; {heads}; {macs}."
    if held.after_head:
        told += f" {held.after_head} records stand after the newest head."
    if not outside:
        told += " Heads from the outside place (--heads) would show an end that was cut off."
    return told


def _line(record: AuditRecord) -> str:
    details = ", ".join(f"{name}={value}" for name, value in sorted(record.details.items()))
    words = (
        f"{record.seq:>7}  {rfc3339(record.time)}  {record.actor_name} ({record.actor_kind})"
        f"  {record.verb} {record.resource} {record.object}  {record.address}  {details}"
    )
    return visible(words.rstrip())


async def _records(log: "AuditLog") -> list[str]:
    from hexascope.domain.audited import BEGINNING

    lines: list[str] = []
    seq, prev = 0, BEGINNING
    while page := await log.after(seq, prev):
        lines += [record.line() for record in page]
        seq, prev = page[-1].seq, page[-1].hash
    return lines


async def _heads(log: "AuditLog") -> list[str]:
    lines: list[str] = []
    seq = 0
    while page := await log.heads(after=seq):
        lines += [head.line() for head in page]
        seq = page[-1].seq
    return lines


def _log(stored: "Stored", tenant: str) -> "AuditLog":
    from hexascope.store.database.audit import AuditLog
    from hexascope.store.database.contract import EVERYWHERE

    if tenant == EVERYWHERE:
        return AuditLog(stored.store.everywhere())
    return AuditLog(stored.store.of(tenant))


def _stored(work: "Any") -> Any:
    from hexascope.bootstrap.serving.storing import storing

    async def whole() -> Any:
        async with storing(bootstrap.known_settings()) as stored:
            return await work(stored)

    return asyncio.run(whole())


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise BadInput(f"{file} can't be read: {error.strerror or error}") from None


def _hex(file: Path) -> bytes:
    try:
        return bytes.fromhex(_text(file).strip())
    except ValueError:
        raise BadInput(f"{file} holds no key: 64 hexadecimal digits") from None


def _write(text: str, output: str) -> None:
    from hexascope.cli.output import write_file

    if not output or output == "-":
        typer.echo(text, nl=False)
    else:
        write_file(Path(output), text.encode())


def _write_private(file: Path, words: str) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as stream:
            stream.write(f"{words}\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise CannotWrite(f"{file} can't be written: {error.strerror or error}") from None
