"""List the specialists of the panel, and make, show, check or remove your own."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from hexascope.cli.language import spoken
from hexascope.domain.errors import BadInput
from hexascope.domain.use import Aspect, Resource
from hexascope.settings.places import specialist_folders
from hexascope.words import Language, translate

specialists = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@specialists.callback(invoke_without_command=True)
def list_when_alone(
    context: typer.Context, lang: Annotated[str, typer.Option(help="en or pt.")] = ""
) -> None:
    """List the specialists of the panel, and make, show, check or remove your own."""
    if context.invoked_subcommand is None:
        _list(spoken(wanted=lang))


@specialists.command("list")
def list_all(lang: Annotated[str, typer.Option(help="en or pt.")] = "") -> None:
    """List the six specialists and your own."""
    _list(spoken(wanted=lang))


@specialists.command()
def new(
    name: Annotated[str, typer.Argument(help="Its name: small letters, digits and _.")],
    mandate: Annotated[str, typer.Option(help="What it is told, in your words.")] = "",
    resources: Annotated[str, typer.Option(help="Its field, such as disk,filesystem.")] = "",
    aspects: Annotated[str, typer.Option(help="Its field, such as latency,saturation.")] = "",
    evidence: Annotated[str, typer.Option(help="What it wants to see: disk.await,…")] = "",
    from_file: Annotated[
        str, typer.Option("--from-file", help="Take this file instead of asking.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Write over one of this name.")] = False,
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",
) -> None:
    """Make a specialist of your own: by options, by a file, or asked on a terminal."""
    from hexascope.consult.own.reading import named
    from hexascope.consult.own.writing import written
    from hexascope.services.own_specialists import add

    language = spoken(wanted=lang)
    wrong = named(name)
    if wrong:
        raise BadInput(wrong)
    if from_file:
        text = _text_of(Path(from_file))
    else:
        asked = _Form(language)
        # who is asked at all is asked for what may be left out as well
        optional = asked.more if not (mandate and resources and aspects) else _nothing
        text = written(
            name,
            mandate or asked("--mandate", "What should it look for and say?"),
            _list_of(resources or asked("--resources", "Its resources", tuple(Resource))),
            _list_of(aspects or asked("--aspects", "Its aspects", tuple(Aspect))),
            _list_of(evidence or optional("Evidence that it wants to see, or nothing")),
        )
    typer.echo(add(_own_folder(), name, text, replace=force))


@specialists.command()
def show(
    name: Annotated[str, typer.Argument(help="One of the six, or one of your own.")],
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",
) -> None:
    """Show a specialist: what it is told, and your own as its file has it."""
    from hexascope.bootstrap.specialists import own_specialists
    from hexascope.bootstrap.specialists import specialists as all_of
    from hexascope.kit.visible import visible
    from hexascope.services.explaining import paragraphs

    language = spoken(wanted=lang)
    own = own_specialists()
    known = all_of(own)
    if own is not None and name in own.found:
        typer.echo(visible(_text_of(own.found[name][1]), lines=True))
    elif own is not None and name in own.unfit:
        raise BadInput(own.unfit[name])
    elif name in known:
        typer.echo(paragraphs(known[name].mandate, lambda words: translate(words, language)))
    else:
        raise BadInput(f"no specialist is called {name!r}; there are {', '.join(known)}")


@specialists.command()
def check(
    file: Annotated[Path, typer.Argument(help="The file of a specialist.")],
    lang: Annotated[str, typer.Option(help="en or pt.")] = "",
) -> None:
    """Check a specialist's file: say what is wrong and where, and end with 2 if anything is."""
    from hexascope.bootstrap import plugin_names
    from hexascope.consult.own.contract import UnfitError
    from hexascope.services.own_specialists import read_file
    from hexascope.settings.read import nearest

    try:
        found = read_file(file)
    except UnfitError as error:
        for one in error.wrongs:
            typer.echo(f"{file}: {one}", err=True)
        raise typer.Exit(2) from None
    unknown = sorted({one.about for one in found.rules} - {"", *plugin_names("check.checks")})
    if unknown:
        near = nearest(unknown[0], plugin_names("check.checks"))
        typer.echo(f"{file}: about: no check is called {unknown[0]!r}{near}", err=True)
        raise typer.Exit(2)
    rules = translate("rules", spoken(wanted=lang))
    typer.echo(f"{file}: {found.name}, {len(found.rules)} {rules}")


@specialists.command()
def remove(
    name: Annotated[str, typer.Argument(help="The specialist of your own to remove.")],
) -> None:
    """Remove a specialist of your own."""
    from hexascope.services.own_specialists import remove as removed

    typer.echo(removed(specialist_folders(os.environ), name))


def _list(language: Language) -> None:
    """Write a line for each: the six, then one's own with their field, then who is not heard."""
    from hexascope.bootstrap.specialists import own_specialists
    from hexascope.bootstrap.specialists import specialists as all_of
    from hexascope.kit.visible import cut, visible

    own = own_specialists()
    known = all_of(None)
    for name, one in known.items():
        told = " ".join(one.mandate.split()).partition(". ")[0].partition(": ")[0].strip(".")
        typer.echo(f"{name:<24} {cut(told, 90)}")
    if own is None:
        typer.echo(
            translate("None of your own yet: `hexascope specialists new NAME`.", language), err=True
        )
        return
    for name, (made, file) in own.found.items():
        field = ",".join(sorted(made.field.resources)) + "/" + ",".join(sorted(made.field.aspects))
        rules = translate("rules", language)
        typer.echo(f"{name:<24} {field}  {len(made.rules)} {rules}  {file}")
        typer.echo(f"{'':<24} {cut(visible(' '.join(made.mandate.split())), 90)}")
    for name, reason in own.unfit.items():
        typer.echo(f"{name:<24} {translate('is not heard', language)}: {reason}")


class _Form:
    """Asks on a terminal; who is none is told which option to give."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __call__(self, option: str, what: str, offered: tuple[str, ...] = ()) -> str:
        if not sys.stdin.isatty():
            raise BadInput(f"give {option}, or answer on a terminal")
        shown = f" ({', '.join(offered)})" if offered else ""
        answer: str = typer.prompt(translate(what, self._language) + shown)
        return answer

    def more(self, what: str) -> str:
        """Ask for what may be left out."""
        answer: str = typer.prompt(translate(what, self._language), default="", show_default=False)
        return answer


def _nothing(_what: str) -> str:
    return ""


def _list_of(words: str) -> list[str]:
    return [one.strip() for one in words.split(",") if one.strip()]


def _own_folder() -> Path:
    return specialist_folders(os.environ)[-1]


def _text_of(file: Path) -> str:
    from hexascope.consult.own.contract import LONGEST_FILE_BYTES

    try:
        with file.open("rb") as stream:
            return stream.read(LONGEST_FILE_BYTES + 1).decode()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} can't be read: {error}") from None
