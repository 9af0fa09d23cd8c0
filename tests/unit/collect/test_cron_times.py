"""When jobs of crontabs are due, and what of them is read."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.calls.crontabs import RECORD_BYTES, boots_in, jobs_in
from hexascope.collect.collectors._cron import fired

NOW = datetime(2026, 11, 21, 12, 14, 30, tzinfo=UTC)  # a Saturday


def due(schedule: str, minutes: int = 60) -> list[str]:
    return [one.strftime("%H:%M") for one in fired(schedule, NOW, minutes)]


@pytest.mark.parametrize(
    ("schedule", "times"),
    [
        ("14 12 * * *", ["12:14"]),
        ("15 12 * * *", []),
        ("14 11 * * *", []),
        ("15 11 * * *", ["11:15"]),
        ("*/20 * * * *", ["12:00", "11:40", "11:20"]),
        ("0-10/5 12 * * *", ["12:10", "12:05", "12:00"]),
        ("0 12 * * sat", ["12:00"]),
        ("0 12 * * 6", ["12:00"]),
        ("0 12 * * 7", []),
        ("0 12 21 nov *", ["12:00"]),
        ("0 12 22 * *", []),
        ("0 12 1 * 6", ["12:00"]),
        ("0 12 21 * 1", ["12:00"]),
        ("0 12 1 * 1", []),
        ("@hourly", ["12:00"]),
        ("@daily", []),
    ],
)
def test_a_schedule_is_due_when_cron_would_start_it(schedule: str, times: list[str]) -> None:
    assert due(schedule) == times


def test_sunday_has_two_numbers() -> None:
    sunday = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    assert len(fired("0 12 * * 0", sunday, 5)) == len(fired("0 12 * * 7", sunday, 5)) == 1


@pytest.mark.parametrize(
    "schedule", ["", "* * * *", "@reboot", "60 * * * *", "*/0 * * * *", "9-5 * * * *", "x * * * *"]
)
def test_what_is_no_schedule_is_refused(schedule: str) -> None:
    with pytest.raises((ValueError, LookupError)):
        fired(schedule, NOW, 60)


@given(st.text(max_size=60))
def test_no_text_breaks_it(schedule: str) -> None:
    try:
        assert len(fired(schedule, NOW, 60)) <= 60
    except (ValueError, LookupError):
        return


def test_jobs_are_read_without_comments_variables_and_secrets() -> None:
    text = (
        "# 1 2 3 4 5 root commented\nPASSWORD=hush\nMAILTO=root\n"
        "10 3 * * *\troot\t/usr/bin/backup --password hush --to s3://me:hush@host/x\n"
        "@daily  web  TOKEN=hush /srv/clean\n\nnonsense\n"
    )

    found = list(jobs_in(text, "/etc/cron.d/backup", ""))

    assert found == [
        [
            "/etc/cron.d/backup",
            "10 3 * * *",
            "root",
            "/usr/bin/backup --password <redacted> --to s3://me:<redacted>@host/x",
        ],
        ["/etc/cron.d/backup", "@daily", "web", "TOKEN=<redacted> /srv/clean"],
    ]


def test_in_a_users_own_table_no_line_names_a_user() -> None:
    assert list(jobs_in("0 1 * * * /bin/x y\n", "/var/spool/cron/web", "web")) == [
        ["/var/spool/cron/web", "0 1 * * *", "web", "/bin/x y"]
    ]


def record(kind: int, user: bytes, seconds: int, length: int) -> bytes:
    made = bytearray(length)
    made[0:2] = kind.to_bytes(2, "little")
    made[44 : 44 + len(user)] = user
    at, size = (340, 4) if length == 384 else (344, 8)
    made[at : at + size] = seconds.to_bytes(size, "little")
    return bytes(made)


@pytest.mark.parametrize("length", RECORD_BYTES)
def test_login_records_tell_starts_and_stops(length: int) -> None:
    data = b"".join(
        (
            record(2, b"reboot", 1_795_000_000, length),
            record(7, b"alice", 1_795_000_100, length),
            record(1, b"runlevel", 1_795_000_200, length),
            record(1, b"shutdown", 1_795_000_300, length),
        )
    )

    assert boots_in(data, length) == [["booted", 1_795_000_000], ["stopped", 1_795_000_300]]


@given(st.binary(max_size=2000), st.sampled_from(RECORD_BYTES))
def test_no_bytes_break_the_reading_of_records(data: bytes, length: int) -> None:
    assert len(boots_in(data, length)) <= len(data) // length
