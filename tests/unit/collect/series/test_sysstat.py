"""sysstat's archives: real answers of sadf, and what it says of files that are none."""

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope import bootstrap
from hexascope.collect.series.sysstat import SysstatSeries
from hexascope.collect.series.sysstat_records import archived
from hexascope.domain.errors import CannotExamine
from hexascope.domain.families import families
from hexascope.domain.rows import Interface, Mount
from hexascope.domain.use import Status
from hexascope.kit import process
from hexascope.kit.clock import seconds_of
from hexascope.kit.process import Ended
from hexascope.settings.read import read_settings

KEPT = Path(__file__).parent / "kept" / "sysstat_hog.json"
"""Six seconds of `sadc 1`, of which the last three had six busy loops on two CPUs."""

FIRST, LAST = seconds_of("2026-11-21T12:14:15Z"), seconds_of("2026-11-21T12:14:21Z")
Answer = Callable[..., Ended]


def says(output: bytes = b"", errors: bytes = b"", code: int = 0) -> Answer:
    return lambda *_, **__: Ended(code=code, output=output, errors=errors)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sa21").write_bytes(b"an archive")
    os.utime(tmp_path / "sa21", (LAST, LAST))
    return tmp_path


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "run", says(KEPT.read_bytes()))


@pytest.mark.usefixtures("kept")
def test_rates_become_counters_that_make_the_same_rates(folder: Path) -> None:
    series = SysstatSeries([str(folder)])
    window = series.window(FIRST + 3, LAST)

    assert series.files == (str(folder / "sa21"),)
    assert window.seconds == 3
    assert window.last.number("cpu.count") == 2
    assert window.growth("pressure.some_time", resource="cpu") == pytest.approx(2.4839)
    total = sum(
        window.growth("cpu.time", cpu="all", mode=mode) or 0.0
        for mode in ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal")
    )
    assert total == pytest.approx(6.0, abs=0.02)
    # who collects is told apart again by the deriver
    assert window.last.number("cpu.runnable") == 8.0


@pytest.mark.usefixtures("kept")
def test_all_that_it_gives_is_declared_and_has_its_labels(folder: Path) -> None:
    window = SysstatSeries([str(folder)]).window(FIRST, LAST)

    for family, by_labels in window.last.readings.items():
        assert family in families()
        for labels in by_labels:
            assert tuple(name for name, _ in labels) == families()[family].labels, family
    [mount] = window.last.rows(Mount)
    assert (mount.point, mount.size_bytes and mount.size_bytes > 2**30) == ("/", True)
    assert {one.name for one in window.last.rows(Interface)} == {"lo", "eth0"}


@pytest.mark.usefixtures("kept")
def test_memory_adds_up_to_what_the_host_has(folder: Path) -> None:
    last = SysstatSeries([str(folder)]).window(FIRST, LAST).last

    assert last.number("memory.total") == 24_684_084 * 1024
    assert last.number("swap.size", area="all") is None


@pytest.mark.usefixtures("kept")
def test_what_it_has_not_gets_a_reason_and_is_unjudged(folder: Path) -> None:
    known = read_settings([], {})
    checks, collectors = bootstrap.checks(known), bootstrap.collectors(known)
    series = SysstatSeries([str(folder)], collectors=collectors.values(), checks=checks)
    missing = series.window(FIRST, LAST).last.missing

    assert missing["process.count"].reason.startswith("sysstat's archive tells nothing of single")
    assert missing["swap.size"].status is Status.NOT_PRESENT
    assert missing["past.since"].status is Status.NOT_ASKED
    assert "check burst" in missing
    assert "check cpu_saturation" not in missing
    assert missing["check oom_kill"].reason.startswith("no log of the kernel")


@pytest.fixture
def lisbon() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "WET0WEST,M3.5.0/1,M10.5.0"
    time.tzset()
    yield
    os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
    time.tzset()


