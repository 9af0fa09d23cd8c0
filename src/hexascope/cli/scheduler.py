"""hexascope scheduler"""

from typing import Annotated

import typer

from hexascope.cli.serving import BusAt, QueueAt, StoreAt
from hexascope.cli.worker import run


def scheduler(
    store: StoreAt = None,
    bus: BusAt = None,
    queue: QueueAt = None,
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",  # noqa: ARG001 - read in main
) -> None:
    """Make the server's scheduled jobs, and give back those of lost workers, until stopped."""
    flags: dict[str, object] = {
        "server.store": store,
        "server.bus": bus,
        "server.queue": queue,
    }
    run(flags, "scheduler")
