"""List, show and forget kept examinations."""

from typing import Annotated

import typer

from hexascope import bootstrap
from hexascope.cli.language import spoken
from hexascope.kit.visible import visible
from hexascope.services import remembering
from hexascope.words import translate

history = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)

MOST_LISTED = 50


@history.command("list")
def list_kept(
    host: Annotated[str, typer.Option(help="Only this host's, by its id.")] = "",
    most: Annotated[int, typer.Option(help="How many are listed.", min=1)] = MOST_LISTED,
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",
) -> None:
    """List kept examinations, the newest first."""
    language = spoken(wanted=lang)
    kept = list(bootstrap.archive(bootstrap.known_settings()).all(host))
    if not kept:
        typer.echo(translate("No examination is kept yet: run `hexascope examine`.", language))
    for one in kept[:most]:
        score = "?" if one.score is None else str(one.score)
        worst = translate(one.worst, language)
        typer.echo(
            f"{one.id}  {one.time[:19]}Z  {visible(one.host_name):<20}  {score:>3}/100"
            f"  {one.findings:>2} {worst:<9} {visible(one.headline)}"
        )


@history.command()
def show(
    id: Annotated[str, typer.Argument(help="Its id, or the id's first 8 characters or more.")],  # noqa: A002 - the word of the domain
    bundle: Annotated[bool, typer.Option("--bundle", help="Say where its bundle lies.")] = False,
) -> None:
    """Show one kept examination as JSON."""
    archive = bootstrap.archive(bootstrap.known_settings())
    if bundle:
        typer.echo(archive.bundle(id) or "")
        return
    typer.echo(archive.report(id))


@history.command()
def forget(
    ids: Annotated[list[str], typer.Argument(help="The ids of the examinations to remove.")],
) -> None:
    """Remove kept examinations."""
    archive = bootstrap.archive(bootstrap.known_settings())
    for one in ids:
        typer.echo(remembering.forget(archive, bootstrap.memories(), one).id)
