"""Finding commands: the file `cli/NAME.py` offers the function NAME and is loaded when called."""

import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

import typer

from hexascope import __version__
from hexascope.cli.language import spoken
from hexascope.domain.errors import HexascopeError
from hexascope.words import Language, translate

COMMANDS = (
    "examine",
    "ask",
    "panel",
    "record",
    "recorder",
    "compare",
    "history",
    "memory",
    "explain",
    "checks",
    "doctor",
    "mcp",
    "serve",
    "worker",
    "scheduler",
    "users",
    "db",
    "audit",
    "secrets",
    "export",
    "models",
    "specialists",
    "settings",
)
"""All commands, in the order in which `--help` shows them."""

COULD_NOT_EXAMINE = 2
INTERRUPTED = 130
OBJECTS_BETWEEN_SEARCHES = 100_000


def main() -> None:
    """Run the command line; every error of ours becomes one clear sentence."""
    words = sys.argv[1:]
    # who is ended by another program cleans up as if a person had interrupted it
    signal.signal(signal.SIGTERM, _terminated)
    # a look makes rows by the hundred thousand that all live to its end: to search them for
    # cycles again and again takes a quarter of a second with 5,000 processes, and finds none
    gc.set_threshold(OBJECTS_BETWEEN_SEARCHES, 20, 100)
    try:
        command(words)(args=words, prog_name="hexascope")
    except HexascopeError as error:
        typer.echo(f"hexascope: {error}", err=True)
        sys.exit(COULD_NOT_EXAMINE)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # who reads our output has gone (`| head`): nothing is left to say, and it is no fault
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _terminated(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def command(words: Sequence[str]) -> Any:  # Typer's own type of a command is not public
    """Build the command that the words ask for: of the others only their summaries are read."""
    language = spoken(words)
    app = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help="Say what is wrong with a Linux host, with proof.",
    )
    app.callback()(_hexascope)
    asked = next((word for word in words if word in COMMANDS), "")
    for name in COMMANDS:
        if name == asked or "_HEXASCOPE_COMPLETE" in os.environ:
            _add(app, name)
        else:
            # summaries are shown where no command is asked for; to read them all costs 20 ms
            app.command(name, help="" if asked else _summary(name))(_elsewhere)
    built: Any = typer.main.get_command(app)
    _translate(built, language)
    return built


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit


def _hexascope(
    version: bool = typer.Option(
        False, "--version", is_eager=True, callback=_version, help="Show the version, end."
    ),
    lang: str = typer.Option("", help="en or pt."),
) -> None:
    """Take the options that stand before a command."""


def _elsewhere() -> None:
    """Stand for a command that was not asked for."""


def _add(app: typer.Typer, name: str) -> None:
    offered: typer.Typer | Callable[..., None] = getattr(
        import_module(f"hexascope.cli.{name}"), name
    )
    if isinstance(offered, typer.Typer):
        app.add_typer(offered, name=name, help=_summary(name))
    else:
        app.command(name)(offered)


def _translate(built: Any, language: Language) -> None:
    """Put help texts into the language that is spoken."""
    if built.help:
        built.help = translate(" ".join(built.help.split()), language)
    for parameter in built.params:
        if getattr(parameter, "help", None):
            parameter.help = translate(parameter.help, language)
    for below in getattr(built, "commands", {}).values():
        _translate(below, language)


def _summary(name: str) -> str:
    """Read a command's docstring without importing its file."""
    import ast

    tree = ast.parse((Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
    functions = [one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == name]
    told = ast.get_docstring(functions[0]) if functions else ast.get_docstring(tree)
    return " ".join((told or "").partition("\n\n")[0].split())
