"""The battery of hostile acts against every sandbox that works here, as root and as nobody much."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from hexascope.sandbox import cgroups, users
from hexascope.sandbox.battery.acts import BATTERY
from hexascope.sandbox.chain import chosen, executors, tried
from hexascope.sandbox.contract import Executor, Job, Level
from hexascope.sandbox.interpreter import Interpreter, found
from hexascope.words import render
from tests.support.hostile import FOR_ANYONE, FOR_ROOT, left, outcomes, processes_named

pytestmark = pytest.mark.journey

PATIENCE_SECONDS = 120
USER = users.FIRST_USER - 10
"""Someone who owns nothing; not among those who are lent to jobs."""

WITHOUT_DOCKER = [one for one in executors() if not one.by_name]
EVERY_ACT = {act.name: "stopped" for act in BATTERY}


def usable(executor: Executor) -> Executor:
    why = tried(executor).why_not
    if why is not None:
        pytest.skip(f"{executor.name}: {render(why)}")
    return executor


def as_another(name: str, home: Path, *, before: tuple[str, ...] = ()) -> dict[str, Any]:
    """Run the battery as a program of a user that can read nothing of this checkout."""
    python = found(by_others=True)
    assert isinstance(python, Interpreter)
    shutil.copytree("src/hexascope", home / "hexascope", ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy("tests/support/hostile.py", home)
    subprocess.run(["chmod", "-R", "a+rX", str(home)], check=True)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(home),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": str(home),
    }
    ended = subprocess.run(
        [*before, python.program, str(home / "hostile.py"), name],
        capture_output=True,
        env=environment,
        timeout=PATIENCE_SECONDS,
    )
    if b"NoSandbox" in ended.stderr:
        pytest.skip(ended.stderr.decode()[-300:])
    assert ended.returncode == 0, ended.stderr.decode()
    told: dict[str, Any] = json.loads(ended.stdout)
    return told


YAMA = Path("/proc/sys/kernel/yama/ptrace_scope")
"""Where it is there, who is not the parent may not trace."""

PIDS = "/sys/fs/cgroup/pids"

OWN_GROUPS = f"{cgroups.PREFIX}{os.getpid()}-"


def kernel_log() -> list[str]:
    return subprocess.run(["dmesg"], capture_output=True, text=True).stdout.splitlines()


ANOTHER = ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups")


def test_this_machine_can_hold_back_code() -> None:
    assert chosen(Level.LANDLOCK).level >= Level.LANDLOCK


@pytest.mark.parametrize("executor", WITHOUT_DOCKER, ids=lambda one: one.name)
def test_every_act_is_stopped_and_nothing_is_left(executor: Executor) -> None:
    before, logged = left(), kernel_log()

    assert outcomes(usable(executor)) == EVERY_ACT
    assert left(before) == set()
    # what a later examination would find as this host's own trouble
    assert [line for line in kernel_log()[len(logged) :] if OWN_GROUPS in line] == []


@pytest.mark.parametrize("name", ["bubblewrap", "landlock"])
def test_every_act_is_stopped_for_a_user_that_is_not_root(name: str, open_home: Path) -> None:
    told = as_another(name, open_home, before=ANOTHER)

    assert told["acts"] == EVERY_ACT
    assert told["left"] == []


def test_without_a_sandbox_a_user_can_do_these_acts(open_home: Path) -> None:
    """Else the battery would prove nothing."""
    told = as_another("bare", open_home, before=ANOTHER)["acts"]

    there = [name for name in FOR_ANYONE if name != "ptrace" or not YAMA.exists()]
    assert [name for name in there if not told[name].startswith("open")] == []


def test_without_a_sandbox_root_can_do_the_others(open_home: Path) -> None:
    told = as_another("bare_root", open_home)["acts"]

    there = [name for name in FOR_ROOT if name != "cgroups" or os.access(PIDS, os.W_OK)]
    assert [name for name in there if not told[name].startswith("open")] == []


SLEEPER = """
import sys
from hexascope.sandbox.chain import executors
from hexascope.sandbox.contract import Job
source = '''
import ctypes, os, time
ctypes.CDLL(None).prctl(15, b"{comm}", 0, 0, 0)
if os.fork() == 0:
    os.setsid()
time.sleep(60)
'''
next(one for one in executors() if one.name == "{name}").run(Job(source=source))
"""


@pytest.mark.parametrize("executor", WITHOUT_DOCKER, ids=lambda one: one.name)
def test_a_job_dies_with_hexascope(executor: Executor) -> None:
    usable(executor)
    comm = f"sleep-{os.getpid()}"[:15]
    program = SLEEPER.format(comm=comm, name=executor.name)
    runs = subprocess.Popen(
        [sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": "src"}
    )
    try:
        until(lambda: len(processes_named(comm)) == 2)
    finally:
        runs.send_signal(signal.SIGKILL)
        runs.wait()

    until(lambda: not processes_named(comm))
    executor.run(Job(source="pass"))  # the next one takes away what was left
    job = f"{cgroups.PREFIX}{runs.pid}-"
    groups = [name for _, names, _ in os.walk("/sys/fs/cgroup") for name in names]
    folders = [one.name for one in Path(tempfile.gettempdir()).iterdir()]
    assert [name for name in (*groups, *folders) if name.startswith(job)] == []


def until(holds: Any) -> None:
    ends = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.02)
