"""hexascope worker"""

from typing import Annotated

import typer

from hexascope import bootstrap
from hexascope.cli.serving import BusAt, QueueAt, StoreAt, refuse_without_packages

FAILED = 1


def worker(
    store: StoreAt = None,
    bus: BusAt = None,
    queue: QueueAt = None,
    at_once: Annotated[int | None, typer.Option(help="Jobs to work on at once.")] = None,
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",  # noqa: ARG001 - read in main
) -> None:
    """Do the server's jobs, on this machine, until stopped."""
    flags: dict[str, object] = {
        "server.store": store,
        "server.bus": bus,
        "server.queue": queue,
        "server.workers": at_once,
    }
    run(flags, "worker")


def run(flags: dict[str, object], role: str) -> None:
    """Be one part of the server until a signal."""
    refuse_without_packages()
    import asyncio
    import os

    from hexascope.bootstrap.serving.alone import run_alone

    os.umask(0o077)  # the database and its journal are nobody else's
    known = bootstrap.known_settings(flags)
    if not asyncio.run(run_alone(known, role, typer.echo)):
        raise typer.Exit(FAILED)
