"""Times of the past as people write them."""

import os
import time
from collections.abc import Iterator

import pytest

from hexascope.domain.errors import BadInput
from hexascope.services.times import moment

NOW = 1_795_000_000.0  # 2026-11-18 11:06:40 UTC
MORNING = NOW - (11 * 3600 + 6 * 60 + 40)


@pytest.fixture(autouse=True)
def utc() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "UTC"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("03:10", MORNING + 3 * 3600 + 600),
        ("3:10", MORNING + 3 * 3600 + 600),
        ("03:10:05", MORNING + 3 * 3600 + 605),
        ("11:06", NOW - 40),
        ("12:00", MORNING - 86400 + 12 * 3600),
        ("2026-11-18 03:10", MORNING + 3 * 3600 + 600),
        ("2026-11-18T03:10:00Z", MORNING + 3 * 3600 + 600),
        ("2026-11-18T04:10:00+01:00", MORNING + 3 * 3600 + 600),
        ("yesterday 03:10", MORNING - 86400 + 3 * 3600 + 600),
        ("yesterday 23:10", MORNING - 3000),
        ("today 03:10", MORNING + 3 * 3600 + 600),
        ("2h", NOW - 7200),
        ("-2h", NOW - 7200),
        ("30 min ago", NOW - 1800),
        ("90m ago", NOW - 5400),
        (" 1d ", NOW - 86400),
    ],
)
def test_a_time_is_read_as_people_write_it(word: str, expected: float) -> None:
    assert moment(word, NOW) == expected


@pytest.mark.parametrize(
    "word", ["", "soon", "25:00", "03:60", "2026-13-01 00:00", "--2h", "٣:١٠", "9" * 500, "1e9h"]
)
def test_what_is_no_time_is_an_error_with_examples(word: str) -> None:
    with pytest.raises(BadInput, match="is no time; write it as 03:10"):
        moment(word, NOW)


def test_a_time_to_come_is_an_error() -> None:
    with pytest.raises(BadInput, match="lies in the future"):
        moment("2026-11-19 00:00", NOW)


def test_an_hour_of_today_that_is_to_come_is_not_taken_for_yesterdays() -> None:
    with pytest.raises(BadInput, match="lies in the future"):
        moment("today 12:00", NOW)


def test_the_flag_is_named() -> None:
    with pytest.raises(BadInput, match="--since 'x' is no time"):
        moment("x", NOW, "--since")
