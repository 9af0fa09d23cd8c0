import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors._details import groups
from hexascope.collect.collectors.processes import ALL_IN_DETAIL, processes
from hexascope.collect.contract import Json, Look, LookKind, NotHere
from hexascope.collect.look import glance
from hexascope.domain.rows import Process, ProcessSample
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot
from tests.support.proc import WHOAMI, process_files, process_links, stat_text

CALLS: dict[str, Json] = {
    "whoami": dict(WHOAMI),
    "descriptor_counts": {"1": [9, 0], "42": [12, 1000]},
}
FIRST = {**process_files(1, "init", ppid=0, start=1), **process_files(42, user=250, system=50)}


def read(files: dict[str, str | NotHere], **links: str) -> list[Process]:
    del links
    host = TextHost(files, links=process_links(42), calls=CALLS)
    return list(snapshot(host, processes).rows(Process))


def test_every_file_of_a_process_lands_in_its_row() -> None:
    [_, row] = read(dict(FIRST))

    assert (row.pid, row.comm, row.state, row.start_s) == (42, "worker", "S", 50.0)
    assert (row.user_s, row.system_s) == (2.5, 0.5)
    assert row.block_delay_s == 0.05
    assert (row.rss_bytes, row.anon_bytes, row.swap_bytes) == (4_096_000, 2424 * 1024, 16 * 1024)
    assert (row.voluntary_switches, row.involuntary_switches, row.cpus_allowed) == (5, 7, "0-1")
    assert (row.oncpu_s, row.run_delay_s) == (2.0, 0.5)
    assert (row.written_chars, row.write_calls, row.write_bytes) == (200, 4, 8192)
    assert (row.descriptors, row.descriptor_limit, row.process_limit) == (12, 1024, 96365)
    assert row.wait_channel == "ep_poll"
    assert row.syscall.startswith("232 ")
    assert row.command == "/usr/bin/worker --port 80"
    assert row.net_namespace == "net:[4026531840]"
    assert (row.uid, row.processor, row.executable) == (1000, 1, "/usr/bin/worker")


@pytest.mark.parametrize("name", ["a) R 1 (b", "two\nlines", "(((", ")", "\\xff", "x" * 200])
def test_a_hostile_name_does_not_shift_the_fields(name: str) -> None:
    [_, row] = read({**FIRST, "/proc/42/stat": stat_text(42, name, state="D", ppid=7)})

    assert (row.comm, row.state, row.ppid) == (name, "D", 7)


def test_a_name_of_4_kb_is_cut() -> None:
    [_, row] = read({**FIRST, "/proc/42/stat": stat_text(42, "n" * 4096)})

    assert row.comm == "n" * 256


def test_a_process_that_ends_while_it_is_read_is_passed_over_or_half_known() -> None:
    gone = NotHere(Status.NOT_PRESENT, "/proc/42/stat: No such process")

    assert [one.pid for one in read({**FIRST, "/proc/42/stat": gone})] == [1]

    half: dict[str, str | NotHere] = {"/proc/42/stat": stat_text(42), **process_files(1)}
    [_, row] = read(half)
    assert (row.uid, row.read_bytes, row.command) == (1000, None, "")


def test_what_other_users_hide_is_none_and_said() -> None:
    refused = NotHere(Status.NO_PERMISSION, "Permission denied")
    host = TextHost({**FIRST, "/proc/42/io": refused}, calls=CALLS)

    seen = snapshot(host, processes)

    assert seen.rows(Process)[1].read_bytes is None
    told = seen.missing["process files of others"]
    assert told.status is Status.NO_PERMISSION
    assert told.reason == "1 of 2 processes refuse io in /proc/PID"


def test_hidden_processes_are_said_to_be_hidden() -> None:
    seen = snapshot(TextHost(process_files(42), calls=CALLS), processes)

    assert seen.missing["process.count"].status is Status.NO_PERMISSION
    assert seen.number("process.count") == 1


