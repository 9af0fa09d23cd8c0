"""What lasts of models: what was learnt of servers, what days have spent, and spans."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from hexascope.domain.learnt import Learnt
from hexascope.domain.panel import PanelRecord
from hexascope.kit import clock
from hexascope.settings.places import state_folder

if TYPE_CHECKING:  # what is only for models is imported when one is asked for
    from hexascope.services.books import Books
    from hexascope.store.folders.learnt import FileLearning
    from hexascope.store.folders.spending import FileSpending
    from hexascope.store.lasting import Lasting

DAY_LETTERS = 10


def spending() -> "FileSpending":
    """Give what days have spent, below the state folder."""
    from hexascope.store.folders.spending import FileSpending

    return FileSpending(state_folder(os.environ))


def today() -> str:
    """Give the day, of UTC."""
    return clock.rfc3339(clock.wall())[:DAY_LETTERS]


def learnt(lasting: "Lasting | None" = None) -> dict[str, Learnt]:
    """Give what was learnt of models' servers by earlier runs."""
    learning = lasting.learning if lasting else _learning()
    return learning.known(now=clock.wall())


def books(lasting: "Lasting | None" = None) -> "Books":
    """Give the books of one command; or of a tenant, by what lasts of it."""
    from hexascope.services.books import Books, Purse, remembering

    purse = Purse(spending=lasting.spending if lasting else spending(), today=today)
    learning = lasting.learning if lasting else _learning()
    record, sent = _spans()

    def end() -> tuple[str, ...]:
        unkept = f"what this took is not counted for the day: {purse.complaint}"
        return tuple(one for one in (unkept if purse.complaint else "", sent()) if one)

    return Books(
        spent=purse.spent,
        spend=purse.spend,
        remember=remembering(learning, clock.wall),
        record=record,
        end=end,
    )


def _learning() -> "FileLearning":
    from hexascope.store.folders.learnt import FileLearning

    return FileLearning(state_folder(os.environ))


def _spans() -> tuple[Callable[[PanelRecord], None], Callable[[], str]]:
    """Give what writes the spans of a panel, and what sends them; nothing where none are wanted."""
    from hexascope.llm.spans import NoSpansError, PanelSpans, exporter, wanted

    if not wanted(os.environ):
        return lambda _record: None, lambda: ""
    try:
        spans = PanelSpans(exporter(os.environ), clock.wall, os.environ)
    except NoSpansError as error:
        why = str(error)
        return lambda _record: None, lambda: why
    return spans.record, spans.flush
