"""hexascope ask"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hexascope import bootstrap
from hexascope.cli.language import spoken
from hexascope.domain.conversation import MOST_TURNS, Conversation, Turn
from hexascope.domain.errors import BadInput, CannotWrite
from hexascope.kit import clock
from hexascope.kit.ids import uuid7
from hexascope.kit.visible import cut, visible
from hexascope.report.replies import Line, turn_lines
from hexascope.settings.read import Known
from hexascope.store.folders.conversations import FolderConversations
from hexascope.words import Language, translate

if TYPE_CHECKING:  # imported when something is asked
    from hexascope.services.asking import Asking, Report
    from hexascope.services.models import ModelVoices

_ID = re.compile(r"[0-9a-f]{8}[0-9a-f-]{0,28}")


def ask(
    words: Annotated[
        list[str] | None,
        typer.Argument(help="The id of an examination (else the newest), and your question."),
    ] = None,
    to: Annotated[str, typer.Option(help="Ask this specialist, not whom it concerns.")] = "",
    new: Annotated[bool, typer.Option("--new", help="Begin a new conversation.")] = False,
    past: Annotated[
        bool, typer.Option("--list", help="List the conversations about this examination.")
    ] = False,
    show: Annotated[bool, typer.Option("--show", help="Show the conversation so far.")] = False,
    model: Annotated[
        str, typer.Option(help="Ask this model: ollama/qwen3, openai/gpt-5-mini, auto.")
    ] = "",
    base_url: Annotated[
        str, typer.Option("--base-url", help="Address of the model's server.")
    ] = "",
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show what was struck as well.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Give the turn as JSON.")] = False,
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",
) -> None:
    """Ask the panel about a kept examination: why, why not, what to do; each answer with proof."""
    from hexascope.bootstrap.asking import conversations

    known = bootstrap.known_settings()
    language = spoken(wanted=lang or known.settings.examine.language)
    wanted, question = _parted(words or [])
    report, bundle = _examination(known, wanted)
    kept = conversations()
    examination = str(report["id"])
    talks = list(kept.all(examination))
    if past:
        _write(_listed(talks, language))
        return
    talk = _talk(talks, examination, new=new)
    shown = _Shown(language=language, verbose=verbose, as_json=as_json)
    if show:
        _write(line for turn in talk.turns for line in shown.asked_and_answered(turn))
        return
    voices, ended = _voices(known, language, model, base_url)
    shown = replace(shown, ended=ended)
    about = _About(report=report, bundle=bundle, to=to)
    from hexascope.bootstrap.asking import asking

    service = asking(known, language, voices)
    for each in _questions(question):
        talk = _answer(service, about, kept, talk, each, shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What is asked about, and whom."""

    report: "Report"
    bundle: Path | None
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """How answers are shown."""

    language: Language
    verbose: bool
    as_json: bool
    ended: Callable[[], None] = lambda: None

    def asked_and_answered(self, turn: Turn) -> Iterator[Line]:
        """Give a turn with its question."""
        yield Line(f"> {visible(turn.question)}", "cyan")
        yield from turn_lines(turn, self.language, verbose=self.verbose)

    def write(self, turn: Turn) -> None:
        """Write the answers of a turn."""
        if self.as_json:
            typer.echo(json.dumps(asdict(turn), indent=1, ensure_ascii=False))
        else:
            _write(turn_lines(turn, self.language, verbose=self.verbose))


def _parted(words: list[str]) -> tuple[str, str]:
    """Give the id, if the first word is one, and the question."""
    if words and _ID.fullmatch(words[0]):
        return words[0], " ".join(words[1:])
    return "", " ".join(words)


def _examination(known: Known, wanted: str) -> "tuple[Report, Path | None]":
    from hexascope.services.asking import read_report

    archive = bootstrap.archive(known)
    if not wanted:
        newest = next(archive.all(), None)
        if newest is None:
            raise BadInput("no examination is kept yet: run `hexascope examine` first")
        wanted = newest.id
    return read_report(archive.report(wanted)), archive.bundle(wanted)


def _talk(talks: list[Conversation], examination: str, *, new: bool) -> Conversation:
    """Go on with the newest conversation, or begin one; a full one can't go on."""
    if new or not talks:
        return Conversation(id=uuid7(clock.wall()), examination=examination)
    return talks[0]


def _questions(question: str) -> Iterator[str]:
    """Give the question, or ask for one after the other on a terminal until there is none."""
    if question:
        yield question
        return
    if not sys.stdin.isatty():
        raise BadInput('ask something: hexascope ask "why not the database?"')
    while True:
        typed = typer.prompt(">", default="", show_default=False, prompt_suffix=" ")
        if not typed.strip():
            return
        yield typed


def _answer(
    service: "Asking",
    about: _About,
    kept: FolderConversations,
    talk: Conversation,
    question: str,
    shown: _Shown,
) -> Conversation:
    if len(talk.turns) >= MOST_TURNS:
        raise BadInput(f"this conversation has {MOST_TURNS} turns: begin another with --new")
    try:
        turn = service.turn(
            about.report,
            about.bundle,
            question,
            earlier=talk.turns,
            to=about.to,
            time=clock.rfc3339(clock.wall()),
        )
    finally:
        shown.ended()
    shown.write(turn)
    try:
        kept.add(talk.examination, talk.id, turn)
    except (BadInput, CannotWrite) as error:  # who was answered must not lose the answer
        typer.echo(f"hexascope: {error}", err=True)
    return Conversation(id=talk.id, examination=talk.examination, turns=(*talk.turns, turn))


def _voices(
    known: Known, language: Language, model: str, base_url: str
) -> "tuple[ModelVoices | None, Callable[[], None]]":
    """Give the voices of models, and what ends their line on the terminal."""
    panel = known.settings.panel
    if not (model or panel.models or panel.config_list):
        return None, lambda: None
    from hexascope.cli.panel_progress import PanelProgress

    live = PanelProgress(language, shown=sys.stderr.isatty())
    return bootstrap.voices(known, language, model=model, base_url=base_url, tell=live), live.end


def _listed(talks: list[Conversation], language: Language) -> Iterator[Line]:
    if not talks:
        yield Line(translate("Nothing was asked about this examination yet.", language))
    for one in talks:
        first = one.turns[0] if one.turns else None
        asked = cut(visible(first.question), 80) if first else ""
        time = first.time[:19] if first else ""
        yield Line(f"{one.id}  {time}  {len(one.turns):>3}  {asked}")


def _write(lines: Iterator[Line]) -> None:
    from hexascope.cli.lines import write_lines

    write_lines(lines)
