import marshal
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hexascope.domain.text import Text
from hexascope.sandbox import users
from hexascope.sandbox.contract import Job, Limits, Why
from hexascope.sandbox.executors import landlock as wall
from hexascope.sandbox.executors.landlock import landlock
from hexascope.sandbox.folder import Held
from hexascope.sandbox.interpreter import Interpreter
from hexascope.sandbox.seccomp import CHANGES_BY_PATH, SIGNALS, program
from hexascope.words import render

PYTHON = Interpreter(program="/opt/python3", reads=("/usr/lib",), links=())


@pytest.mark.parametrize(("abi", "works"), [(0, False), (3, False), (4, True), (7, True)])
def test_it_needs_a_landlock_that_holds_tcp(
    monkeypatch: pytest.MonkeyPatch, abi: int, works: bool
) -> None:
    monkeypatch.setattr(wall, "abi", lambda: abi)
    monkeypatch.setattr(wall, "found", lambda **_: PYTHON)

    why = landlock.why_not()

    assert (why is None) is works
    if why is not None:
        assert render(why) == f"this kernel has version {abi} of Landlock; 4 is needed"


def test_it_needs_a_filter_and_a_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall, "abi", lambda: 7)
    monkeypatch.setattr(wall, "found", lambda **_: Text("nowhere"))
    assert landlock.why_not() == Text("nowhere")
    monkeypatch.setattr(os, "uname", lambda: os.uname_result(("", "", "", "", "s390x")))
    why = landlock.why_not()
    assert why is not None
    assert "no filter" in render(why)


def plan(monkeypatch: pytest.MonkeyPatch, *, abi: int, user: int | None) -> dict[str, Any]:
    def others() -> Iterator[int]:
        yield from (os.getuid(), os.getuid(), os.getuid() + 1)

    monkeypatch.setattr(wall, "abi", lambda: abi)
    monkeypatch.setattr(users, "users_of_processes", others)
    job = Job(source="x", limits=Limits(processes=10))
    head: dict[str, Any] = marshal.loads(wall._packed(job, PYTHON, Path("/tmp/job"), user))
    return head


def test_a_user_of_its_own_counts_its_processes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert plan(monkeypatch, abi=7, user=60_600)["limits"]["RLIMIT_NPROC"] == [10, 10]
    assert plan(monkeypatch, abi=7, user=None)["limits"]["RLIMIT_NPROC"] == [12, 12]


@pytest.mark.parametrize(
    ("abi", "user", "refused"),
    [
        (7, 60_600, CHANGES_BY_PATH),
        (7, None, CHANGES_BY_PATH),
        (6, None, CHANGES_BY_PATH),
        (5, None, CHANGES_BY_PATH | SIGNALS),
        (5, 60_600, CHANGES_BY_PATH),
    ],
)
def test_signals_are_refused_where_nothing_else_keeps_them_from_others(
    monkeypatch: pytest.MonkeyPatch, abi: int, user: int | None, refused: frozenset[str]
) -> None:
    guard = plan(monkeypatch, abi=abi, user=user)["guard"]

    assert bytes.fromhex(guard["filter"]) == program(os.uname().machine, without=refused)
    assert (guard["user"], guard["folder"], guard["abi"]) == (user, "/tmp/job", abi)
    assert guard["read"] == ["/usr/lib"]


@pytest.mark.parametrize(
    ("held", "cpu_s", "memory", "why"),
    [
        (Held(inodes=10, allocated=100), 1.0, 1000, None),
        (Held(inodes=11), 1.0, 1000, Why.INODES),
        (Held(too_deep=True), 1.0, 1000, Why.INODES),
        (Held(allocated=101), 1.0, 1000, Why.WRITTEN),
        (Held(), 1.1, 1000, Why.CPU),
        (Held(), 1.0, 1001, Why.MEMORY),
    ],
)
def test_what_no_limit_of_a_process_holds_is_looked_at(
    monkeypatch: pytest.MonkeyPatch, held: Held, cpu_s: float, memory: int, why: Why | None
) -> None:
    monkeypatch.setattr(wall, "held", lambda *_: held)
    monkeypatch.setattr("hexascope.sandbox.family.descendants", lambda _: [1])
    monkeypatch.setattr("hexascope.sandbox.family.used_cpu_s", lambda _: cpu_s)
    monkeypatch.setattr("hexascope.sandbox.family.used_memory", lambda *_: memory)
    limits = Limits(inodes=10, written_bytes=100, cpu_s=1.0, memory_bytes=1000)

    assert wall._look(1, Path("/tmp/job"), limits)() is why