@pytest.mark.usefixtures("lisbon")
def test_the_hour_that_summer_time_gives_back_comes_twice() -> None:
    clocks = ("00:55:00", "01:55:00", "01:05:00", "01:55:00", "02:05:00")
    rows = [
        {"timestamp": {"date": "2026-10-25", "time": one, "utc": 0, "interval": 600}}
        for one in clocks
    ]
    told = json.dumps({"sysstat": {"hosts": [{"statistics": rows}]}}).encode()
    begin = seconds_of("2026-10-24T23:55:00Z")

    minutes = [(one.at - begin) / 60 for one in archived(told).records]
    assert minutes == [0, 60, 70, 120, 130]


@pytest.mark.usefixtures("lisbon")
def test_only_the_hours_around_the_range_are_asked_for_by_the_clock_of_the_host(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Sequence[str]] = []

    def run(words: Sequence[str], **_: object) -> Ended:
        asked.append(words)
        return Ended(code=0, output=KEPT.read_bytes(), errors=b"")

    monkeypatch.setattr(process, "run", run)
    SysstatSeries([str(folder)]).window(FIRST, LAST)
    assert asked[0][1:7] == ["-j", "-T", "-s", "11:14:15", "-e", "13:14:21"]


def test_no_file_of_that_day_is_told_with_where_was_looked(tmp_path: Path) -> None:
    with pytest.raises(CannotExamine, match=str(tmp_path)):
        SysstatSeries([str(tmp_path), "/nowhere"]).window(FIRST, LAST)


def test_a_file_of_the_same_day_of_last_month_is_not_taken(folder: Path) -> None:
    os.utime(folder / "sa21", (LAST - 30 * 86_400, LAST - 30 * 86_400))

    with pytest.raises(CannotExamine, match="keeps no archive"):
        SysstatSeries([str(folder)]).window(FIRST, LAST)


@pytest.mark.usefixtures("kept")
def test_a_file_with_its_whole_date_comes_first(folder: Path) -> None:
    (folder / "sa20261121").write_bytes(b"an archive")
    series = SysstatSeries([str(folder)])
    series.window(FIRST, LAST)

    assert series.files == (str(folder / "sa20261121"),)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "Invalid system activity file: sa21\nFile created by sar/sadc from sysstat version 9.0",
            "is damaged",
        ),
        (
            "Current sysstat version cannot read the format of this file. Convert it: sadf -c sa21",
            "another version of sysstat.*sadf -c",
        ),
        ("Cannot open sa21: Permission denied", "root may"),
        ("", "sadf says nothing"),
        ("\x1b[31mbad", "can't be read"),
    ],
)
def test_a_file_that_sadf_refuses_is_told_in_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch, said: str, told: str
) -> None:
    monkeypatch.setattr(process, "run", says(errors=said.encode(), code=3))

    with pytest.raises(CannotExamine, match=told) as error:
        SysstatSeries([str(folder)]).window(FIRST, LAST)
    assert "\x1b" not in str(error.value)


def test_without_sadf_or_without_an_answer_it_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> Ended:
        raise process.ProcessError("sadf could not be started: No such file or directory")

    def slow(*_: object, **__: object) -> Ended:
        raise process.ProcessTimeoutError("sadf gave no answer")

    monkeypatch.setattr(process, "run", gone)
    with pytest.raises(CannotExamine, match="install the package sysstat"):
        SysstatSeries([str(folder)]).window(FIRST, LAST)
    monkeypatch.setattr(process, "run", slow)
    with pytest.raises(CannotExamine, match="did not read"):
        SysstatSeries([str(folder)]).window(FIRST, LAST)


