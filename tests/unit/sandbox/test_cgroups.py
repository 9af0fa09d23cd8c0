"""Cgroups of both versions, in folders that look like them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hexascope.kit import clock
from hexascope.sandbox import cgroups, family
from hexascope.sandbox.contract import Limits

LIMITS = Limits(memory_bytes=2**28, processes=64, cores=0.5)


class Host:
    """/proc/self and mount points in a test's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.proc = folder / "proc"
        self.proc.mkdir()
        self.has([], [])

    def has(self, mounts: list[tuple[str, str, str]], paths: list[str]) -> None:
        lines = [f"x {self.folder / where} {kind} {how} 0 0" for where, kind, how in mounts]
        (self.proc / "mounts").write_text("\n".join(["nonsense", *lines]))
        (self.proc / "cgroup").write_text("\n".join(["nonsense", *paths]))

    def made(self) -> cgroups.Group:
        return cgroups.made(LIMITS, self.proc)


@pytest.fixture
def host(tmp_path: Path) -> Host:
    return Host(tmp_path)


def second(host: Host, own: str, handed_on: dict[str, str]) -> Path:
    top = host.folder / "unified"
    (top / own.strip("/")).mkdir(parents=True)
    for path, controllers in handed_on.items():
        (top / path.strip("/") / "cgroup.subtree_control").write_text(controllers)
    host.has([("unified", "cgroup2", "rw")], [f"0::{own}"])
    return top


def test_in_version_2_it_lies_below_the_nearest_folder_that_hands_on(host: Host) -> None:
    top = second(host, "/user/app/run", {"/user": "cpu memory pids", "/": "memory pids"})

    group = host.made()

    folder = group.folders["memory"]
    assert group.version == 2
    assert folder.parent == top / "user"
    assert (folder / "memory.max").read_text() == str(2**28)
    assert (folder / "memory.swap.max").read_text() == "0"
    assert (folder / "pids.max").read_text() == "68"
    assert (folder / "cpu.max").read_text() == "50000 100000"


def test_where_nothing_is_handed_on_there_is_none(host: Host) -> None:
    second(host, "/user", {"/user": "cpu pids", "/": "memory"})

    with pytest.raises(cgroups.NoCgroup, match=r"hands memory and pids on to no folder.*cgroup 1"):
        host.made()


def first(host: Host, *controllers: str) -> None:
    mounts = []
    for names in controllers:
        (host.folder / names / "own").mkdir(parents=True)
        mounts.append((names, "cgroup", f"rw,{names}"))
    paths = [f"{number}:{names}:/own" for number, names in enumerate(controllers)]
    host.has(mounts, paths)


def test_in_version_1_it_lies_in_the_folders_of_all_controllers(host: Host) -> None:
    first(host, "memory", "pids", "cpu,cpuacct")

    group = host.made()

    assert group.version == 1
    assert group.folders["memory"].parent == host.folder / "memory" / "own"
    assert group.folders["cpu"] == group.folders["cpuacct"]
    assert (group.folders["memory"] / "memory.limit_in_bytes").read_text() == str(2**28)
    assert (group.folders["pids"] / "pids.max").read_text() == "68"
    assert (group.folders["cpu"] / "cpu.cfs_quota_us").read_text() == "50000"


def test_without_memory_or_pids_there_is_none_and_without_cpu_there_is(host: Host) -> None:
    first(host, "memory", "cpu")
    with pytest.raises(cgroups.NoCgroup, match="cgroup 1 has no pids"):
        host.made()


def test_without_cpu_the_time_is_not_known_and_the_rest_holds(host: Host) -> None:
    first(host, "memory", "pids")

    group = host.made()

    assert group.used_cpu_s() == 0.0
    assert group.folders.keys() == {"memory", "pids"}


def test_a_host_without_cgroups_says_so(host: Host) -> None:
    with pytest.raises(cgroups.NoCgroup, match="cgroup 2 is not mounted; cgroup 1 has no memory"):
        host.made()


