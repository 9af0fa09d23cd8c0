"""Pieces that all parts of the terminal's report are written with."""

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text as Line

from hexascope.words import Language, translate

Shown = Line | Table


class Words:
    """Fixed words in the page's language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def __call__(self, words: str) -> str:
        return translate(words, self._language)


def labelled(label: str, words: str, style: str = "") -> Table:
    """Put words beside their label; what wraps stays in its column."""
    return columns((" " * 5 + label, "dim"), 14, (words, style))


def columns(first: tuple[str, str], width: int, *rest: tuple[str, str] | str) -> Table:
    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_column(width=width, no_wrap=True)
    row.add_column(overflow="fold")
    row.add_row(Line(*first), Line.assemble(*rest))
    return row


def section(title: str) -> Iterator[Shown]:
    yield Line()
    yield Line(title.upper(), style="bold dim")
