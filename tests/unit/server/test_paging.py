import base64
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.domain.errors import BadInput
from hexascope.server.requests.paging import LONGEST_CURSOR, Page, cursor_of, listed

PRINTABLE = st.text(st.characters(categories=("L", "N", "P")), max_size=40)


@given(st.floats(allow_nan=False, allow_infinity=False, width=32), PRINTABLE)
def test_a_cursor_gives_back_the_place_that_it_was_made_of(time: float, name: str) -> None:
    assert Page(cursor=cursor_of(time, name)).after(float, str) == (time, name)


def test_the_first_page_begins_nowhere() -> None:
    assert Page().after(float, str) is None


@given(st.text(max_size=60))
def test_any_damaged_cursor_is_refused_in_words(cursor: str) -> None:
    with suppress(BadInput):  # any other error fails this test
        assert Page(cursor=cursor).after(float, str) is None or "W" in cursor[:2]


@pytest.mark.parametrize(
    "place",
    [
        (1.0,),
        (1.0, "a", "b"),
        ("1.0", "a"),
        (1.0, 2.0),
        (True, "a"),
        (1.0, "a\0"),
        (1.0, "a\nb"),
    ],
)
def test_a_cursor_of_another_list_is_refused(place: tuple[str | float, ...]) -> None:
    with pytest.raises(BadInput, match="of another list"):
        Page(cursor=cursor_of(*place)).after(float, str)


def test_a_cursor_holds_plain_values_alone() -> None:
    nested = base64.urlsafe_b64encode(b'[[1],"a"]').decode()
    endless = base64.urlsafe_b64encode(b'[1e999,"a"]').decode()
    for cursor in (nested, endless, "a" * (LONGEST_CURSOR + 1)):
        with pytest.raises(BadInput):
            Page(cursor=cursor).after(float, str)


@pytest.mark.parametrize(("count", "shown", "more"), [(0, 0, False), (3, 3, False), (4, 3, True)])
def test_a_page_tells_whether_there_is_another(count: int, shown: int, more: bool) -> None:
    page = Page(limit=3)
    made = listed(
        range(count)[: page.fetched], page, lambda row: f"row {row}", lambda row: (row, str(row))
    )

    assert len(made.items) == shown
    assert (made.next is not None) == more
    if made.next:
        assert Page(cursor=made.next).after(int, str) == (2, "2")