def test_the_command_line_of_a_process_in_uninterruptible_sleep_is_left_alone() -> None:
    [_, row] = read({**FIRST, "/proc/42/stat": stat_text(42, state="D")})

    assert row.command == ""
    assert row.wait_channel == "ep_poll"


def test_a_kernel_thread_is_asked_for_its_run_delay_only() -> None:
    [_, row] = read({**FIRST, "/proc/42/stat": stat_text(42, "kswapd0", flags=0x200000)})

    assert row.is_kernel_thread
    assert (row.run_delay_s, row.command, row.uid) == (0.5, "", 0)


def test_a_deleted_program_is_marked_and_named_without_the_mark() -> None:
    host = TextHost(FIRST, links=process_links(42, "/tmp/x (deleted)"), calls=CALLS)

    row = snapshot(host, processes).rows(Process)[1]

    assert (row.executable, row.executable_deleted) == ("/tmp/x", True)


class ManyPids(TextHost):
    """Lists its pids without going through all paths."""

    def names(self, path: str) -> list[str]:
        return [str(pid) for pid in range(1, ALL_IN_DETAIL + 2)]


def test_of_thousands_the_busy_ones_are_read_in_detail() -> None:
    files: dict[str, str | NotHere] = {}
    for pid in range(1, ALL_IN_DETAIL + 2):
        files |= process_files(pid, user=0)
    files |= process_files(77, user=9_000)
    host = ManyPids(files, calls=CALLS)

    seen = snapshot(host, processes)

    rows = {one.pid: one for one in seen.rows(Process)}
    assert rows[77].read_bytes == 4096
    assert rows[1400].read_bytes is None
    assert (rows[1400].run_delay_s, rows[1400].anon_bytes, rows[1400].cgroup) == (0.5, None, "/")
    assert seen.missing["process details"].reason.startswith("sampled: ")


def test_nonsense_in_one_process_leaves_the_others() -> None:
    host = TextHost({**FIRST, "/proc/42/stat": "42 (cut) S 1 2"}, calls=CALLS)

    seen = snapshot(host, processes)

    assert [one.pid for one in seen.rows(Process)] == [1]
    assert seen.missing["/proc/PID/stat"].status is Status.UNREADABLE


FIELDS = st.lists(
    st.sampled_from(["0", "7", "-1", "x", "9" * 30, "9" * 400, "٣"]), min_size=37, max_size=45
).map(lambda fields: f"42 (x) S {' '.join(fields)}\n")
FILES = ["stat", "status", "schedstat", "io", "limits", "cgroup", "cmdline"]


@given(st.dictionaries(st.sampled_from(FILES), st.one_of(st.text(max_size=60), FIELDS)))
def test_nonsense_never_ends_the_look(texts: dict[str, str]) -> None:
    files = {**FIRST, **{f"/proc/42/{name}": text for name, text in texts.items()}}

    seen = snapshot(TextHost(files, calls=CALLS), processes)

    assert 1 in {one.pid for one in seen.rows(Process)}


def test_a_light_look_samples_all_by_their_stat_files_alone() -> None:
    files = {path: text for path, text in FIRST.items() if path.endswith("/stat")}
    host = TextHost(files, calls=CALLS)

    pulse = glance(
        Look(kind=LookKind.LIGHT, number=1, at=101.0, time=0.0, files=host),
        {"processes": processes},
        ["processes"],
    )

    assert [(one.pid, one.cpu_s, one.state) for one in pulse.rows(ProcessSample)] == [
        (1, 0.0, "S"),
        (42, 3.0, "S"),
    ]
    assert pulse.numbers["process.count"][()] == 2


def test_a_process_is_named_by_its_group_in_the_tree_where_it_has_one() -> None:
    assert groups("2:cpu:/\n4:memory:/box/7\n0::/\n") == ("/box/7", (("memory", "/box/7"),))
    assert groups("0::/user.slice\n") == ("/user.slice", (("", "/user.slice"),))
    assert groups("garbage") == ("/", ())
