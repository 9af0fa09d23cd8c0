"""hexascope examine"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from hexascope import bootstrap
from hexascope.cli.durations import duration
from hexascope.cli.language import spoken
from hexascope.cli.output import deliver
from hexascope.cli.progress import Progress
from hexascope.collect.contract import Plan
from hexascope.collect.hosts.local import LocalFiles
from hexascope.domain.errors import BadSettings, CannotWrite
from hexascope.domain.examination import Examination
from hexascope.domain.use import Resource, Severity
from hexascope.kit import clock
from hexascope.report.contract import Manner
from hexascope.services import running
from hexascope.services.examinations import Wishes
from hexascope.settings.read import Known
from hexascope.words import Language

INTERRUPTED = 130
SHORTEST_WATCH_SECONDS = 1.0


def examine(
    window: Annotated[str, typer.Option(help="How long to look: 5, 5s, 1m.")] = "",
    source: Annotated[
        str, typer.Option("--from", help="An evidence bundle (.hxb); this host if left out.")
    ] = "",
    scope: Annotated[str, typer.Option(help="Only these resources, such as cpu,memory,disk.")] = "",
    form: Annotated[
        str, typer.Option("--format", help="terminal, html, json, markdown or compat.")
    ] = "",
    output: Annotated[str, typer.Option(help="Write the report to this file.")] = "",
    fail_on: Annotated[
        str, typer.Option(help="Exit 1 from this severity on: low, medium, high, critical.")
    ] = "",
    top: Annotated[int, typer.Option(help="Show only the first findings.", min=0)] = 0,
    watch: Annotated[
        str, typer.Option(help="Examine again and again with this pause, until interrupted.")
    ] = "",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Findings only.")] = False,
    strict: Annotated[
        bool, typer.Option(help="Count standing conditions by their own severity.")
    ] = False,
    no_keep: Annotated[bool, typer.Option("--no-keep", help="Keep nothing of it.")] = False,
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",
) -> None:
    """Examine a host and say what is wrong, worst first."""
    known = bootstrap.known_settings({"examine.strict": True if strict else None})
    language = spoken(wanted=lang or known.settings.examine.language)
    threshold = _severity(fail_on or known.settings.examine.fail_on)
    form = form or _format_of(output)
    bootstrap.format_named(form)  # an unknown format is told before a window is waited for
    wishes = _wishes(known, window, scope)
    pause = duration(watch) if watch else 0.0
    keeps = known.settings.keep.examinations and not no_keep and not source
    try:
        while True:
            made = _once(known, source, wishes, language, keeps=keeps, quiet=quiet)
            deliver(made, form, output, Manner(language=language, top=top or None, quiet=quiet))
            if not watch:
                break
            clock.pause(max(pause, SHORTEST_WATCH_SECONDS))
    except KeyboardInterrupt:
        typer.echo("", err=True)
        raise typer.Exit(INTERRUPTED) from None
    if threshold is not None and any(one.severity >= threshold for one in made.findings):
        raise typer.Exit(1)


def _once(
    known: Known, source: str, wishes: Wishes, language: Language, *, keeps: bool, quiet: bool
) -> Examination:
    """Look and judge once; what is to be kept is kept, and if it can't be, that is told."""
    service = bootstrap.examinations(known)
    progress = Progress(wishes.plan, language, shown=not quiet and sys.stderr.isatty())
    if source:
        looked = running.look_back(service, Path(source), wishes, progress)
        progress.end()
        return running.examine(service, looked, wishes)
    host = bootstrap.this_host(LocalFiles())
    bundle = running.temporary_bundle() if keeps else None
    try:
        looked = running.look_here(
            service, host, wishes, progress, bundle, known.settings.examine.niceness
        )
        progress.end()
        made = running.examine(service, looked, wishes)
        if keeps:
            _keep(known, made, bundle)
    finally:
        if bundle is not None:
            bundle.unlink(missing_ok=True)
    return made


def _keep(known: Known, made: Examination, bundle: Path | None) -> None:
    """Keep the examination; a full disk must not cost the user his report."""
    try:
        running.keep(bootstrap.archive(known), made, bundle)
    except CannotWrite as error:
        typer.echo(f"hexascope: {error}", err=True)


def _wishes(known: Known, window: str, scope: str) -> Wishes:
    examine = known.settings.examine
    seconds = duration(window) if window else examine.window_seconds
    return Wishes(
        plan=Plan(window_seconds=seconds, light_seconds=examine.light_seconds),
        scope=_scope(scope),
        strict=examine.strict,
        goals=bootstrap.goals(known),
    )


def _scope(words: str) -> tuple[Resource, ...]:
    wanted = [word.strip() for word in words.split(",") if word.strip()]
    for word in wanted:
        if word not in set(Resource):
            raise BadSettings(f"--scope {word!r}: there are {', '.join(Resource)}")
    return tuple(Resource(word) for word in wanted)


def _severity(word: str) -> Severity | None:
    if not word:
        return None
    found = {one.word: one for one in Severity}.get(word.lower())
    if found is None:
        words = ", ".join(one.word for one in Severity)
        raise BadSettings(f"--fail-on {word!r}: there are {words}")
    return found


def _format_of(output: str) -> str:
    """Give the format that a file's ending asks for; a terminal's without one."""
    endings = {".html": "html", ".htm": "html", ".json": "json", ".md": "markdown"}
    return endings.get(Path(output).suffix.lower(), "terminal") if output else "terminal"
