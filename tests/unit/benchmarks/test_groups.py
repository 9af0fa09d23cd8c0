"""Control groups are found and limited in the old hierarchies and in the unified one."""

from pathlib import Path

import pytest

from benchmarks.errors import Unfit
from benchmarks.host.groups import Group, find_hierarchies

OLD = """\
cgroup /sys/fs/cgroup/cpu cgroup rw,relatime,cpu 0 0
cgroup /sys/fs/cgroup/memory cgroup rw,relatime,memory 0 0
cgroup2 {unified} cgroup2 rw,relatime 0 0
"""


def test_an_old_hierarchy_is_preferred_where_it_has_the_controller(tmp_path: Path) -> None:
    (tmp_path / "cgroup.controllers").write_text("io hugetlb\n")
    found = find_hierarchies(OLD.format(unified=tmp_path))
    assert found.home("cpu") == Path("/sys/fs/cgroup/cpu")
    assert found.home("blkio") == tmp_path


def test_an_absent_controller_is_told_by_name(tmp_path: Path) -> None:
    found = find_hierarchies(OLD.format(unified=tmp_path))
    with pytest.raises(Unfit, match="'pids'"):
        found.home("pids")


def test_limits_are_written_in_the_words_of_the_old_hierarchy(tmp_path: Path) -> None:
    for name in (
        "cpu.cfs_quota_us",
        "cpu.cfs_period_us",
        "memory.limit_in_bytes",
        "blkio.throttle.write_bps_device",
    ):
        (tmp_path / name).write_text("")
    group = Group(name="g", directories=dict.fromkeys(("cpu", "memory", "blkio"), tmp_path))
    group.limit_cpu(10_000)
    group.limit_memory(64)
    group.limit_writes("7:0", 1000)
    assert (tmp_path / "cpu.cfs_quota_us").read_text() == "10000"
    assert (tmp_path / "memory.limit_in_bytes").read_text() == "64"
    assert (tmp_path / "blkio.throttle.write_bps_device").read_text() == "7:0 1000"


def test_limits_are_written_in_the_words_of_the_unified_hierarchy(tmp_path: Path) -> None:
    group = Group(name="g", directories=dict.fromkeys(("cpu", "memory", "blkio"), tmp_path))
    group.limit_cpu(10_000)
    group.limit_memory(64)
    group.limit_writes("7:0", 1000)
    assert (tmp_path / "cpu.max").read_text() == "10000 100000"
    assert (tmp_path / "memory.max").read_text() == "64"
    assert (tmp_path / "io.max").read_text() == "7:0 wbps=1000"
    assert group.paths == (tmp_path,)


def test_events_of_a_group_are_read_from_either(tmp_path: Path) -> None:
    (tmp_path / "cpu.stat").write_text("nr_periods 9\nnr_throttled 4\n")
    (tmp_path / "memory.events").write_text("oom 2\noom_kill 1\n")
    group = Group(name="g", directories=dict.fromkeys(("cpu", "memory"), tmp_path))
    assert group.throttled() == 4
    assert group.oom_kills() == 1