def test_an_older_sadf_is_asked_what_it_knows(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Sequence[str]] = []

    def rename(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            row["cpu-load-all"] = row.pop("cpu-load")

    def run(words: Sequence[str], **_: object) -> Ended:
        asked.append(words)
        if words[-1] != "-A":
            return Ended(code=1, output=b"", errors=b"Usage: sadf [ options ] [ <interval> ]")
        return Ended(code=0, output=changed(rename), errors=b"")

    monkeypatch.setattr(process, "run", run)
    window = SysstatSeries([str(folder)]).window(FIRST, LAST)
    assert [words[-1] for words in asked] == ["MOUNT", "-A"]
    assert window.last.number("cpu.count") == 2


def test_a_packed_file_is_named_with_how_to_unpack_it(folder: Path) -> None:
    (folder / "sa21").rename(folder / "sa21.xz")

    with pytest.raises(CannotExamine, match=r"xz -dk sa21\.xz"):
        SysstatSeries([str(folder)]).window(FIRST, LAST)


def changed(change: Callable[[list[dict[str, Any]]], None]) -> bytes:
    told = json.loads(KEPT.read_bytes())
    change(told["sysstat"]["hosts"][0]["statistics"])
    return json.dumps(told).encode()


def test_a_gap_never_gives_a_verdict(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def remove(rows: list[dict[str, Any]]) -> None:
        del rows[1:4]
        rows[1]["timestamp"]["interval"] = 4

    def one_long(rows: list[dict[str, Any]]) -> None:
        rows[:] = [rows[0], rows[1], rows[5]]
        rows[2]["timestamp"]["interval"] = 600

    monkeypatch.setattr(process, "run", says(changed(remove)))
    series = SysstatSeries([str(folder)])
    assert series.window(FIRST, LAST).seconds <= 5
    monkeypatch.setattr(process, "run", says(changed(one_long)))
    with pytest.raises(CannotExamine, match="gap"):
        series.window(LAST - 3, LAST)


def test_a_restart_of_the_host_cuts_the_window(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = json.loads(KEPT.read_bytes())
    told["sysstat"]["hosts"][0]["restarts"] = [
        {"boot": {"date": "2026-11-21", "time": "12:14:17", "utc": 1, "cpu_count": 2}}
    ]
    monkeypatch.setattr(process, "run", says(json.dumps(told).encode()))
    series = SysstatSeries([str(folder)])
    window = series.window(FIRST, LAST)

    assert window.first.time > seconds_of("2026-11-21T12:14:17Z")
    assert series.notes


@pytest.mark.parametrize(
    "text",
    [b"", b"[]", b"null", b"{}", b'{"sysstat":{"hosts":[]}}', KEPT.read_bytes()[:9000],
     b"[" * 100_000, b'{"sysstat":{"hosts":[{"statistics":[{"timestamp":NaN}]}]}}', b"\xff\xfe"],
)  # fmt: skip
def test_nonsense_is_told_and_nothing_is_made_of_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, text: bytes
) -> None:
    monkeypatch.setattr(process, "run", says(text or b" \n"))

    with pytest.raises(CannotExamine):
        SysstatSeries([str(folder)]).window(FIRST, LAST)


def test_senseless_values_are_left_out_and_the_rest_is_read() -> None:
    def spoil(rows: list[dict[str, Any]]) -> None:
        rows[0]["queue"]["runq-sz"] = -5
        rows[0]["paging"] = "none"
        rows[0]["process-and-context-switch"]["cswch"] = 1e300
        rows[0]["cpu-load"][1]["idle"] = 900
        rows[0]["disk"] = [{"disk-device": "\x1b[2J", "tps": 1}, {"tps": 5}, 7]
        rows[0]["timestamp"]["interval"] = 1

    [one, *_] = archived(changed(spoil)).records

    assert ("cpu.runnable", ()) not in one.gauges
    assert ("cpu.context_switches", ()) not in one.growths
    assert not any(family.startswith("disk.") for family, _ in one.growths)
    assert one.gauges["cpu.count", ()] == 1
    assert ("cpu.forks", ()) in one.growths


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["timestamp", "date", "time", "utc", "interval", "cpu-load", "cpu", "disk"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.lists(JSON, max_size=5))
def test_any_statistics_are_read_or_left_out(rows: list[object]) -> None:
    told = (
        json.dumps({"sysstat": {"hosts": [{"statistics": rows}]}}, allow_nan=False)
        if all(_is_plain(row) for row in rows)
        else "{}"
    )
    try:
        found = archived(told.encode())
    except ValueError:
        return
    assert len(found.records) <= len(rows)


def _is_plain(row: object) -> bool:
    try:
        json.dumps(row, allow_nan=False)
    except ValueError:
        return False
    return True
