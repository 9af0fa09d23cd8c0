import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.cgroups import MOST_EMPTY, cgroups
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.rows import Cgroup
from hexascope.domain.snapshot import Snapshot
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

MOUNTS_1 = """31 23 0:28 / /sys/fs/cgroup rw shared:9 - tmpfs tmpfs rw
32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
38 31 0:35 / /sys/fs/cgroup/blkio rw - cgroup cgroup rw,blkio
40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd
41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
"""
CPU, MEMORY, BLKIO = (f"/sys/fs/cgroup/{name}" for name in ("cpu,cpuacct", "memory", "blkio"))
VERSION_1: dict[str, str | NotHere] = {
    "/proc/self/mountinfo": MOUNTS_1,
    "/proc/self/cgroup": "4:memory:/web\n1:cpu,cpuacct:/\n0::/\n",
    "/sys/fs/cgroup/unified/cgroup.controllers": "hugetlb\n",
    f"{CPU}/cgroup.procs": "1\n2\n",
    f"{CPU}/web/cgroup.procs": "7\n8\n9\n",
    f"{CPU}/web/cpu.cfs_quota_us": "10000\n",
    f"{CPU}/web/cpu.cfs_period_us": "100000\n",
    f"{CPU}/web/cpu.shares": "512\n",
    f"{CPU}/web/cpu.stat": "nr_periods 50\nnr_throttled 48\nthrottled_time 9000000000\n",
    f"{CPU}/web/cpuacct.usage": "2500000000\n",
    f"{MEMORY}/memory.limit_in_bytes": "9223372036854771712\n",
    f"{MEMORY}/web/memory.usage_in_bytes": "60000000\n",
    f"{MEMORY}/web/memory.limit_in_bytes": "67108864\n",
    f"{MEMORY}/web/memory.failcnt": "12\n",
    f"{MEMORY}/web/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n",
    f"{MEMORY}/web/memory.stat": "rss 1\ninactive_file 2\ntotal_rss 5000\ntotal_inactive_file 60\n",
    f"{BLKIO}/blkio.throttle.write_bps_device": "7:0 1048576\n",
    f"{BLKIO}/blkio.throttle.io_service_bytes": "7:0 Read 540\n7:0 Write 745\nTotal 9\n",
    f"{BLKIO}/blkio.throttle.io_serviced": "7:0 Read 5\n7:0 Write 7\nTotal 9\n",
}
FOLDERS_1: dict[str, Json] = {
    f"cgroup_folders {CPU}": ["/", "/web"],
    f"cgroup_folders {MEMORY}": ["/", "/web"],
    f"cgroup_folders {BLKIO}": ["/"],
}

TREE = "/sys/fs/cgroup"
VERSION_2: dict[str, str | NotHere] = {
    "/proc/self/mountinfo": f"30 23 0:26 / {TREE} rw - cgroup2 cgroup2 rw,nsdelegate\n",
    "/proc/self/cgroup": "0::/a.slice/web.service\n",
    f"{TREE}/cgroup.procs": "",
    f"{TREE}/a.slice/memory.max": "200000000\n",
    f"{TREE}/a.slice/pids.max": "max\n",
    f"{TREE}/a.slice/web.service/cgroup.procs": "7\n",
    f"{TREE}/a.slice/web.service/cpu.max": "50000 100000\n",
    f"{TREE}/a.slice/web.service/cpu.weight": "200\n",
    f"{TREE}/a.slice/web.service/cpu.stat": (
        "usage_usec 1500000\nnr_periods 10\nnr_throttled 4\nthrottled_usec 250000\n"
    ),
    f"{TREE}/a.slice/web.service/memory.current": "1000\n",
    f"{TREE}/a.slice/web.service/memory.max": "300000000\n",
    f"{TREE}/a.slice/web.service/memory.stat": "anon 700\ninactive_file 200\nshmem 3\n",
    f"{TREE}/a.slice/web.service/memory.events": "low 0\nhigh 4\nmax 3\noom 2\noom_kill 1\n",
    f"{TREE}/a.slice/web.service/pids.current": "5\n",
    f"{TREE}/a.slice/web.service/pids.max": "100\n",
    f"{TREE}/a.slice/web.service/pids.events": "max 2\n",
    f"{TREE}/a.slice/web.service/io.max": "254:0 rbps=max wbps=1048576 riops=max wiops=max\n",
    f"{TREE}/a.slice/web.service/io.stat": "254:0 rbytes=10 wbytes=20 rios=1 wios=2 dbytes=0\n",
    f"{TREE}/a.slice/web.service/cpu.pressure": "some avg10=0.00 total=2000000\nfull total=0\n",
}
FOLDERS_2: dict[str, Json] = {f"cgroup_folders {TREE}": ["/", "/a.slice", "/a.slice/web.service"]}


def seen(files: dict[str, str | NotHere], folders: dict[str, Json]) -> Snapshot:
    return snapshot(TextHost(files, calls=folders), cgroups)


def rows(files: dict[str, str | NotHere], folders: dict[str, Json]) -> dict[str, Cgroup]:
    return {one.path: one for one in seen(files, folders).rows(Cgroup)}


