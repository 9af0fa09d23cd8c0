"""Write what Grafana and Prometheus need to watch hosts and the server."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from hexascope import bootstrap
from hexascope.domain.errors import BadInput, CannotWrite
from hexascope.kit.yaml import yaml

export = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Write what Grafana and Prometheus need to watch hosts and the server.",
)

Folder = Annotated[
    Path, typer.Option("--output", help="Folder to write into; files of these names go.")
]
MADE_BY = "# made by `hexascope export`: change the settings and make it again\n"


@export.command()
def grafana(
    output: Folder = Path("grafana"),
    prometheus: Annotated[
        str, typer.Option(help="Where Grafana reaches Prometheus.")
    ] = "http://prometheus:9090",
    folder: Annotated[
        str, typer.Option(help="Where Grafana will find the dashboards.")
    ] = "/var/lib/grafana/dashboards",
) -> None:
    """Write dashboards of hosts and of the server, and the files that provision them."""
    from hexascope.services.dashboards.grafana import (
        hosts_dashboard,
        provisioned,
        server_dashboard,
    )

    made = {
        "dashboards/hexascope-hosts.json": _as_json(hosts_dashboard()),
        "dashboards/hexascope-server.json": _as_json(server_dashboard()),
        **{
            f"provisioning/{name}": MADE_BY + yaml(told)
            for name, told in provisioned(prometheus, folder).items()
        },
    }
    _write(output, made)


@export.command()
def prometheus(
    output: Folder = Path("prometheus"),
    address: Annotated[
        list[str] | None, typer.Option(help="HOST:PORT of a server; may be given again.")
    ] = None,
    https: Annotated[bool, typer.Option("--https", help="The server speaks https.")] = False,
    token_file: Annotated[
        str, typer.Option(help="Where Prometheus finds a token with read:metrics, read:series.")
    ] = "/etc/prometheus/hexascope.token",  # noqa: S107 - a path
) -> None:
    """Write whom to ask, and rules that warn of the limits of checks as the settings have them."""
    from hexascope.services.dashboards.prometheus import config, rules

    addresses = address or ["127.0.0.1:8000"]
    for one in addresses:
        host, colon, port = one.rpartition(":")
        if not (host and colon and port.isdigit()) or any(sign in one for sign in "/@ "):
            raise BadInput(f"{one[:80]!r} is no HOST:PORT")
    told = config(addresses, token_file, https=https, rules="hexascope.rules.yml")
    made = rules(bootstrap.checks(bootstrap.known_settings()))
    _write(
        output,
        {
            "prometheus.yml": MADE_BY + yaml(told),
            "hexascope.rules.yml": MADE_BY + yaml(made),
        },
    )


def _as_json(value: Any) -> str:
    return json.dumps(value, indent=1) + "\n"


def _write(folder: Path, made: dict[str, str]) -> None:
    from hexascope.cli.output import write_file

    for name, text in made.items():
        file = folder / name
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotWrite(f"{file.parent}: {error.strerror or error}") from None
        write_file(file, text.encode())
        typer.echo(str(file), err=True)
