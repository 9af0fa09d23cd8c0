"""Flame graphs: right widths, names within their boxes, nothing that a name could do."""

import math
import re
from itertools import pairwise
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from hexascope.domain.profile import Profile
from hexascope.report.contract import Manner
from hexascope.report.flame import (
    LETTER,
    MOST_BOXES,
    MOST_ROWS,
    ROW,
    WIDE,
    boxes,
    flame,
    kind_of,
    shown,
)
from hexascope.report.formats.html import html
from hexascope.words import Language
from tests.support.broken import HOSTILE_NAMES
from tests.support.profiled import profile, profiled


def drawn(one: Profile) -> ET.Element:
    return ET.fromstring(flame(one, Language.ENGLISH))


def test_a_box_is_as_wide_as_its_share_and_lies_below_who_called_it() -> None:
    found = {box.name: box for box in boxes(profile())}

    assert (found["gzip"].share, found["main"].share, found["deflate"].share) == (1.0, 0.7, 0.6)
    assert (found["main"].row, found["deflate"].row) == (2, 3)
    inside = found["main"].begin
    assert inside == found["crc32"].begin
    assert math.isclose(found["deflate"].begin, inside + 0.1)


def test_boxes_of_one_row_do_not_overlap() -> None:
    by_row: dict[int, list[tuple[float, float]]] = {}
    for box in boxes(profile()):
        by_row.setdefault(box.row, []).append((box.begin, box.begin + box.share))
    for row in by_row.values():
        row.sort()
        assert all(before[1] <= after[0] + 1e-9 for before, after in pairwise(row))


def test_a_picture_has_at_most_so_many_boxes_and_rows() -> None:
    wide = profile(*(((f"f{number}", f"g{number}"), 1) for number in range(900)))
    many = profile(
        *(((f"f{number // 30}", f"g{number}", "x", "y", "z"), 1) for number in range(900))
    )
    deep = profile((tuple(f"f{number}" for number in range(120)), 5))

    assert len(boxes(wide)) <= MOST_BOXES
    assert len(boxes(many)) == MOST_BOXES
    assert max(box.row for box in boxes(deep)) == MOST_ROWS - 1


def test_what_is_too_thin_to_be_seen_is_left_out() -> None:
    found = {box.name for box in boxes(profile((("a",), 100_000), (("b",), 1)))}

    assert "a" in found
    assert "b" not in found


def test_a_name_is_cut_to_its_box_and_whole_in_its_title() -> None:
    name = "a_function_with_a_very_long_name_indeed"
    picture = drawn(profile((("x", name), 10), (("x", "rest"), 90)))
    for box in picture:
        share = float(box.attrib["width"].rstrip("%")) / 100
        for words in box.iter("text"):
            assert words.text is not None
            assert len(words.text) * LETTER <= share * WIDE
        assert box.attrib["overflow"] == "hidden"
    assert any(name in (title.text or "") for title in picture.iter("title"))


def test_hostile_names_are_inert_and_visible() -> None:
    picture = flame(
        profile(*(((name, name + "_[k]"), 10) for name in HOSTILE_NAMES)), Language.ENGLISH
    )

    ET.fromstring(picture)
    assert "<script" not in picture
    assert "<img" not in picture
    assert "\x1b" not in picture
    assert "\u202e" not in picture
    assert not re.search(r"(?:href|src|url\()", re.sub(r">[^<]*<", "><", picture))


@given(
    st.lists(
        st.tuples(st.lists(st.text(max_size=8), min_size=1, max_size=5), st.integers(1, 50)),
        min_size=1,
        max_size=12,
    )
)
def test_any_frames_make_a_picture_that_adds_up(stacks: list[tuple[list[str], int]]) -> None:
    one = profile(*((tuple(frames), count) for frames, count in stacks))
    picture = drawn(one)

    assert int(picture.attrib["height"]) % ROW == 0
    for box in boxes(one):
        assert 0 <= box.begin <= box.begin + box.share <= 1 + 1e-9


def test_kinds_are_told_apart() -> None:
    assert kind_of("vfs_read_[k]", "x") == "kernel"
    assert kind_of("Foo.bar_[j]", "x") == "jit"
    assert kind_of("[unknown] (gzip)", "x") == "other"
    assert kind_of("main (a.py:7)", "py-spy") == "python"
    assert kind_of("main", "perf_event cpu-clock") == "user"


def test_the_heaviest_functions_stand_below_with_what_they_called() -> None:
    told = shown(profile(), Language.PORTUGUESE)

    assert told.title == "tempo de CPU de gzip"
    assert [(one.name, one.own, one.total) for one in told.top[:2]] == [
        ("deflate", "60%", "60%"),
        ("vfs_read", "25%", "25%"),
    ]
    assert [kind for kind, _ in told.kinds] == ["user", "kernel", "other"]


def test_without_samples_there_is_no_picture() -> None:
    assert flame(Profile(**{**vars_of(profile()), "stacks": ()}), Language.ENGLISH) == ""  # type: ignore[arg-type] # the fields of one


def vars_of(one: Profile) -> dict[str, object]:
    return {name: getattr(one, name) for name in Profile.__dataclass_fields__}


def test_the_html_report_shows_the_picture_of_each_profile() -> None:
    page = html.write(profiled(profile(), profile(source="py-spy")), Manner())

    assert page.count('<svg class="flame"') == 2
    assert 'id="profiles"' in page
    assert "<script" not in page
    assert 'id="profiles"' not in html.write(profiled(profile((("x",), 0))), Manner())