def test_version_1_joins_the_trees_of_one_name() -> None:
    web = rows(VERSION_1, FOLDERS_1)["/web"]

    assert (web.version, web.processes) == (1, 3)
    assert (web.cpu_quota, web.cpu_shares, web.cpu_usage_s) == (0.1, 0.5, 2.5)
    assert (web.periods, web.throttled_periods, web.throttled_s) == (50, 48, 9.0)
    assert (web.memory_bytes, web.memory_limit_bytes) == (60_000_000, 67_108_864)
    assert (web.memory_limit_hits, web.oom_kills) == (12, 1)
    assert (web.inactive_file_bytes, web.anon_bytes) == (60, 5000)


def test_a_huge_limit_is_no_limit() -> None:
    assert rows(VERSION_1, FOLDERS_1)["/"].memory_limit_bytes is None


def test_throttles_of_devices_are_read_at_the_top_too() -> None:
    top = rows(VERSION_1, FOLDERS_1)["/"]

    assert top.io_limits == (("7:0", "wbps", 1_048_576.0),)
    assert top.io_bytes == (("7:0", 540, 745, 5, 7),)
    assert (top.read_bytes, top.write_bytes) == (540, 745)


def test_version_2_is_read_with_its_events_and_pressure() -> None:
    web = rows(VERSION_2, FOLDERS_2)["/a.slice/web.service"]

    assert (web.version, web.cpu_quota, web.cpu_shares, web.cpu_usage_s) == (2, 0.5, 2.0, 1.5)
    assert (web.throttled_periods, web.throttled_s) == (4, 0.25)
    assert (web.memory_limit_hits, web.oom_kills, web.high_events) == (3, 1, 4)
    assert (web.pids, web.pids_limit, web.pids_limit_hits) == (5, 100, 2)
    assert web.io_limits == (("254:0", "wbps", 1_048_576.0),)
    assert web.io_bytes == (("254:0", 10, 20, 1, 2),)
    assert web.cpu_some_s == 2.0
    assert web.memory_full_s is None


def test_the_examiners_own_limit_is_the_smallest_above_it() -> None:
    look = seen(VERSION_2, FOLDERS_2)

    assert look.number("cgroup.own_memory_limit") == 200_000_000
    assert look.number("cgroup.own_quota") == 0.5
    assert look.number("cgroup.own_pids_limit") == 100
    assert seen(VERSION_1, FOLDERS_1).number("cgroup.own_memory_limit") == 67_108_864


def test_no_limit_of_ones_own_is_said() -> None:
    files = {**VERSION_1, "/proc/self/cgroup": "0::/\n"}

    assert seen(files, FOLDERS_1).missing["cgroup.own_quota"].status is Status.NOT_PRESENT


def test_the_mount_of_a_container_names_groups_as_the_host_does() -> None:
    mount = f"30 23 0:26 /docker/abc {TREE} rw - cgroup2 cgroup2 rw\n"
    files = {**VERSION_2, "/proc/self/mountinfo": mount, "/proc/self/cgroup": "0::/docker/abc\n"}

    assert set(rows(files, {f"cgroup_folders {TREE}": ["/", "/in"]})) == {
        "/docker/abc",
        "/docker/abc/in",
    }


def test_a_host_without_control_groups_says_so() -> None:
    look = seen({"/proc/self/mountinfo": "1 0 8:1 / / rw - ext4 /dev/vda rw\n"}, {})

    assert look.missing["cgroup.count"].status is Status.NOT_PRESENT


def test_what_may_not_be_read_is_none_with_the_reason() -> None:
    refused = NotHere(Status.NO_PERMISSION, "Permission denied")
    files = {**VERSION_2, f"{TREE}/a.slice/web.service/memory.current": refused}

    web = rows(files, FOLDERS_2)["/a.slice/web.service"]

    assert web.memory_bytes is None
    assert web.missing == ("memory.current: Permission denied",)


def test_of_thousands_those_without_processes_are_left_out() -> None:
    folders: list[Json] = ["/", "/a.slice", "/a.slice/web.service"]
    folders += [f"/a.slice/{number}" for number in range(MOST_EMPTY)]

    found = rows(VERSION_2, {f"cgroup_folders {TREE}": folders})

    assert set(found) == {"/", "/a.slice", "/a.slice/web.service"}


@pytest.mark.parametrize("text", ["", "garbage", "some total=x\n", "1 2 3\n-\n", "9" * 400])
def test_nonsense_in_one_file_leaves_the_other_groups(text: str) -> None:
    for path in VERSION_2:
        if "web.service" in path:
            assert "/a.slice" in rows({**VERSION_2, path: text}, FOLDERS_2)


@given(st.text(max_size=200))
def test_nonsense_in_the_mount_table_never_ends_the_look(text: str) -> None:
    look = seen({**VERSION_2, "/proc/self/mountinfo": text, "/proc/self/cgroup": text}, FOLDERS_2)

    assert look.rows(Cgroup) == () or look.number("cgroup.count")
