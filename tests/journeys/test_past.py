"""It is over: real archives of sysstat and Performance Co-Pilot tell what was."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytestmark = [pytest.mark.journey, pytest.mark.alone]

PATIENCE_SECONDS = 120
SADC = "/usr/lib/sysstat/sadc"
PCP_IS_HERE = shutil.which("pmlogger") is not None and Path("/var/lib/pcp/pmns/root").exists()
needs_sysstat = pytest.mark.skipif(not Path(SADC).exists(), reason="sysstat is not installed")
needs_pcp = pytest.mark.skipif(
    not PCP_IS_HERE, reason="Performance Co-Pilot is not installed, or its names were never built"
)
QUIET_SECONDS, BUSY_SECONDS = 4, 8
METRICS = """log mandatory on 1 sec {
    kernel.all.cpu
    kernel.all.load
    kernel.all.runnable
    kernel.all.pressure
    hinv.ncpu
    mem.physmem
    mem.util
}
"""


def hexascope(*words: str, home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home / "state")}
    environment |= {"LANG": "C.UTF-8", "PYTHONPATH": str(Path("src").resolve())}
    environment |= {"HEXASCOPE_PAST__SYSSTAT": str(home / "none")}
    environment |= {"HEXASCOPE_PAST__PCP": str(home / "none")}
    environment |= {f"HEXASCOPE_PAST__{name.upper()}": value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-m", "hexascope", *words],
        capture_output=True,
        text=True,
        env=environment,
        timeout=PATIENCE_SECONDS,
    )


def report(*words: str, home: Path, **settings: str) -> dict[str, Any]:
    ended = hexascope("examine", "--format", "json", *words, home=home, **settings)
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


@contextmanager
def running(words: Sequence[str], **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen(words, **options)
    try:
        yield child
    finally:
        child.terminate()
        child.wait(10)


def busy(seconds: float) -> None:
    """Keep all CPUs busy, three loops on each."""
    loops = 3 * (os.cpu_count() or 1)
    with ExitStack() as stack:
        for _ in range(loops):
            stack.enter_context(running(["sh", "-c", "while :; do :; done"]))
        time.sleep(seconds)


class Storm(NamedTuple):
    """A storm with a quiet time before and after it, as recorders have kept it, each in a folder.

    `gapped` is of one that was away while the storm lasted.
    """

    middle: float
    sysstat: Path
    gapped: Path
    pcp: Path

    @property
    def told(self) -> str:
        return datetime.fromtimestamp(self.middle).astimezone().strftime("%Y-%m-%d %H:%M:%S")


@pytest.fixture(scope="module")
def storm(tmp_path_factory: pytest.TempPathFactory) -> Storm:
    folders = [tmp_path_factory.mktemp(name) for name in ("sysstat", "gapped", "pcp")]
    sysstat, gapped, pcp = folders
    with ExitStack() as throughout:
        throughout.enter_context(by_sysstat(sysstat))
        throughout.enter_context(by_pcp(pcp))
        with by_sysstat(gapped):
            time.sleep(QUIET_SECONDS)
        busy(BUSY_SECONDS)
        middle = time.time() - BUSY_SECONDS / 2
        with by_sysstat(gapped):
            time.sleep(QUIET_SECONDS)
    return Storm(middle, *folders)


@contextmanager
def by_sysstat(folder: Path) -> Iterator[None]:
    """Let sysstat write its archive of today once a second, where it is installed."""
    if not Path(SADC).exists():
        yield
        return
    with running([SADC, "-S", "XALL", "1", "100", str(today(folder))], stdout=subprocess.DEVNULL):
        yield


@contextmanager
def by_pcp(folder: Path) -> Iterator[None]:
    """Let Performance Co-Pilot write an archive once a second, where it is installed."""
    if not PCP_IS_HERE:
        yield
        return
    (folder / "metrics").write_text(METRICS)
    words = ["pmlogger", "-o", "-t", "1sec", "-c", str(folder / "metrics")]
    with running([*words, "-l", str(folder / "log"), str(folder / "20261121")]):
        yield


def today(folder: Path) -> Path:
    return folder / datetime.now().astimezone().strftime("sa%d")


def checks(found: dict[str, Any]) -> set[str]:
    return {one["check"] for one in found["findings"] if one["severity"] != "info"}


@needs_sysstat
def test_a_storm_that_is_over_is_found_in_sysstats_archive(home: Path, storm: Storm) -> None:
    found = report("--at", storm.told, "--window", "5", home=home, sysstat=str(storm.sysstat))

    assert checks(found) == {"cpu_saturation"}
    assert found["window"]["source"].startswith("sysstat ")
    assert found["window"]["started"] < found["window"]["ended"] < found["time"] + "~"
    ended = datetime.fromisoformat(found["window"]["ended"]).timestamp()
    assert abs(ended - storm.middle) < BUSY_SECONDS
    unjudged = {one["check"]: one["reason"] for one in found["unjudged"]}
    assert "no processes" in unjudged["burst"]


@needs_sysstat
def test_the_quiet_time_before_it_has_no_finding(home: Path, storm: Storm) -> None:
    before = datetime.fromtimestamp(storm.middle - BUSY_SECONDS / 2 - 2.5).astimezone()
    told = before.isoformat(timespec="seconds")
    found = report("--at", told, "--window", "2", home=home, sysstat=str(storm.sysstat))

    assert "cpu_saturation" not in checks(found)


@needs_sysstat
def test_since_tells_of_it_beside_the_present(home: Path, storm: Storm) -> None:
    minutes = f"{time.time() - storm.middle + BUSY_SECONDS / 2:.0f}s"
    found = report("--since", minutes, "--window", "1", home=home, sysstat=str(storm.sysstat))
    past = [one for one in found["findings"] if one["check"] == "cpu_saturation"]

    assert "past" in {one["when"] for one in past}
    assert any("the past from" in note for note in found["window"]["notes"])


@needs_sysstat
def test_where_nothing_was_kept_there_is_no_verdict_but_advice(home: Path, storm: Storm) -> None:
    ended = hexascope("examine", "--at", "20d ago", home=home, sysstat=str(storm.sysstat))

    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "nothing on this host tells" in ended.stderr
    assert "install sysstat" in ended.stderr


@needs_sysstat
def test_a_gap_never_gives_a_verdict(home: Path, storm: Storm) -> None:
    ended = hexascope(
        "examine", "--at", storm.told, "--window", "4", home=home, sysstat=str(storm.gapped)
    )

    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "gap" in ended.stderr


def test_a_damaged_archive_is_told_in_words(home: Path, tmp_path: Path) -> None:
    if shutil.which("sadf") is None:
        pytest.skip("sysstat is not installed")
    for day in range(1, 32):
        (tmp_path / f"sa{day:02}").write_bytes(b"\0" * 4096)
    # of a time of which the log of the kernel tells nothing: other journeys get programs killed
    ended = hexascope("examine", "--at", "5d ago", home=home, sysstat=str(tmp_path))

    assert ended.returncode == 2, ended.stdout
    assert "damaged" in ended.stderr


@needs_pcp
def test_a_storm_that_is_over_is_found_in_an_archive_of_performance_co_pilot(
    home: Path, storm: Storm
) -> None:
    found = report("--at", storm.told, "--window", "5", home=home, pcp=str(storm.pcp))

    assert checks(found) == {"cpu_saturation"}
    assert found["window"]["source"].startswith("pcp ")


def test_an_examination_that_was_kept_is_the_best_witness(home: Path) -> None:
    kept = report("--window", "1", home=home)
    time.sleep(2)
    found = report("--at", "3s ago", "--window", "20", home=home)

    assert any(kept["id"] in note for note in found["window"]["notes"])
    assert {one["check"] for one in kept["unjudged"]} == {one["check"] for one in found["unjudged"]}
