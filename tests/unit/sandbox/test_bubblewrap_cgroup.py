from dataclasses import replace
from pathlib import Path

import pytest

from hexascope.domain.errors import NoSandbox
from hexascope.sandbox import bubblewrap as wall
from hexascope.sandbox import cgroups
from hexascope.sandbox.contract import Job, Level, Limits, Ran, Why
from hexascope.sandbox.executors.bubblewrap_cgroup import bubblewrap_cgroup
from hexascope.words import render

ENDED = Ran(
    executor="bubblewrap_cgroup",
    level=Level.CGROUP,
    why=Why.SIGNAL,
    exit_code=-9,
    stdout=b"",
    stderr=b"",
    seconds=0.1,
)


@pytest.fixture
def group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ended: list[cgroups.Group]
) -> cgroups.Group:
    folders = {name: tmp_path / name for name in ("memory", "pids")}
    for folder in folders.values():
        folder.mkdir()
    made = cgroups.Group(folders=folders, version=1)
    monkeypatch.setattr(cgroups, "made", lambda _: made)

    def end(one: cgroups.Group) -> bool:
        ended.append(one)
        return True

    monkeypatch.setattr(cgroups.Group, "end", end)
    monkeypatch.setattr(wall, "missing", lambda: None)
    return made


@pytest.fixture
def ended() -> list[cgroups.Group]:
    return []


def runs(monkeypatch: pytest.MonkeyPatch, ran: Ran | Exception) -> None:
    def run(*_: object) -> Ran:
        if isinstance(ran, Exception):
            raise ran
        return ran

    monkeypatch.setattr(wall, "run", run)


@pytest.mark.parametrize(
    ("killed", "code", "why"),
    [(1, -9, Why.MEMORY), (0, -9, Why.SIGNAL), (1, 0, Why.FINISHED), (0, 0, Why.FINISHED)],
)
def test_a_job_that_the_kernel_killed_for_memory_says_so(
    group: cgroups.Group,
    ended: list[cgroups.Group],
    monkeypatch: pytest.MonkeyPatch,
    killed: int,
    code: int,
    why: Why,
) -> None:
    (group.folders["memory"] / "memory.oom_control").write_text(f"oom_kill {killed}\n")
    alone = Why.SIGNAL if code else Why.FINISHED
    runs(monkeypatch, replace(ENDED, why=alone, exit_code=code))

    assert bubblewrap_cgroup.run(Job(source="")).why is why
    assert ended == [group]


def test_the_group_is_ended_whatever_happens(
    group: cgroups.Group, ended: list[cgroups.Group], monkeypatch: pytest.MonkeyPatch
) -> None:
    runs(monkeypatch, NoSandbox("no"))

    with pytest.raises(NoSandbox):
        bubblewrap_cgroup.run(Job(source=""))
    assert ended == [group]


def test_that_a_group_can_be_made_is_tried_by_making_one(
    group: cgroups.Group, ended: list[cgroups.Group]
) -> None:
    assert bubblewrap_cgroup.why_not() is None
    assert ended == [group]


def test_where_no_group_can_be_made_the_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(_: Limits) -> cgroups.Group:
        raise cgroups.NoCgroup("/sys is read-only")

    monkeypatch.setattr(wall, "missing", lambda: None)
    monkeypatch.setattr(cgroups, "made", made)

    why = bubblewrap_cgroup.why_not()
    assert why is not None
    assert render(why) == "no cgroup can be made: /sys is read-only"
    with pytest.raises(NoSandbox, match="/sys is read-only"):
        bubblewrap_cgroup.run(Job(source=""))
