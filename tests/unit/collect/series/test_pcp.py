"""Archives of Performance Co-Pilot: a real dump, marks, gaps, and what is no archive."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.series.pcp import PcpSeries
from hexascope.collect.series.pcp_samples import Dumped, dumped, records
from hexascope.domain.errors import CannotExamine
from hexascope.domain.families import families
from hexascope.domain.rows import BlockDevice, Interface, Mount
from hexascope.kit import process
from hexascope.kit.process import Ended

KEPT = (Path(__file__).parent / "kept" / "pcp_hog.txt").read_text()
"""Five samples of pmlogger within five seconds, all with busy loops on two CPUs."""

FIRST, LAST = 1_795_264_274.05, 1_795_264_279.07
LABEL = """Log Label (Log Format Version 2)
Performance metrics from host web-1
    commencing Sat Nov 21 12:31:10.028434 2026
    ending     Sat Nov 21 12:31:35.980768 2026
"""
NAMES = "kernel.all.cpu.idle\nkernel.all.load\nfoo.bar\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "web-1").mkdir()
    for ending in ("0", "index", "meta"):
        path = tmp_path / "web-1" / f"20261121.{ending}"
        path.write_bytes(b"an archive")
        os.utime(path, (LAST, LAST))
    return tmp_path


class Programs:
    """Answers for pmdumplog and pminfo; what was asked for is kept."""

    def __init__(
        self, dump: str = KEPT, label: str = LABEL, errors: str = "", code: int = 0
    ) -> None:
        self.dump, self.label, self.errors, self.code = dump, label, errors, code
        self.asked: list[Sequence[str]] = []

    def __call__(self, words: Sequence[str], **_: object) -> Ended:
        self.asked.append(words)
        output = self.label if "-L" in words else NAMES if words[0] == "pminfo" else self.dump
        return Ended(
            code=self.code,
            output=b"" if self.code else output.encode(),
            errors=self.errors.encode(),
        )


def series(folder: Path) -> PcpSeries:
    return PcpSeries(str(folder), host="web-1")


def test_raw_counters_make_a_window(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programs = Programs()
    monkeypatch.setattr(process, "run", programs)
    found = series(folder)
    window = found.window(FIRST, LAST)

    assert found.files == (str(folder / "web-1" / "20261121"),)
    assert window.seconds == pytest.approx(5.018, abs=0.001)
    assert window.growth("cpu.time", cpu="all", mode="idle") == pytest.approx(0.0)
    busy = window.growth("cpu.busy_time", cpu="all")
    assert busy is not None
    assert busy / window.seconds == pytest.approx(2.0, rel=0.05)
    assert window.rate("pressure.some_time", resource="cpu") == pytest.approx(1.0, abs=0.05)
    assert window.last.number("memory.total") == 24_684_084 * 1024
    assert {one.name for one in window.last.rows(Interface)} == {"lo", "eth0"}
    assert [one.name for one in window.last.rows(BlockDevice)] == ["vda"]
    [mount] = window.last.rows(Mount)
    assert mount.point == "/"
    for family, by_labels in window.last.readings.items():
        assert all(
            tuple(name for name, _ in labels) == families()[family].labels for labels in by_labels
        ), family


def test_only_metrics_that_the_archive_has_are_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = Programs()
    monkeypatch.setattr(process, "run", programs)
    series(folder).window(FIRST, LAST)

    asked = programs.asked[-1]
    assert asked[-2:] == ["kernel.all.cpu.idle", "kernel.all.load"]
    assert "foo.bar" not in asked


def test_a_gap_cuts_the_window(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = KEPT.replace(") 1795264278 ", ") 1795264338 ").replace(") 1795264279 ", ") 1795264339 ")
    monkeypatch.setattr(process, "run", Programs(text))
    found = series(folder)
    window = found.window(FIRST, LAST + 60)

    assert window.seconds == pytest.approx(2.014, abs=0.001)
    assert any("gap" in note for note in found.notes)
    with pytest.raises(CannotExamine, match="gap"):
        found.window(FIRST + 15, FIRST + 40)


def test_a_mark_cuts_the_window(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = "Sat Nov 21 12:31:17.000000 2026 (7.0) 1795264277 <mark>\n\n"
    place = KEPT.index("Sat Nov 21 12:31:18")
    monkeypatch.setattr(process, "run", Programs(KEPT[:place] + mark + KEPT[place:]))

    assert series(folder).window(FIRST, LAST).seconds == pytest.approx(2.014, abs=0.001)


def test_a_counter_that_fell_gives_no_growth() -> None:
    data = Dumped()
    dumped(KEPT, data)
    points = data.numbers["kernel.all.pswitch", ""]
    data.numbers["kernel.all.pswitch", ""] = [*points[:2], *((at, 1.0) for at, _ in points[2:])]
    growths = [one.growths.get(("cpu.context_switches", ())) for one in records(data)]

    assert growths[2] is None
    assert growths[1] is not None


def test_what_is_logged_seldom_is_read_between_its_samples_and_never_beyond() -> None:
    data = Dumped()
    for second in range(0, 130, 10):
        data.put(float(second), "kernel.all.cpu.idle", "", str(second * 1000))
    for second in (0, 60, 120):
        data.put(float(second), "kernel.all.pswitch", "", str(second * 5))
    data.put(0.0, "hinv.ncpu", "", "4")
    made = records(data)

    assert [one.growths.get(("cpu.context_switches", ())) for one in made[1:]] == [
        pytest.approx(50.0)
    ] * 12
    assert all(one.gauges["cpu.count", ()] == 4 for one in made)


def test_without_an_archive_of_that_time_it_says_where_was_looked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    with pytest.raises(CannotExamine, match="keeps no archive"):
        PcpSeries(str(tmp_path / "none")).window(FIRST, LAST)
    with pytest.raises(CannotExamine, match="keeps no archive"):
        PcpSeries(str(folder), host="other").window(FIRST, LAST)
    monkeypatch.setattr(process, "run", Programs())
    with pytest.raises(CannotExamine, match="keeps no archive"):
        series(folder).window(FIRST - 86_400, LAST - 86_400)


@pytest.mark.parametrize(
    ("programs", "told"),
    [
        (
            Programs(code=1, errors='pmdumplog: Cannot open archive "x": Empty archive log file'),
            "Empty",
        ),
        (Programs(label="nothing of that kind"), "may be damaged"),
        (Programs(dump="", errors="pmFetch: Corrupted record in a PCP archive log"), "Corrupted"),
    ],
)
def test_a_damaged_archive_is_told_in_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch, programs: Programs, told: str
) -> None:
    monkeypatch.setattr(process, "run", programs)

    with pytest.raises(CannotExamine, match=told):
        series(folder).window(FIRST, LAST)


def test_without_its_programs_it_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> Ended:
        raise process.ProcessError("pmdumplog could not be started: No such file or directory")

    monkeypatch.setattr(process, "run", gone)
    with pytest.raises(CannotExamine, match="install the package pcp"):
        series(folder).window(FIRST, LAST)


@given(
    st.text(alphabet='Sat Nov 21 12:31:14.048(043).2026<mark>metrics\n instvalue[]"', max_size=300)
)
def test_any_text_is_read_as_samples_or_left_out(text: str) -> None:
    data = Dumped()
    dumped(text, data)
    assert all(one.seconds >= 0 for one in records(data))


@given(st.integers(0, len(KEPT)))
def test_a_dump_that_is_cut_anywhere_gives_what_is_whole(place: int) -> None:
    data = Dumped()
    dumped(KEPT[:place], data)
    assert len(records(data)) <= 5
