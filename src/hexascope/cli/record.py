"""hexascope record"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from hexascope import bootstrap
from hexascope.cli.durations import duration
from hexascope.cli.language import spoken
from hexascope.cli.progress import Progress
from hexascope.collect.contract import Plan
from hexascope.collect.hosts.local import LocalFiles
from hexascope.domain.errors import CannotWrite
from hexascope.kit.files import replaced
from hexascope.services import recording


def record(
    output: Annotated[str, typer.Option(help="The evidence bundle to write (.hxb).")],
    window: Annotated[str, typer.Option(help="How long to look: 5, 5s, 1m.")] = "",
    hide: Annotated[
        str, typer.Option(help="Also hide names of users and addresses: users,addresses.")
    ] = "",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",
) -> None:
    """Look at this host and write what was seen to a file, to be judged anywhere."""
    known = bootstrap.known_settings()
    language = spoken(wanted=lang or known.settings.examine.language)
    seconds = duration(window) if window else known.settings.examine.window_seconds
    plan = Plan(window_seconds=seconds, light_seconds=known.settings.examine.light_seconds)
    progress = Progress(plan, language, shown=not quiet and sys.stderr.isatty())
    target = Path(output)
    try:
        with replaced(target) as stream:
            recording.record(
                bootstrap.collectors(known),
                bootstrap.this_host(LocalFiles()),
                plan,
                progress,
                stream,
                recording.hidden(hide),
            )
    except OSError as error:
        raise CannotWrite(
            f"{target} could not be written: {error.strerror or error}; nothing was changed"
        ) from None
    progress.end()
    if not quiet:
        typer.echo(f"{output} ({target.stat().st_size / 1024:.0f} KiB)", err=True)
