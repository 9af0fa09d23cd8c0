"""A bench killed by SIGKILL leaves nothing on the machine."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.host.bench import ROOT
from benchmarks.host.counters import PROC
from benchmarks.host.names import PREFIX

CASES = (
    ("faults", "swap-thrash"),
    ("faults", "disk-throttle"),
    ("faults", "net-loss"),
    ("faults", "fork-storm"),
    ("investigate", "log-storm"),
    ("investigate", "inside-namespaces"),
)
LIMIT_SECONDS = 60.0
PROGRAM = """import sys, time
# the bench asks for one report before it begins: that of a second; then it is never answered
print('{"findings": []}') if sys.argv[1] == "1s" else time.sleep(61)
"""

pytestmark = pytest.mark.journey


def traces() -> dict[str, list[str]]:
    """Everything a bench may have made, by kind."""
    groups = [
        str(path)
        for name in (f"*/{PREFIX}*", "*/docker-*000000000000.scope")
        for path in Path("/sys/fs/cgroup").glob(name)
    ]
    noises = [str(path) for path in Path("/sys/fs/cgroup").glob("*/noise")]
    mounts = [line for line in _lines(PROC / "self" / "mounts") if "/hxb-" in line]
    swaps = [line for line in _lines(PROC / "swaps") if "/hxb-" in line]
    loops = [
        text
        for file in Path("/sys/block").glob("loop*/loop/backing_file")
        if "/hxb-" in (text := file.read_text())
    ]
    networks = [path.name for path in Path("/run/netns").glob("hxb-*")]
    workers = [
        path.parent.name
        for path in PROC.glob("[0-9]*/comm")
        if _text(path).startswith("svc-") or _is_examined(path.parent)
    ]
    folders = [str(path) for path in Path(tempfile.gettempdir()).glob("hxb-*") if path.is_dir()]
    return {
        "groups": groups + noises,
        "mounts": mounts,
        "swaps": swaps,
        "loops": loops,
        "networks": networks,
        "workers": workers,
        "folders": folders,
    }


@pytest.mark.parametrize(("what", "case"), CASES)
def test_a_killed_bench_is_undone_by_its_watchdog(what: str, case: str, tmp_path: Path) -> None:
    program = tmp_path / "never_ends.py"
    program.write_text(PROGRAM, encoding="utf-8")
    bench = subprocess.Popen(
        [
            *(sys.executable, "-m", "benchmarks", what, "--cases", case, "--levels", "1"),
            *("--noise-warm", "1s", "--command", f"python {program} {{window}}"),
        ],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(lambda: any(_is_examined(path) for path in PROC.glob("[0-9]*")))
        made = traces()
        assert made["workers"]
        assert made["groups"]
        assert made["folders"]
    finally:
        os.kill(bench.pid, signal.SIGKILL)
        bench.wait()
    _wait(lambda: not any(traces().values()))
    assert traces() == {kind: [] for kind in made}


def _wait(is_true: Callable[[], bool]) -> None:
    end = time.monotonic() + LIMIT_SECONDS
    while not is_true() and time.monotonic() < end:
        time.sleep(0.1)


def _is_examined(process: Path) -> bool:
    return _text(process / "cmdline").strip().endswith("never_ends.py 15s")


def _text(path: Path) -> str:
    try:
        return path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
