"""hexascope examine"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from hexascope import bootstrap
from hexascope.bootstrap.panel import Remember
from hexascope.cli.durations import duration
from hexascope.cli.language import spoken
from hexascope.cli.output import deliver
from hexascope.cli.progress import Progress
from hexascope.cli.targets import target
from hexascope.collect.contract import Plan
from hexascope.domain.errors import BadSettings, CannotWrite
from hexascope.domain.examination import Examination
from hexascope.domain.use import Resource, Severity
from hexascope.kit import clock
from hexascope.report.contract import Manner
from hexascope.services import deepening, remembering, running
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.looked import Looked
from hexascope.services.sources.contract import Where
from hexascope.settings.read import Known
from hexascope.words import Language

if TYPE_CHECKING:  # imported when a model is asked for
    from hexascope.services.errands import PanelErrands
    from hexascope.services.models import ModelVoices

INTERRUPTED = 130
SHORTEST_WATCH_SECONDS = 1.0


def examine(
    window: Annotated[str, typer.Option(help="How long to look: 5, 5s, 1m.")] = "",
    source: Annotated[
        str, typer.Option("--from", help="A bundle, ssh://HOST, prometheus:URL; else this host.")
    ] = "",
    unit: Annotated[str, typer.Option(help="Ask about this systemd unit.")] = "",
    pid: Annotated[str, typer.Option(help="Ask about this process and its children.")] = "",
    cgroup: Annotated[str, typer.Option(help="Ask about this control group.")] = "",
    container: Annotated[str, typer.Option(help="Ask about this container: name or id.")] = "",
    port: Annotated[str, typer.Option(help="Ask about who listens on this port.")] = "",
    path: Annotated[str, typer.Option(help="Ask about who uses this file or folder.")] = "",
    deep: Annotated[
        bool, typer.Option("--deep", help="Probe the culprits for up to 3 s: profiles and more.")
    ] = False,
    at: Annotated[str, typer.Option(help="Judge what was at this time: 03:10.")] = "",
    since: Annotated[str, typer.Option(help="Judge also what was since then: 2h, 03:10.")] = "",
    instance: Annotated[str, typer.Option(help="The instance, as Prometheus names it.")] = "",
    sudo: Annotated[
        bool, typer.Option("--sudo", help="Become root by sudo on an ssh host.")
    ] = False,
    model: Annotated[
        str, typer.Option(help="Judge by this model: ollama/qwen3, openai/gpt-5-mini, auto.")
    ] = "",
    base_url: Annotated[
        str, typer.Option("--base-url", help="Address of the model's server.")
    ] = "",
    panel: Annotated[
        str,
        typer.Option(help="full: six specialists by the model; solo: one call, for small ones."),
    ] = "",
    allow_code: Annotated[
        bool,
        typer.Option("--allow-code", help="Let a model have programs run over the evidence."),
    ] = False,
    no_cache: Annotated[
        bool, typer.Option("--no-cache", help="Ask the model even if it judged this case lately.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what a model would be sent, and its cost.")
    ] = False,
    scope: Annotated[str, typer.Option(help="Only these resources, such as cpu,memory,disk.")] = "",
    form: Annotated[
        str,
        typer.Option(
            "--format", help="terminal, html, json, markdown, compat, speedscope, folded."
        ),
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
    known = bootstrap.known_settings(
        {
            "examine.strict": True if strict else None,
            "panel.allow_code": True if allow_code else None,
        }
    )
    language = spoken(wanted=lang or known.settings.examine.language)
    threshold = _severity(fail_on or known.settings.examine.fail_on)
    form = form or _format_of(output)
    writer = bootstrap.format_named(form)  # what can't be is told before a window is waited for
    if writer.of_profiles and not (deep or source):
        raise BadSettings(f"--format {form} writes profiles, which are made with --deep: add that")
    wishes = replace(
        _wishes(known, window, scope),
        target=target(unit=unit, pid=pid, cgroup=cgroup, container=container, port=port, path=path),
        deep=deep,
    )
    where = Where(address=source, at=at, since=since, instance=instance, sudo=sudo)
    if deep:
        deepening.refuse_elsewhere(where)
    pause = duration(watch) if watch else 0.0
    keeps = known.settings.keep.examinations and not no_keep and where == Where()
    where = replace(where, seconds=wishes.plan.window_seconds if window else 0.0)
    remember = Remember(not no_cache, not no_keep, tuple(wishes.scope))
    wanted = _Model(model, base_url, panel, remember)
    voices, ended = _voices(known, language, wanted, shown=not quiet)
    if allow_code and voices is None:
        raise BadSettings("--allow-code is about models: name one by --model")
    asked = _Asked(
        known=known,
        where=where,
        wishes=wishes,
        language=language,
        voices=voices,
        ended=ended,
        keeps=keeps,
        quiet=quiet,
    )
    try:
        while True:
            if dry_run:
                _dry_run(asked)
                break
            made = _once(asked)
            deliver(made, form, output, Manner(language=language, top=top or None, quiet=quiet))
            if not watch:
                break
            clock.pause(max(pause, SHORTEST_WATCH_SECONDS))
    except KeyboardInterrupt:
        typer.echo("", err=True)
        raise typer.Exit(INTERRUPTED) from None
    if threshold is not None and any(one.severity >= threshold for one in made.findings):
        raise typer.Exit(1)


class _Model(NamedTuple):
    """What was asked of models on the command line."""

    name: str
    base_url: str
    mode: str
    remember: Remember = Remember()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What was asked, once all of it is understood."""

    known: Known
    where: Where
    wishes: Wishes
    language: Language
    voices: "ModelVoices | None"
    ended: Callable[[], None]
    keeps: bool
    quiet: bool


