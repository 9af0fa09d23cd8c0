"""hexascope recorder"""

import sys
from typing import Annotated

import typer

from hexascope import bootstrap
from hexascope.collect.recorder.build import built, own_collectors
from hexascope.domain.errors import BadInput


def recorder(
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",  # noqa: ARG001 - read in main
) -> None:
    """Write a program that records a host where nothing can be installed: > record.py."""
    if sys.stdout.isatty():
        raise BadInput("the recorder is a program to be kept: hexascope recorder > record.py")
    names = own_collectors(bootstrap.collectors(bootstrap.known_settings()))
    sys.stdout.write(built(names))
