"""Language models: providers, what they took, and a fake one."""

import asyncio
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:  # each command and each format is imported when it is called
    from hexascope.llm.provider import Provider

models = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Language models: providers, what they took, and a fake one.",
)
DEFAULT_PORT = 8089
SHOWN_DAYS = 30


@models.command("list")
def list_models(
    base_url: Annotated[str, typer.Option("--base-url", help="Where Ollama listens.")] = "",
) -> None:
    """List the providers, their variables, and the models that an Ollama here has."""
    import hexascope.llm.providers
    from hexascope.kit.plugins import discover
    from hexascope.kit.visible import visible
    from hexascope.llm.found import found_here
    from hexascope.llm.provider import Provider

    known = discover(hexascope.llm.providers, Provider)
    for name, one in known.items():
        key = one.key_variable if one.needs_key else f"{one.key_variable}?"
        typer.echo(f"{name}/NAME  ${key}  ${one.url_variable}  {one.text}")
    for found in found_here(_ollama(known, base_url)):
        typer.echo(f"ollama/{visible(found)}")


def _ollama(known: "Mapping[str, Provider]", base_url: str) -> str:
    from hexascope.domain.errors import BadSettings
    from hexascope.llm.names import BadModelError, address_of

    try:
        return address_of("ollama", known["ollama"], os.environ, base_url)
    except BadModelError as error:
        raise BadSettings(str(error)) from None


@models.command()
def spend(
    days: Annotated[int, typer.Option(help="How many days are shown.", min=1)] = SHOWN_DAYS,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",
) -> None:
    """Show what models took on the last days, and what may still be spent today."""
    from hexascope import bootstrap
    from hexascope.cli.language import spoken
    from hexascope.cli.spent import as_lines, as_text

    panel = bootstrap.known_settings().settings.panel
    shown = as_text if as_json else as_lines
    kept = bootstrap.spending().all()
    limits = (panel.day_tokens, panel.day_dollars)
    for line in shown(kept, bootstrap.today(), days, limits, spoken(wanted=lang)):
        typer.echo(line)


@models.command("fake")
def fake_models(
    port: Annotated[int, typer.Option(help="Port to listen on.", min=0, max=65535)] = DEFAULT_PORT,
) -> None:
    """Serve scripted models on this machine, to try a panel without a key."""
    from hexascope.llm.fake.server import BEHAVIOURS, FakeModels

    async def serve() -> None:
        server = FakeModels()
        await server.start(port)
        typer.echo(f"{server.url}/v1")
        for name, does in BEHAVIOURS.items():
            typer.echo(f"  compatible/fake-{name}  {does}")
        try:
            await asyncio.Event().wait()
        finally:
            await server.stop()

    try:
        asyncio.run(serve())
    except OSError as error:
        from hexascope.domain.errors import CannotReach

        raise CannotReach(f"port {port} can't be listened on: {error.strerror or error}") from None