def test_the_time_of_all_processes_is_read_in_both_versions(host: Host) -> None:
    first(host, "memory", "pids", "cpuacct")
    group = host.made()
    (group.folders["cpuacct"] / "cpuacct.usage").write_text("1500000000\n")
    assert group.used_cpu_s() == 1.5

    second(host, "/a", {"/a": "memory pids"})
    group = host.made()
    (group.folders["memory"] / "cpu.stat").write_text("usage_usec 2500000\nuser_usec 1\n")
    assert group.used_cpu_s() == 2.5


@pytest.mark.parametrize(("waiting", "killed", "out"), [(0, 0, False), (1, 0, True), (0, 1, True)])
def test_in_version_1_who_wants_more_memory_waits_and_is_seen(
    host: Host, waiting: int, killed: int, out: bool
) -> None:
    first(host, "memory", "pids")
    group = host.made()
    control = group.folders["memory"] / "memory.oom_control"
    assert control.read_text() == "1"  # the kernel's killer is off

    control.write_text(f"oom_kill_disable 1\nunder_oom {waiting}\noom_kill {killed}\n")

    assert group.out_of_memory() is out


@pytest.mark.parametrize(
    ("used", "killed", "out"),
    [(240 * 2**20 - 1, 0, False), (240 * 2**20, 0, True), (0, 1, True)],
)
def test_in_version_2_who_is_slowed_down_for_memory_is_seen(
    host: Host, used: int, killed: int, out: bool
) -> None:
    second(host, "/a", {"/a": "memory pids"})
    group = host.made()
    memory = group.folders["memory"]
    assert (memory / "memory.high").read_text() == str(240 * 2**20)

    (memory / "memory.events").write_text(f"oom 0\noom_kill {killed}\n")
    (memory / "memory.current").write_text(f"{used}\n")

    assert group.out_of_memory() is out


def test_a_process_is_moved_into_every_folder_once(host: Host) -> None:
    first(host, "memory", "pids", "cpu,cpuacct")
    group = host.made()

    group.add(4321)

    for folder in group.folders.values():
        assert (folder / "cgroup.procs").read_text() == "4321"


def emptied(group: cgroups.Group) -> None:
    """Do what the kernel does when the last process ends: such a folder can be removed."""
    for folder in set(group.folders.values()):
        for file in folder.iterdir():
            file.unlink()


def test_the_end_kills_until_it_can_be_removed(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    first(host, "memory", "pids")
    group = host.made()
    (group.folders["pids"] / "cgroup.procs").write_text("41\n42\n")
    killed: list[list[int]] = []

    def kill(pids: list[int]) -> None:
        killed.append(list(pids))
        emptied(group)

    monkeypatch.setattr(family, "kill", kill)

    assert group.end()
    assert killed == [[41, 42]]
    assert not any(folder.exists() for folder in group.folders.values())
    assert group.end()


def test_the_end_is_not_waited_for_longer_than_its_limit(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    first(host, "memory", "pids")
    group = host.made()
    (group.folders["pids"] / "cgroup.procs").write_text("41\n")
    monkeypatch.setattr(family, "kill", lambda _: None)
    steps = iter(range(100))
    monkeypatch.setattr(clock, "monotonic", lambda: float(next(steps)))
    monkeypatch.setattr(clock, "pause", lambda _: None)

    assert not group.end()


@pytest.mark.parametrize("make", [first, second])
def test_what_a_killed_hexascope_has_left_is_taken_away(
    host: Host, make: Callable[..., object]
) -> None:
    if make is first:
        first(host, "memory", "pids")
        place = host.folder / "memory" / "own"
    else:
        place = second(host, "/a", {"/a": "memory pids"}) / "a"
    gone = place / f"{cgroups.PREFIX}{2**22 + 1}-aa"
    living = place / f"{cgroups.PREFIX}1-aa"
    other = place / "hexascope.service"
    for one in (gone, living, other):
        one.mkdir()

    host.made()

    assert (gone.exists(), living.exists(), other.exists()) == (False, True, True)
