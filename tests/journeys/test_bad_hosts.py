"""What a person sees when the host, its disks or he himself get in the way of a look."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.support.commands import until_it_looks

pytestmark = pytest.mark.journey

PATIENCE_SECONDS = 120
NOBODY = 65534
UNPRIVILEGED = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
APART = ("unshare", "--mount", "--propagation", "private")
# hidepid belongs to a process namespace on older kernels: never touch the one that all others use
HIDING = (
    'mount -o remount,hidepid=2 /proc && setpriv --reuid={0} --regid={0} --clear-groups "$@"; exit'
)
SOURCES = str(Path("src").resolve())

# The mount is made in a namespace of its own: nobody else on this machine comes to stand before it.
# When the process ends, the kernel ends the connection, and the namespace goes with its mounts.
NEVER_SERVED = """
import ctypes, os, sys
device = os.open("/dev/fuse", os.O_RDWR)
options = b"fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other" % device
mount = ctypes.CDLL(None, use_errno=True).mount
if mount(b"nobody", sys.argv[1].encode(), b"fuse", 0, options) != 0:
    sys.exit(os.strerror(ctypes.get_errno()))
print("mounted", flush=True)
sys.stdin.read()
"""


def environment(home: Path) -> dict[str, str]:
    known = {**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home / "state")}
    return known | {"LANG": "C.UTF-8", "PYTHONPATH": SOURCES, "TMPDIR": str(home)}


def hexascope(
    *words: str, home: Path, before: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*before, sys.executable, "-m", "hexascope", *words],
        capture_output=True,
        text=True,
        env=environment(home),
        timeout=PATIENCE_SECONDS,
    )


def report(*words: str, home: Path, before: Sequence[str] = ()) -> dict[str, Any]:
    words = ("examine", "--format", "json", "--no-keep", *words)
    ended = hexascope(*words, home=home, before=before)
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


class Hung(NamedTuple):
    """A mount that never answers, and the process that holds its namespace."""

    point: Path
    pid: int


@pytest.fixture
def hung() -> Iterator[Hung]:
    if not Path("/dev/fuse").exists():
        pytest.skip("this machine has no /dev/fuse")
    with tempfile.TemporaryDirectory(prefix="hexascope-hung-") as folder:
        holder = subprocess.Popen(
            [*APART, sys.executable, "-c", NEVER_SERVED, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "mounted\n"
            yield Hung(Path(folder), holder.pid)
        finally:
            holder.kill()
            holder.communicate(timeout=10)


def finding(found: dict[str, Any], check: str, path: str) -> dict[str, Any]:
    """Give the one finding of a check about a path."""
    [one] = [
        one
        for one in found["findings"]
        if one["check"] == check and str(one["culprit"]["path"]).endswith(path)
    ]
    told: dict[str, Any] = one
    return told


def test_a_mount_that_never_answers_is_named_and_holds_nobody_up(hung: Hung, home: Path) -> None:
    inside = ["nsenter", f"--target={hung.pid}", "--mount"]
    stuck = subprocess.Popen([*inside, "ls", str(hung.point)], stderr=subprocess.DEVNULL)
    began = time.monotonic()
    try:
        found = report("--window", "1", home=home, before=inside)
    finally:
        stuck.kill()
        stuck.wait(timeout=10)

    assert time.monotonic() - began < 30
    told = finding(found, "hung_mount", str(hung.point))
    assert told["severity"] == "high"
    assert str(hung.point) in told["title"]
    assert "ls" in [one["name"] for one in told["victims"]]


def test_a_mount_that_hangs_in_another_namespace_is_named_from_outside(
    hung: Hung, home: Path
) -> None:
    began = time.monotonic()
    found = report("--window", "1", home=home)

    assert time.monotonic() - began < 30
    assert finding(found, "hung_mount", str(hung.point))["severity"] == "high"


def test_somebody_without_rights_is_not_held_up_by_it_either(hung: Hung, open_home: Path) -> None:
    inside = ["nsenter", f"--target={hung.pid}", "--mount", *UNPRIVILEGED]
    began = time.monotonic()
    found = report("--window", "1", home=open_home, before=inside)

    assert time.monotonic() - began < 30
    assert not found["host"]["privileged"]


def test_below_hidepid_the_report_says_that_others_can_not_be_seen(open_home: Path) -> None:
    inside = [*APART, "--pid", "--fork", "--mount-proc", "sh", "-c", HIDING.format(NOBODY), "sh"]
    found = report("--window", "1", home=open_home, before=inside)

    reasons = [one["reason"] for one in (*found["unjudged"], *found["coverage"])]
    assert any("hidepid" in one for one in reasons), set(reasons)


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "full"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "none", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize(
    "words",
    [("examine", "--no-keep", "--output"), ("record", "--output")],
    ids=lambda words: words[0],
)
def test_a_full_disk_at_the_output_is_told_and_nothing_half_written_stays(
    words: tuple[str, ...], home: Path, full_disk: Path
) -> None:
    ended = hexascope(*words, str(full_disk / "out.html"), "--window", "1", home=home)

    assert ended.returncode == 2
    assert "No space left" in ended.stderr
    assert str(full_disk / "out.html") in ended.stderr
    assert "Traceback" not in ended.stderr
    assert list(full_disk.iterdir()) == []


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("after_seconds", [0.3, 2.0])
@pytest.mark.parametrize("command", ["examine", "record"])
def test_an_interrupted_look_ends_at_once_and_leaves_nothing(
    command: str, after_seconds: float, name: str, home: Path
) -> None:
    words = [sys.executable, "-m", "hexascope", command, "--window", "60", "--output", "out.html"]
    child = subprocess.Popen(
        words, cwd=home, env=environment(home), stderr=subprocess.PIPE, text=True
    )
    until_it_looks(home)
    time.sleep(after_seconds)
    child.send_signal(getattr(signal, name))
    _, errors = child.communicate(timeout=60)

    assert child.returncode == 130, errors
    assert "Traceback" not in errors
    assert [one for one in home.rglob("*") if one.is_file() and one.name != "host.json"] == []
