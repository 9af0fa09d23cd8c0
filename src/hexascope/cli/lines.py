"""Lines with a style on a terminal; nothing in them is markup."""

import os
import shutil
import sys
from collections.abc import Iterable
from textwrap import wrap

from hexascope.report.replies import Line

NARROWEST, WIDEST = 60, 120


def write_lines(lines: Iterable[Line]) -> None:
    """Write lines, wrapped at their own indent; in colour where a terminal reads them."""
    from rich.console import Console
    from rich.text import Text

    columns = shutil.get_terminal_size((100, 24)).columns
    console = Console(
        width=max(NARROWEST, min(columns, WIDEST)),
        no_color=not sys.stdout.isatty() or "NO_COLOR" in os.environ,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for one in lines:
        before = " " * one.indent
        after = before + " " * one.hang
        wrapped = wrap(one.words, console.width, initial_indent=before, subsequent_indent=after)
        console.print(Text("\n".join(wrapped), style=one.style), soft_wrap=True)
