import itertools
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.domain.errors import BadInput
from hexascope.services.jobs.times import next_time, times

LISBON = "Europe/Lisbon"


def at(words: str, zone: str = "UTC", *, fold: int = 0) -> float:
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp()


@pytest.mark.parametrize(
    ("cron", "zone", "after", "following"),
    [
        ("30 4 * * *", "UTC", "2026-11-21 04:29:59", "2026-11-21 04:30:00"),
        ("30 4 * * *", "UTC", "2026-11-21 04:30:00", "2026-11-22 04:30:00"),
        ("*/15 * * * *", "UTC", "2026-11-21 04:31:00", "2026-11-21 04:45:00"),
        ("0 0 29 2 *", "UTC", "2026-11-21 00:00:00", "2028-02-29 00:00:00"),
        ("0 9 * * 1-5", "UTC", "2026-11-20 09:00:00", "2026-11-23 09:00:00"),
        ("0 9 L * *", "UTC", "2026-11-21 00:00:00", "2026-11-30 09:00:00"),
        ("@hourly", "UTC", "2026-11-21 04:31:00", "2026-11-21 05:00:00"),
        ("@Daily", "UTC", "2026-11-21 04:31:00", "2026-11-22 00:00:00"),
    ],
)
def test_the_next_time_is_found(cron: str, zone: str, after: str, following: str) -> None:
    assert next_time(cron, zone, at(after, zone)) == at(following, zone)


def test_an_hour_that_summer_time_skips_comes_right_after_the_gap_and_once() -> None:
    found = times("30 1 * * *", LISBON, at("2026-03-28 12:00", LISBON), 2)

    assert found == [at("2026-03-29 02:00", LISBON), at("2026-03-30 01:30", LISBON)]


def test_an_hour_that_comes_twice_is_due_once() -> None:
    found = times("30 1 * * *", LISBON, at("2026-10-24 12:00", LISBON), 2)

    assert found == [at("2026-10-25 01:30", LISBON, fold=0), at("2026-10-26 01:30", LISBON)]


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)]
)
def test_what_runs_each_hour_runs_as_often_as_the_day_has_hours(day: str, hours: int) -> None:
    begin = at(f"{day} 00:00", LISBON) - 1
    following = times("0 * * * *", LISBON, begin, 30)
    midnight = next_time("0 0 * * *", LISBON, begin + 2)

    found = [one for one in following if one < midnight]

    assert len(found) == hours
    assert {later - earlier for earlier, later in itertools.pairwise(found)} == {3600.0}


@pytest.mark.parametrize(
    "cron",
    [
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 32 * *",
        "* * * 13 *",
        "* * * * 9",
        "0 0 30 2 *",
        "*/0 * * * *",
        "5-1 * * * *",
        "@reboot",
        "a b c d e",
        "\x00 * * * *",
        "1," * 100 + "1 * * * *",
        "٣ * * * *",
    ],
)
def test_what_is_no_expression_is_refused(cron: str) -> None:
    with pytest.raises(BadInput):
        next_time(cron, "UTC", 0.0)


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "/etc/localtime", "\x00"])
def test_what_is_no_zone_is_refused(zone: str) -> None:
    with pytest.raises(BadInput, match="time zone"):
        next_time("@daily", zone, 0.0)


@given(st.text(max_size=40), st.text(max_size=20), st.floats(allow_nan=True))
def test_nonsense_is_refused_and_breaks_nothing(cron: str, zone: str, after: float) -> None:
    for words in (cron, "@hourly"):
        for name in (zone, "UTC"):
            try:
                assert next_time(words, name, after) > after
            except BadInput:
                continue
