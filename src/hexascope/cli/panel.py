"""List the panels that models held, and replay one: who said what when, and what was struck."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from hexascope import bootstrap
from hexascope.cli.language import spoken
from hexascope.domain.errors import BadInput
from hexascope.kit import clock
from hexascope.kit.visible import visible
from hexascope.report.replies import Line
from hexascope.store.contract import Archive
from hexascope.words import translate

panel = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)

MOST_LISTED = 50
LONGEST_REPORT_BYTES = 64 * 2**20
LONGEST_PAUSE_S = 10.0
"""How long a replay waits for the next event at most."""


@panel.command("list")
def list_panels(
    most: Annotated[int, typer.Option(help="How many examinations are looked at.", min=1)] = 50,
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",
) -> None:
    """List kept examinations that models judged, the newest first."""
    language = spoken(wanted=lang)
    archive = bootstrap.archive(bootstrap.known_settings())
    found = 0
    for one in list(archive.all())[: min(most, MOST_LISTED)]:
        held = _read(archive.report(one.id), one.id).get("panel")
        if held:
            found += 1
            typer.echo(
                f"{one.id}  {one.time[:19]}Z  {visible(one.host_name):<20}"
                f"  {len(held['calls'])} {translate('calls', language)}"
                f"  {len(held['struck'])} {translate('claims struck', language)}"
            )
    if not found:
        typer.echo(translate("No kept examination had a panel by models.", language))


@panel.command()
def show(
    examination: Annotated[
        str, typer.Argument(help="The id of an examination, or a JSON report; else the newest.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Give the events as JSON.")] = False,
    speed: Annotated[
        float, typer.Option(help="Replay so many times as fast as it was; 0: all at once.", min=0)
    ] = 0.0,
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",
) -> None:
    """Replay a panel: who was asked when, what was said, voted and struck, and why."""
    from hexascope.report.replay import ending, opening, replayed

    language = spoken(wanted=lang)
    report = _with_events(_report(examination), examination)
    try:
        if as_json:
            held = report["panel"]
            told = {key: held[key] for key in ("schema", "seconds", "events")}
            typer.echo(json.dumps(told, indent=1, ensure_ascii=False))
            return
        _write(opening(report, language))
        _write(_in_time(replayed(report, language), speed))
        _write(ending(report, language))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"the record of this panel is damaged ({type(error).__name__})") from None


def _in_time(lines: Iterable[tuple[float, Line]], speed: float) -> Iterator[Line]:
    """Give each line when it was, so many times as fast; at once without a speed."""
    before = 0.0
    for at, line in lines:
        if speed and at > before:
            sys.stdout.flush()
            clock.pause(min((at - before) / speed, LONGEST_PAUSE_S))
        before = max(before, at)
        yield line


def _report(wanted: str) -> Mapping[str, Any]:
    archive: Archive = bootstrap.archive(bootstrap.known_settings())
    path = Path(wanted)
    if wanted and (path.suffix == ".json" or path.is_file()):
        return _read(_text_of(path), wanted)
    if not wanted:
        newest = next(archive.all(), None)
        if newest is None:
            raise BadInput("no examination is kept yet: run `hexascope examine --model …` first")
        wanted = newest.id
    return _read(archive.report(wanted), wanted)


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            data = stream.read(LONGEST_REPORT_BYTES + 1)
        if len(data) > LONGEST_REPORT_BYTES:
            raise BadInput(f"{path} has over {LONGEST_REPORT_BYTES} bytes: that is no report")
        return data.decode()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path} can't be read: {error}") from None


def _read(text: str, name: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or "verdict" not in found:
        raise BadInput(f"{name} is no JSON report")
    return found


def _with_events(report: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Give a report whose panel can be replayed, or say why it can't."""
    held = report.get("panel")
    who = name or str(report.get("id", ""))
    if not held:
        raise BadInput(
            f"{who} had no panel by models: its specialists spoke by rules, which say the same"
            " every time. `hexascope examine --model …` asks models"
        )
    if not isinstance(held, dict) or not isinstance(held.get("events"), list):
        raise BadInput(f"{who} was kept by an earlier version, which kept no events")
    return report


def _write(lines: Iterable[Line]) -> None:
    from hexascope.cli.lines import write_lines

    write_lines(lines)
