"""hexascope scheduler"""

from typing import Annotated

import typer

from hexascope.cli.worker import run


def scheduler(
    store: Annotated[
        str | None, typer.Option(help="sqlite:///FILE or postgresql://USER@HOST/DATABASE.")
    ] = None,
    bus: Annotated[str | None, typer.Option(help="memory:// or redis://HOST/DATABASE.")] = None,
    queue: Annotated[
        str | None, typer.Option(help="local:// or celery+redis://HOST/DATABASE.")
    ] = None,
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",  # noqa: ARG001 - read in main
) -> None:
    """Make the server's scheduled jobs, and give back those of lost workers, until stopped."""
    flags: dict[str, object] = {
        "server.store": store,
        "server.bus": bus,
        "server.queue": queue,
    }
    run(flags, "scheduler")
