"""`examine --deep` on real programs: profiles that are right, drawn, kept, and cheap."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from hexascope.collect.probes.cpu_profile import cpu_profile
from hexascope.collect.probes.hung_mount import hung_mount
from hexascope.collect.probes.off_cpu import off_cpu
from hexascope.collect.probes.socket_details import socket_details
from hexascope.collect.probing.contract import Probe
from hexascope.collect.probing.host import LocalProbeHost
from hexascope.domain.probe import Subject
from hexascope.domain.profile import Profile
from hexascope.domain.snapshot import Reading
from hexascope.report.contract import Manner
from hexascope.report.formats.folded import folded
from hexascope.report.formats.html import html
from hexascope.report.formats.speedscope import speedscope
from tests.journeys.test_browser import seen
from tests.support.profiled import profiled
from tests.support.speedscope import VALID

pytestmark = pytest.mark.journey

ROOT = os.geteuid() == 0
FEW = 8
"""Samples that a busy program gets at least, also beside others."""

BUSY = """
def innermost():
    return sum(range(20000))

def outer():
    while True:
        innermost()

outer()
"""
LOCKED = """
import threading
lock = threading.Lock()
lock.acquire()
for _ in range(4):
    threading.Thread(target=lock.acquire, daemon=True).start()
lock.acquire()
"""


@contextmanager
def program(*words: str) -> Iterator[int]:
    """Run a program for as long as it is needed."""
    with subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        try:
            time.sleep(0.5)
            assert child.poll() is None, f"{words[0]} has ended at once"
            yield child.pid
        finally:
            child.kill()


def measured(one: Probe, *pids: int, place: str = "") -> list[object]:
    subject = Subject(name="program", pids=pids, place=place)
    return list(one.measure(LocalProbeHost(), subject))


def profile(items: list[object]) -> Profile:
    return next(one for one in items if isinstance(one, Profile))


def inclusive(one: Profile, frame: str) -> float:
    """Give the share of samples in a frame or in what it called."""
    inside = sum(count for frames, count in one.stacks if any(frame in name for name in frames))
    return inside / one.samples


@pytest.mark.skipif(not ROOT, reason="asks for root, as py-spy does")
def test_a_python_loop_is_profiled_down_to_its_function() -> None:
    with program(sys.executable, "-c", BUSY) as pid:
        one = profile(measured(cpu_profile, pid))

    assert one.source == "py-spy"
    assert one.samples > FEW
    assert inclusive(one, "innermost") > 0.9


def test_a_native_program_is_profiled_to_the_function_of_its_library() -> None:
    with program("openssl", "speed", "-seconds", "30", "-evp", "sha256") as pid:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        one = profile(measured(cpu_profile, pid, *map(int, children)))

    assert one.source == "perf_event cpu-clock"
    assert one.samples > FEW
    assert inclusive(one, "libcrypto") + inclusive(one, "SHA256") + inclusive(one, "EVP_") > 0.5


@pytest.mark.skipif(not ROOT, reason="the kernel's part is root's to see")
def test_a_program_that_lives_in_the_kernel_shows_the_kernels_functions() -> None:
    with program("dd", "if=/dev/zero", "of=/dev/null", "bs=1M") as pid:
        items = measured(cpu_profile, pid)

    shares = {
        one.labels[0][1]: one.value
        for one in items
        if isinstance(one, Reading) and one.family == "profile.top_share"
    }
    (kernel,) = (
        one.value
        for one in items
        if isinstance(one, Reading) and one.family == "profile.kernel_share"
    )
    assert float(kernel) > 0.8
    assert any(name.endswith("_[k]") and "unknown" not in name for name in shares)
    assert inclusive(profile(items), "read") > 0.8


@pytest.mark.skipif(not ROOT, reason="the kernel's stacks are root's to see")
def test_threads_that_wait_for_a_lock_are_seen_waiting_for_it() -> None:
    with program(sys.executable, "-c", LOCKED) as pid:
        items = measured(off_cpu, pid)

    shares = {
        dict(one.labels)["place"]: one.value
        for one in items
        if isinstance(one, Reading) and one.family == "off_cpu.share"
    }
    assert max(shares, key=lambda name: shares[name]).startswith("futex: futex_")
    assert inclusive(profile(items), "futex_wait") > 0.9


def test_a_mount_that_answers_is_told_with_its_time() -> None:
    items = measured(hung_mount, place="/")
    told = {one.family: one.value for one in items if isinstance(one, Reading)}

    assert told["mount_probe.hangs"] == 0
    assert 0 < float(told["mount_probe.seconds"]) < 2


def test_a_peer_that_does_not_read_is_what_holds_a_connection_up() -> None:
    import socket

    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        with socket.create_connection(door.getsockname()) as line, door.accept()[0]:
            line.setblocking(False)
            with suppress(BlockingIOError):
                for _ in range(10_000):
                    line.send(b"x" * 65536)
            time.sleep(0.5)
            items = measured(socket_details, os.getpid())
            here = "{}:{}".format(*line.getsockname())

    told = {
        one.family: one.value
        for one in items
        if isinstance(one, Reading) and dict(one.labels)["local"] == here
    }
    assert float(told["socket_probe.peer_limited_share"]) > 0.5
    assert float(told["socket_probe.send_queue"]) > 65536


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_flame_graphs_are_drawn_without_a_fault_in_both_themes(tmp_path: Path, scheme: str) -> None:
    deep = "/proc/self/exe" if not ROOT else sys.executable
    with program(deep, "-c", BUSY) as python, program("dd", "if=/dev/zero", "of=/dev/null") as copy:
        profiles = [profile(measured(cpu_profile, pid)) for pid in (python, copy)]
    page = tmp_path / "report.html"
    page.write_text(html.write(profiled(*profiles), Manner()), encoding="utf-8")

    found = seen(page, scheme, "1280x900")

    assert page.read_text(encoding="utf-8").count('<svg class="flame"') == 2
    assert found["violations"] == []
    assert found["requests"] == [page.as_uri()]
    assert found["messages"] == []
    assert found["overflow"] <= 0


def test_profiles_of_real_programs_are_valid_files_for_other_tools() -> None:
    with program("dd", "if=/dev/zero", "of=/dev/null") as pid:
        about = profiled(profile(measured(cpu_profile, pid)))

    VALID.validate(json.loads(speedscope.write(about, Manner())))
    for line in folded.write(about, Manner()).splitlines():
        stack, _, count = line.rpartition(" ")
        assert count.isdecimal()
        assert stack.split(";")[1] == "dd"


def examine(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "hexascope", "examine", *words],
        env={**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def report(ended: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def probed_keys(told: dict[str, Any]) -> list[str]:
    return [key for one in told["probes"] for key in one["evidence"]]


@pytest.mark.alone  # what is probed is who uses most
@pytest.mark.skipif(not ROOT, reason="the kernel's part is root's to see")
def test_what_was_probed_is_judged_kept_and_replayed_with_the_same_digest(home: Path) -> None:
    with program("dd", "if=/dev/zero", "of=/dev/null", "bs=1M") as pid:
        told = ("--deep", "--pid", str(pid), "--window", "2", "--format", "json")
        first = report(examine(home, *told))
    profiles = [made for one in first["probes"] for made in one["profiles"]]
    assert profiles, first["probes"]
    assert any(one.startswith("profile.top_share{") for one in probed_keys(first))

    (bundle,) = home.rglob("*.hxb")
    again = report(examine(home, "--from", str(bundle), "--format", "json", "--no-keep"))

    assert again["digest"] == first["digest"]
    assert again["probes"] == first["probes"]
    lines = examine(home, "--from", str(bundle), "--format", "folded", "--no-keep").stdout
    assert f"{profiles[0]['name']} ({profiles[0]['kind']});" in lines
    refused = examine(home, "--from", str(bundle), "--deep")
    assert refused.returncode != 0
    assert "probes run on this host" in refused.stderr


def test_a_format_of_profiles_without_a_profile_says_what_makes_one(home: Path) -> None:
    ended = examine(home, "--format", "speedscope", "--window", "1")

    assert ended.returncode != 0
    assert "--deep" in ended.stderr
