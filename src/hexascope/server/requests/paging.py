"""Lists in pages: each answer names where the next one begins, whatever is added meanwhile.

A cursor is the place of the last row that was shown: the values that the list is sorted by, the
id last. It is no secret and needs no signature: it chooses among the caller's own rows.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from hexascope.domain.errors import BadInput
from hexascope.kit.parsing import BadJson, safe_parse

USUAL = 100
MOST = 500
"""Rows of one page."""

LONGEST_CURSOR = 1024
MOST_PARTS = 8
"""Values that a list may be sorted by."""

Part = str | int | float
Row = TypeVar("Row")
Shown = TypeVar("Shown")


class Listed(BaseModel, Generic[Shown]):
    """One page: `next` is the cursor of the page after it, null on the last."""

    items: list[Shown]
    next: str | None = Field(default=None, description="Give it as ?cursor= for the next page.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Which page is asked for: at most `limit` rows."""

    limit: int = USUAL
    cursor: str = ""

    @property
    def fetched(self) -> int:
        """Rows to fetch: one more than are shown tells whether there is a next page."""
        return self.limit + 1

    def after(self, *kinds: type[Any]) -> tuple[Any, ...] | None:
        """Give the place after which the page begins, None for the first page; BadInput.

        `kinds` are the types of what the list is sorted by, such as `(float, str)`.
        """
        return _place(self.cursor, kinds) if self.cursor else None


async def page_of(
    limit: Annotated[
        int, Query(ge=1, le=MOST, description="How many of the list one page holds.")
    ] = USUAL,
    cursor: Annotated[
        str, Query(max_length=LONGEST_CURSOR, description="`next` of the page before.")
    ] = "",
) -> Page:
    """Read which page is asked for."""
    return Page(limit=limit, cursor=cursor)


AskPage = Annotated[Page, Depends(page_of)]


def cursor_of(*place: Part) -> str:
    """Write the cursor of a row: what the list is sorted by, the id last."""
    told = json.dumps(place, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(told).rstrip(b"=").decode()


def listed(
    rows: Sequence[Row],
    page: Page,
    shown: Callable[[Row], Shown],
    place: Callable[[Row], tuple[Part, ...]],
) -> Listed[Shown]:
    """Make the page of rows that `page.fetched` limited; `place` gives what they are sorted by."""
    kept = rows[: page.limit]
    after = cursor_of(*place(kept[-1])) if len(rows) > page.limit else None
    return Listed(items=[shown(row) for row in kept], next=after)


def _place(cursor: str, kinds: Sequence[type[Any]]) -> tuple[Any, ...]:
    wrong = BadInput("cursor: it is damaged or of another list; begin again without it")
    if len(cursor) > LONGEST_CURSOR:
        raise wrong
    padded = cursor + "=" * (-len(cursor) % 4)
    try:
        parts = safe_parse(
            base64.b64decode(padded.encode(), altchars=b"-_", validate=True),
            most_bytes=LONGEST_CURSOR,
            deepest=1,
            nodes=MOST_PARTS + 1,
        )
    except (BadJson, binascii.Error, UnicodeEncodeError):
        raise wrong from None
    if not isinstance(parts, list) or len(parts) != len(kinds):
        raise wrong
    return tuple(_part(one, kind, wrong) for one, kind in zip(parts, kinds, strict=True))


def _part(one: object, kind: type[Any], wrong: BadInput) -> Any:
    if kind is float and isinstance(one, int | float) and not isinstance(one, bool):
        return float(one)
    if type(one) is not kind or (isinstance(one, str) and not one.isprintable()):
        raise wrong
    return one
