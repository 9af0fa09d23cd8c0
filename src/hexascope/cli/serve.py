"""hexascope serve"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hexascope import bootstrap
from hexascope.cli.serving import BusAt, QueueAt, StoreAt, refuse_without_packages
from hexascope.domain.errors import BadInput, BadSettings
from hexascope.settings.read import Known

if TYPE_CHECKING:  # loaded when the server is there
    from hexascope.server.running import Serving

HIGHEST_PORT = 65_535


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0: any free one.")] = None,
    socket: Annotated[
        Path | None, typer.Option(help="Listen on this unix socket instead of a port.")
    ] = None,
    only: Annotated[str, typer.Option(help="What this process is: api, without a worker.")] = "",
    store: StoreAt = None,
    bus: BusAt = None,
    queue: QueueAt = None,
    url: Annotated[str | None, typer.Option(help="Address under which people reach it.")] = None,
    tls_certificate: Annotated[
        str | None, typer.Option(help="File with the certificate chain, for https.")
    ] = None,
    tls_key: Annotated[str | None, typer.Option(help="File with its key.")] = None,
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",  # noqa: ARG001 - read in main
) -> None:
    """Keep examinations, and serve them over HTTP and live, until stopped."""
    flags = {
        "server.host": host,
        "server.port": port,
        "server.store": store,
        "server.bus": bus,
        "server.queue": queue,
        "server.url": url,
        "server.tls_certificate": tls_certificate,
        "server.tls_key": tls_key,
    }
    refuse_without_packages()
    known = bootstrap.known_settings(flags)
    serving = _serving(known, socket, only)
    run(serving)


def _serving(known: Known, socket: Path | None, only: str) -> "Serving":
    from hexascope.bootstrap.serving.beside import ROLES
    from hexascope.server.listening import Place
    from hexascope.server.running import Serving

    said = known.settings.server
    if not 0 <= said.port <= HIGHEST_PORT:
        raise BadSettings(f"server.port {said.port} is no port: 0 to {HIGHEST_PORT}")
    roles = frozenset(one.strip() for one in only.split(",") if one.strip()) or ROLES
    if not roles <= ROLES:
        raise BadInput(f"--only {only!r:.40}: there are {', '.join(sorted(ROLES))}")
    return Serving(
        known=known,
        place=Place(host=said.host, port=said.port, path=socket),
        roles=roles,
        say=lambda words: typer.echo(words, err=False),
    )


def run(serving: "Serving") -> None:
    """Serve in an event loop of its own, until a signal."""
    import asyncio
    import os

    from hexascope.server.running import serve as serving_until_the_end

    os.umask(0o077)  # the database, its journal and the keys are nobody else's
    asyncio.run(serving_until_the_end(serving))
