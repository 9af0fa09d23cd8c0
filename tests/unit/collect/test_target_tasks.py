from collections.abc import Callable, Mapping

import pytest

from hexascope.collect.collectors import _members
from hexascope.collect.collectors.target_tasks import target_tasks
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.rows import TargetProcess, TaskSample
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot
from tests.support.proc import WHOAMI, stat_text

ROW: list[Json] = [
    *(10, 11, "worker", "S", 2_000_000_000, 500_000_000, 7),
    *("anon_pipe_read", "read", "0 0x3", ""),
    ["pipe:[5]"],
    0,
]
NET = (
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
    " inode\n   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0"
    "        0 4711 1 0 100 0 0 10 0\n"
)


def host(
    kind: str,
    name: str,
    *,
    files: Mapping[str, str] | None = None,
    calls: "Mapping[str, Callable[..., Json] | Json | NotHere] | None" = None,
    watched: list[str] | None = None,
) -> TextHost:
    processes = {
        1: ("init", 0, "0::/\n"),
        10: ("nginx", 1, "0::/system.slice/nginx.service\n"),
        11: ("nginx", 10, "0::/system.slice/nginx.service\n"),
        20: ("shell", 1, "0::/user.slice/shell.scope\n"),
        21: ("job", 20, "0::/user.slice/shell.scope\n"),
        22: ("part", 21, "0::/user.slice/shell.scope\n"),
        30: ("php", 1, f"0::/docker/{'ab' * 32}\n"),
    }
    texts: dict[str, str | NotHere] = {}
    for pid, (comm, parent, group) in processes.items():
        texts[f"/proc/{pid}/stat"] = stat_text(pid, comm, ppid=parent)
        texts[f"/proc/{pid}/cgroup"] = group
    seen = [] if watched is None else watched

    def watch(pids: str, folders: str) -> Json:
        seen.extend((pids, folders))
        return 1

    return TextHost(
        {**texts, "/proc/self/mountinfo": "", **(files or {})},
        calls={
            "whoami": dict(WHOAMI),
            "target": {"kind": kind, "name": name},
            "watch_tasks": watch,
            "task_samples": {"rows": [], "left_out": 0},
            **(calls or {}),
        },
    )


def pids(one: TextHost) -> dict[int, str]:
    return {row.pid: row.why for row in snapshot(one, target_tasks).rows(TargetProcess)}


def why_not(one: TextHost) -> str:
    seen = snapshot(one, target_tasks)
    assert not seen.rows(TargetProcess)
    return seen.missing["target"].reason


def test_nothing_is_read_where_no_target_was_named() -> None:
    nobody = TextHost(calls={"target": NotHere(Status.NOT_ASKED, "no target was named")})

    seen = snapshot(nobody, target_tasks)

    assert not seen.tables
    assert seen.missing["target.member_count"].status is Status.NOT_ASKED


def test_a_process_comes_with_all_its_descendants() -> None:
    assert pids(host("pid", "20")) == {20: "main process", 21: "child of 20", 22: "child of 21"}


def test_a_unit_is_found_by_its_control_group_without_systemd() -> None:
    for name in ("nginx", "nginx.service"):
        assert sorted(pids(host("unit", name))) == [10, 11]


def test_new_processes_of_a_unit_are_watched_by_its_group() -> None:
    watched: list[str] = []
    mounts = "31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"

    pids(host("unit", "nginx", files={"/proc/self/mountinfo": mounts}, watched=watched))

    assert watched == ["10,11", "/sys/fs/cgroup/system.slice/nginx.service"]


def test_a_unit_that_is_not_there_is_told_with_near_names() -> None:
    assert why_not(host("unit", "ngnix")) == "no unit named 'ngnix' here; near: nginx.service"


def test_a_program_without_a_unit_is_offered_by_its_pid() -> None:
    assert "a program 'php' runs: --pid 30" in why_not(host("unit", "php"))


def test_a_unit_that_does_not_run_is_not_called_unknown() -> None:
    units = "Id=web.service\nActiveState=failed\nSubState=failed\nMainPID=0\n"
    stopped = host(
        "unit", "web", files={"/run/systemd/system/x": ""}, calls={"systemd_units": units}
    )

    assert why_not(stopped) == "the unit web.service is failed (failed): it has no process to watch"


def test_a_unit_outside_its_group_is_found_by_its_main_process() -> None:
    units = "Id=web.service\nActiveState=active\nSubState=running\nMainPID=20\n"
    running = host(
        "unit", "web", files={"/run/systemd/system/x": ""}, calls={"systemd_units": units}
    )

    assert sorted(pids(running)) == [20, 21, 22]


@pytest.mark.parametrize("name", ["/user.slice", "/user.slice/shell.scope", "/user.slice/"])
def test_a_control_group_has_all_below_it(name: str) -> None:
    assert sorted(pids(host("cgroup", name))) == [20, 21, 22]


