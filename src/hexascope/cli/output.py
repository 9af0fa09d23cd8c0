"""Delivering a report: to the terminal or, as a whole or not at all, to a file."""

import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import typer

from hexascope import bootstrap
from hexascope.domain.errors import CannotWrite
from hexascope.domain.examination import Examination
from hexascope.kit.files import replaced
from hexascope.report.contract import Manner

NARROWEST, WIDEST = 60, 120


def deliver(made: Examination, form: str, output: str, manner: Manner) -> None:
    """Write a report in one format to a file, or to the terminal."""
    writer = bootstrap.format_named(form)
    if not output or output == "-":
        typer.echo(writer.write(made, _of_terminal(manner)), color=True)
        return
    write_file(Path(output), writer.write(made, manner).encode(errors="backslashreplace"))
    if not manner.quiet:
        typer.echo(output, err=True)


def write_file(target: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    try:
        with replaced(target) as stream:
            stream.write(content)
    except OSError as error:
        raise CannotWrite(
            f"{target} could not be written: {error.strerror or error}; nothing was changed"
        ) from None


def _of_terminal(manner: Manner) -> Manner:
    columns = shutil.get_terminal_size((100, 24)).columns
    coloured = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return replace(manner, width=max(NARROWEST, min(columns, WIDEST)), colour=coloured)
