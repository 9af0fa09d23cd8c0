"""hexascope models"""

import asyncio
from typing import Annotated

import typer

models = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Language models: providers, and a fake one."
)
DEFAULT_PORT = 8089


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
    for found in found_here(base_url or known["ollama"].base_url):
        typer.echo(f"ollama/{visible(found)}")


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