def test_a_group_with_a_longer_name_is_another_one() -> None:
    assert "near: /user.slice/shell.scope" in why_not(host("cgroup", "/user.slice/shell"))


@pytest.mark.parametrize("name", ["ab" * 6, "ab" * 32])
def test_a_container_is_found_by_the_beginning_of_its_id(name: str) -> None:
    assert sorted(pids(host("container", name))) == [30]


def test_a_container_is_found_by_the_name_that_its_runtime_gives() -> None:
    told: Json = {"containers": [{"id": "ab" * 32, "name": "shop"}], "refused": []}

    assert sorted(pids(host("container", "shop", calls={"runtime_containers": told}))) == [30]
    assert "near: shop" in why_not(host("container", "shopp", calls={"runtime_containers": told}))


def test_three_letters_are_too_few_for_an_id() -> None:
    assert "no container named 'aba'" in why_not(host("container", "aba"))


def port_host(name: str, holders: Json) -> TextHost:
    return host(
        "port",
        name,
        files={"/proc/1/net/tcp": NET},
        calls={
            "namespaces": {"own": "net:[1]", "rows": [["net:[1]", 1, 7]], "total": 1},
            "descriptor_holders": holders,
        },
    )


def test_a_port_is_of_all_who_hold_its_socket_and_their_children() -> None:
    found = pids(port_host("8080", {"socket:[4711]": [1, 10, 20]}))

    assert sorted(found) == [10, 11, 20, 21, 22]
    assert found[10] == "listens on tcp port 8080"


def test_the_first_process_of_all_does_not_bring_the_whole_host() -> None:
    assert sorted(pids(port_host("8080", {"socket:[4711]": [1]}))) == [1]


def test_a_port_that_nobody_listens_on_is_told_with_those_that_are() -> None:
    assert why_not(port_host("8081", {})) == "no port named '8081' here; near: tcp 8080"


def test_owners_that_cannot_be_seen_are_no_wrong_port() -> None:
    seen = snapshot(port_host("8080", {}), target_tasks)

    assert seen.missing["target"].status is Status.NO_PERMISSION


def test_a_path_is_of_those_who_use_it() -> None:
    used = host("path", "/srv/data", calls={"path_users": [[20, "has it open"], [99_999, "us"]]})

    assert pids(used) == {20: "has it open"}


def test_a_path_that_is_not_there_is_told_with_near_names() -> None:
    wrong = host("path", "/srv/dat", files={"/srv/data/x": ""}, calls={"path_users": []})
    unused = host("path", "/srv/data", files={"/srv/data/x": ""}, calls={"path_users": []})

    assert why_not(wrong) == "no path named '/srv/dat' here; near: /srv/data"
    assert why_not(unused) == "no process uses /srv/data"


def test_a_process_that_has_ended_unnoticed_is_no_target() -> None:
    ended = host("pid", "20", files={"/proc/20/stat": stat_text(20, "shell", state="Z")})

    assert "no process '20'" in why_not(ended)


def test_the_examination_does_not_watch_itself() -> None:
    assert "this examination itself" in why_not(host("pid", "99999"))


def test_samples_keep_what_each_thread_waits_for() -> None:
    seen = snapshot(host("pid", "10", calls={"task_samples": {"rows": [ROW]}}), target_tasks)

    (one,) = seen.rows(TaskSample)
    assert (one.pid, one.tid, one.state, one.call, one.on) == (10, 11, "S", "read", ("pipe:[5]",))
    assert (one.oncpu_s, one.run_delay_s, one.switches, one.depth) == (2.0, 0.5, 7, 0)


def test_threads_beyond_the_cap_are_told() -> None:
    told: Json = {"rows": [ROW], "left_out": 12}
    seen = snapshot(host("pid", "10", calls={"task_samples": told}), target_tasks)

    assert "12 threads of the target were left out" in seen.missing["target.tasks"].reason


def test_a_target_that_has_ended_still_gives_its_last_samples() -> None:
    gone = snapshot(host("pid", "12", calls={"task_samples": {"rows": [ROW]}}), target_tasks)

    assert "no process '12'" in gone.missing["target"].reason
    assert len(gone.rows(TaskSample)) == 1


@pytest.mark.parametrize("row", [[], [1, 2], ["x"] * 13, None, [*ROW[:12], "deep"]])
def test_a_sample_that_makes_no_sense_is_no_crash(row: Json) -> None:
    seen = snapshot(host("pid", "10", calls={"task_samples": {"rows": [row]}}), target_tasks)

    assert seen.reading("target.kind") is not None
    assert not seen.rows(TaskSample)


@pytest.mark.parametrize("kind", ["planet", "", "pid\n"])
def test_a_kind_that_nobody_knows_is_told(kind: str) -> None:
    assert "nobody knows what" in why_not(host(kind, "x"))


def test_near_names_are_at_most_five() -> None:
    names = [f"web-{number}.service" for number in range(20)]

    assert len(_members._alike("web.service", names)) == 5
