"""Local times of a host, by its own table of the time zone."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors._zones import LOCAL, zone
from hexascope.collect.contract import NotHere
from hexascope.collect.times import written
from hexascope.domain.use import Status
from tests.support.host import TextHost

SUMMER = datetime(2026, 7, 1, 12, 0)  # noqa: DTZ001 - local times are what is read here
WINTER = datetime(2026, 11, 21, 12, 0)  # noqa: DTZ001 - as above


def table(rule: str, hours: int) -> str:
    """Write a time zone file of one offset and a rule, as a text host shows its bytes."""
    head = b"TZif2" + b"\0" * 15
    count = bytes([0, 0, 0, 0] * 3 + [0, 0, 0, 0] + [0, 0, 0, 1] + [0, 0, 0, 4])
    kind = (hours * 3600).to_bytes(4, "big", signed=True) + b"\0\0"
    data = head + count + kind + b"CET\0"
    return (data + data + f"\n{rule}\n".encode()).decode(errors="backslashreplace")


def test_local_times_are_read_by_the_hosts_own_rules_summer_and_winter() -> None:
    host = TextHost(
        {LOCAL: table("CET-1CEST,M3.5.0,M10.5.0/3", 1)},
        links={LOCAL: "/usr/share/zoneinfo/Europe/Berlin"},
    )

    found = zone(host)

    assert (found.name, found.doubt) == ("Europe/Berlin", "")
    assert found.seconds(SUMMER) == datetime.fromisoformat("2026-07-01T10:00:00+00:00").timestamp()
    assert found.seconds(WINTER) == datetime.fromisoformat("2026-11-21T11:00:00+00:00").timestamp()


def test_offsets_west_of_greenwich_have_bytes_beyond_ascii_and_are_read() -> None:
    found = zone(TextHost({LOCAL: table("<-03>3", -3)}))

    assert (found.name, found.doubt) == ("local", "")
    assert found.seconds(WINTER) == datetime.fromisoformat("2026-11-21T15:00:00+00:00").timestamp()


def test_a_host_without_the_table_keeps_utc() -> None:
    found = zone(TextHost())

    assert (found.name, found.doubt) == ("UTC", "")


def test_a_host_that_keeps_utc_is_not_asked_for_its_table() -> None:
    host = TextHost(links={LOCAL: "../usr/share/zoneinfo/Etc/UTC"})

    assert zone(host).name == "UTC"


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "TZif",
        "no zone at all",
        table("CET-1", 1)[:60],
        NotHere(Status.NO_PERMISSION, "refused"),
    ],
)
def test_where_the_zone_can_not_be_read_times_are_utc_and_that_is_said(
    broken: str | NotHere,
) -> None:
    found = zone(TextHost({LOCAL: broken}))

    assert found.name == "UTC"
    assert found.doubt


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_a_zone(data: bytes) -> None:
    text = (b"TZif2" + data).decode(errors="backslashreplace")

    assert zone(TextHost({LOCAL: text})).local(1.8e9).year == 2027


def test_written_times_are_read_with_and_without_their_zone() -> None:
    assert written("2026-11-21 03:10:00").ahead is None
    assert written("2026-11-21T03:10:00.123456789Z").seconds() == 1795230600.0
    assert written("2026-11-21T03:10:00+0100").seconds() == 1795230600.0 - 3600
    assert written("2026-11-21T03:10-05:30").seconds() == 1795230600.0 + 5.5 * 3600


@pytest.mark.parametrize(
    "word", ["", "2026-11-21", "2026-13-21 03:10:00", "x" * 9999, "٢٠٢٦-11-21 03:10"]
)
def test_what_is_no_time_is_refused(word: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the calendar says it in its own words
        written(word)
