"""Long lists in pages: each says where the next one goes on."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

T = TypeVar("T")

Place: TypeAlias = tuple[float | int | str, ...]
"""Where a page ended, in values of the order: what a cursor of the API carries."""

MOST_OF_A_PAGE = 500


class Page(NamedTuple, Generic[T]):
    """Some of a list, and from where the rest follows; None: there is no more."""

    items: tuple[T, ...]
    next: Place | None


def page_of(rows: Sequence[Any], limit: int, made: Callable[[Any], T], *order: str) -> Page[T]:
    """Make a page of rows, of which one more was asked for than it may have."""
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(
        tuple(made(row) for row in shown),
        tuple(shown[-1][name] for name in order) if more else None,
    )
