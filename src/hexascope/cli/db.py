"""Keep the server's database: bring its schema forth and back, check, back up and restore it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hexascope import bootstrap
from hexascope.cli.language import spoken
from hexascope.cli.serving import refuse_without_packages
from hexascope.domain.text import text
from hexascope.kit import clock
from hexascope.kit.visible import visible
from hexascope.settings.read import Known
from hexascope.words import Language, render, translate

if TYPE_CHECKING:  # the database's packages are loaded when they are there
    from hexascope.store.database.keeping.checking import Soundness
    from hexascope.store.database.migrating import Schema

db = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)

WRONG = 1

Address = Annotated[
    str, typer.Option("--store", help="Another database than the settings' server.store.")
]
Speech = Annotated[str, typer.Option(help="en or pt.")]


@db.command()
def upgrade(
    to: Annotated[str, typer.Option(help="The step to stop at; empty: the newest.")] = "",
    store: Address = "",
    lang: Speech = "",
) -> None:
    """Bring the schema to a step, or to the newest; the server does so when it starts."""
    known, language = _known(store), spoken(wanted=lang)
    from hexascope.bootstrap.serving.keeping import with_store
    from hexascope.store.database import migrating

    _say_step(
        with_store(known, lambda one: migrating.upgrade(one.database, to or "head")), language
    )


@db.command()
def downgrade(
    step: Annotated[str, typer.Argument(help="The step to go back to, or base: to nothing.")],
    store: Address = "",
    lang: Speech = "",
) -> None:
    """Take the schema back to a step; what the later steps keep is removed."""
    known, language = _known(store), spoken(wanted=lang)
    from hexascope.bootstrap.serving.keeping import with_store
    from hexascope.store.database import migrating

    work = with_store(known, lambda one: migrating.downgrade(one.database, step), made=False)
    _say_step(work, language)


@db.command()
def check(store: Address = "", lang: Speech = "") -> None:
    """Say where the schema stands, whether the database is sound, and how large its tables are."""
    known, language = _known(store), spoken(wanted=lang)
    from hexascope.bootstrap.serving.keeping import with_store
    from hexascope.store.database.keeping.checking import soundness

    found = with_store(known, soundness, made=False)
    _say_sizes(found)
    _say_step(found.schema, language)
    for one in found.wrong:
        typer.echo(visible(one))
    if found.wrong:
        raise typer.Exit(WRONG)
    typer.echo(translate("Nothing is wrong with it.", language))


@db.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it holds everything.")],
    store: Address = "",
    lang: Speech = "",
) -> None:
    """Write all that the database holds into one file, as it is now, while the server goes on."""
    known, language = _known(store), spoken(wanted=lang)
    from hexascope.bootstrap.serving.keeping import with_store
    from hexascope.store.database.keeping.writing import back_up

    counts = with_store(known, lambda one: back_up(one, file, clock.wall()), made=False)
    said = text(
        "{file}: {rows:count} {rows:row|rows} of {tables:count} tables, step {step}",
        file=str(file),
        rows=sum(counts.rows.values()),
        tables=len(counts.rows),
        step=counts.step,
    )
    typer.echo(visible(render(said, language)))
    typer.echo(
        translate("The key that opens its secrets is not in it: keep that elsewhere.", language)
    )


@db.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup, of SQLite or of PostgreSQL.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Lose what the database holds now.")
    ] = False,
    store: Address = "",
    lang: Speech = "",
) -> None:
    """Put a backup into an empty database: all of it or nothing; stop the server before."""
    known, language = _known(store), spoken(wanted=lang)
    from hexascope.bootstrap.serving.keeping import with_store
    from hexascope.store.database.keeping import restoring

    counts = with_store(known, lambda one: restoring.restore(one, file, replace=replace))
    said = text(
        "Restored {rows:count} {rows:row|rows} of {tables:count} tables, as they were at {time}.",
        rows=sum(counts.rows.values()),
        tables=len(counts.rows),
        time=counts.time,
    )
    typer.echo(render(said, language))


def _known(store: str) -> Known:
    refuse_without_packages()
    return bootstrap.known_settings({"server.store": store or None})


def _say_step(schema: "Schema", language: Language) -> None:
    said = text(
        "The schema is at step {step}; the newest is {newest}.",
        step=schema.step or "base",
        newest=schema.newest,
    )
    typer.echo(render(said, language))


def _say_sizes(found: "Soundness") -> None:
    from hexascope.kit.format import show

    for one in found.sizes:
        size = "" if one.size_bytes is None else show(one.size_bytes, "bytes")
        typer.echo(f"{one.table:<24} {one.rows:>12}  {size:>10}".rstrip())