def _once(asked: _Asked) -> Examination:
    """Look and judge once; what is to be kept is kept, and if it can't be, that is told."""
    service = bootstrap.examinations(asked.known, asked.voices)
    bundle = running.temporary_bundle() if asked.keeps else None
    try:
        looked = _looked(asked, service, bundle)
        errands = _errands(asked, service, looked, bundle)
        made = running.examine(service, looked, asked.wishes, errands)
        asked.ended()
        for complaint in asked.voices.books.end() if asked.voices else ():
            typer.echo(f"hexascope: {complaint}", err=True)
        if asked.keeps:
            _keep(asked.known, made, bundle)
    finally:
        asked.ended()
        if bundle is not None:
            bundle.unlink(missing_ok=True)
    return made


def _errands(
    asked: _Asked, service: Examinations, looked: Looked, bundle: Path | None
) -> "PanelErrands | None":
    """Give what does a panel's errands; without a model nobody sends for anything."""
    if asked.voices is None:
        return None
    return bootstrap.errands(
        asked.known, service, looked, asked.wishes, where=asked.where, bundle=bundle
    )


def _looked(asked: _Asked, service: Examinations, bundle: Path | None) -> Looked:
    shown = not asked.quiet and sys.stderr.isatty()
    progress = Progress(asked.wishes.plan, asked.language, shown=shown)
    try:
        source = bootstrap.source(asked.known, asked.where)
        looked = source.look(service, asked.wishes, progress, bundle)
        if not (asked.where.address or asked.where.at):  # this host, now
            told = remembering.recall(bootstrap.memories(), looked.host.id, clock.wall())
            looked = replace(looked, memory=told)
        return deepening.deepen(service, looked, asked.wishes, bundle)
    finally:
        progress.end()


def _voices(
    known: Known, language: Language, asked: _Model, *, shown: bool
) -> "tuple[ModelVoices | None, Callable[[], None]]":
    """Give the voices of models, and what ends their line on the terminal."""
    panel = known.settings.panel
    if not (asked.name or panel.models or panel.config_list):
        if asked.mode:
            raise BadSettings(f"--panel {asked.mode} is about models: name one by --model")
        return None, lambda: None
    from hexascope.cli.foreseen import Foreseen
    from hexascope.cli.panel_progress import PanelProgress

    live = PanelProgress(language, shown=shown and sys.stderr.isatty())
    made = bootstrap.voices(
        known,
        language,
        model=asked.name,
        base_url=asked.base_url,
        mode=asked.mode,
        tell=live,
        remember=asked.remember,
        foresee=Foreseen(language, panel.run_dollars, shown=shown),
    )
    return made, live.end


def _dry_run(asked: _Asked) -> None:
    from hexascope.cli.dry_run import show_dry_run

    service = bootstrap.examinations(asked.known)
    looked = _looked(asked, service, None)
    case = service.weigh(looked, asked.wishes)
    errands = _errands(asked, service, looked, None)
    if errands is not None:
        case = replace(case, offers=errands.offers(case))
    show_dry_run(asked.voices, case, errands, service.specialists)


def _keep(known: Known, made: Examination, bundle: Path | None) -> None:
    """Keep the examination; a full disk must not cost the user his report."""
    try:
        running.keep(bootstrap.archive(known), made, bundle)
        remembering.remember(bootstrap.memories(), made)
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
    if output.lower().endswith(".speedscope.json"):
        return "speedscope"
    endings = {".html": "html", ".htm": "html", ".json": "json", ".md": "markdown"}
    endings[".folded"] = "folded"
    return endings.get(Path(output).suffix.lower(), "terminal") if output else "terminal"
