"""The calls that sample threads: what they make of the kernel's answers."""

import struct
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hexascope.collect.calls import task_ends, waits
from hexascope.collect.calls.other_ends import Connection, Local, connection, local
from hexascope.collect.calls.target import TargetCalls
from hexascope.collect.calls.task_ends import Ends, Tables, Wanted
from hexascope.collect.calls.task_watch import MOST_CHECKED, MOST_READ, Task, Watch
from hexascope.collect.contract import Json
from hexascope.domain.target import Target, TargetKind


def test_system_calls_are_named_by_the_machine() -> None:
    assert waits.named("202 0x1 0x80", "x86_64") == "futex"
    assert waits.named("98 0x1 0x80", "aarch64") == "futex"
    assert waits.named("98 0x1", "x86_64") == ""
    assert waits.named("-1 0x7f 0x40", "x86_64") == "page fault"
    assert waits.named("running", "x86_64") == waits.named("", "mips") == ""


def test_descriptors_come_from_the_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def memory(_pid: int, address: int, size: int) -> bytes:
        asked.append((address, size))
        return struct.pack("=iHHiHH", 5, 1, 0, -1, 0, 0)[:size]

    monkeypatch.setattr(waits, "_memory", memory)

    assert waits.descriptors(7, "read", "0 0x3 0x7f 0x1 0x0 0x0 0x0 0x7f 0x7f") == [3]
    assert waits.descriptors(7, "poll", "7 0x7f00 0x2 0xff 0x0 0x0 0x0 0x7f 0x7f") == [5]
    assert asked == [(0x7F00, 16)]
    assert waits.descriptors(7, "futex", "202 0x3 0x7f 0x1 0x0 0x0 0x0 0x7f 0x7f") == []
    assert waits.descriptors(7, "read", "0 0x3") == []


def test_a_descriptor_that_cannot_be_is_none() -> None:
    raw = "0 0xffffffffffffffff 0x7f 0x1 0x0 0x0 0x0 0x7f 0x7f"

    assert waits.descriptors(7, "read", raw) == []


def test_of_select_the_bits_are_descriptors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waits, "_memory", lambda *_: bytes((0b1000, 0b10, 0, 0, 0, 0, 0, 0)))

    assert waits.descriptors(7, "select", "23 0xa 0x7f 0x0 0x0 0x0 0x0 0x7f 0x7f") == [3, 9]


@given(some.binary(max_size=200))
def test_messages_that_are_cut_short_are_no_connection(data: bytes) -> None:
    assert len(data) >= 72 or connection(data) is None
    assert len(data) >= 16 or local(data) is None


def test_a_unix_socket_tells_its_name_and_its_other_end() -> None:
    head = struct.pack("=BBBBIII", 1, 1, 1, 0, 4711, 0, 0)
    name = struct.pack("=HH", 4 + 9, 0) + b"/run/a.so" + b"\0" * 3
    peer = struct.pack("=HHI", 8, 2, 4712)

    assert local(head + name + peer) == Local(4711, "/run/a.so", 4712)


@dataclass
class Told(Task):
    """A thread whose files are texts."""

    files: dict[str, str] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        if not self.files:
            raise ProcessLookupError
        return self.files.get(name, "").encode()


def thread(tid: int, *, ran: int = 1, call: str = "0 0x3 0x0 0x0 0x0 0x0 0x0 0x1 0x1") -> Told:
    return Told(
        *(10, tid, 0),
        files={
            "schedstat": f"{ran} 5 {ran}\n",
            "syscall": f"{call}\n",
            "stat": f"{tid} (a b) S 1 ",
            "wchan": "anon_pipe_read",
        },
    )


def watching(*threads: Told) -> Watch:
    watch = Watch()
    watch._tasks = {one.tid: one for one in threads}
    watch._machine = "x86_64"
    watch._listed = 1e12
    return watch


def test_a_thread_that_has_not_run_is_not_told_again() -> None:
    one = thread(11)
    watch = watching(one)

    assert [row[:8] for row in rows(watch)] == [[10, 11, "a b", "S", 1, 5, 1, "anon_pipe_read"]]
    assert rows(watch) == []
    one.files["schedstat"] = "2 5 2\n"
    assert len(rows(watch)) == 1


def rows(watch: Watch) -> list[list[Json]]:
    return [row for row in watch.sample() if isinstance(row, list)]


def test_a_thread_that_runs_has_no_place_where_it_waits() -> None:
    (row,) = rows(watching(thread(11, call="running")))

    assert (row[3], row[7], row[8]) == ("R", "", "")


def test_a_thread_that_ended_is_told_once() -> None:
    one = thread(11)
    watch = watching(one)
    rows(watch)
    one.files.clear()

    assert [row[3] for row in rows(watch)] == ["X"]
    assert rows(watch) == []


def test_a_thread_whose_end_nobody_has_noticed_has_ended() -> None:
    one = thread(11)
    watch = watching(one)
    rows(watch)
    one.files |= {"schedstat": "2 5 2\n", "stat": "11 (a b) Z 1 "}

    assert [row[3] for row in rows(watch)] == ["X"]


def test_of_many_threads_each_sample_reads_some_and_all_get_their_turn() -> None:
    threads = [thread(tid) for tid in range(MOST_CHECKED * 3)]
    watch = watching(*threads)
    seen: set[Json] = set()
    for _ in range(40):
        told = rows(watch)
        assert len(told) <= MOST_READ
        seen |= {row[1] for row in told if not isinstance(row[1], list | dict)}

    assert seen == {one.tid for one in threads}


def waiting(pid: int, depth: int, call: str, link: str) -> Task:
    made = Task(pid, pid, depth)
    made.now = [pid, pid, "x", "S", 1, 1, 1, "", call, "0 0x3", "", [link], depth]
    return made


TABLES = Tables(
    by_inode={
        5: Connection("127.0.0.1:4000", "127.0.0.1:80", "ESTABLISHED", 5, 0, 0, 10, 900),
        6: Connection("127.0.0.1:80", "127.0.0.1:4000", "ESTABLISHED", 6, 3, 0, 900, 10),
        7: Connection("10.0.0.1:80", "10.0.0.9:1", "ESTABLISHED", 7, 0, 0, 10, 900),
        8: Connection("0.0.0.0:80", "0.0.0.0:0", "LISTEN", 8, 0, 0),
    },
    by_ends={},
    listening=frozenset((":80",)),
    locals={20: Local(20, "", 21), 21: Local(21, "/run/a", 20), 30: Local(30, "", 31)},
)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Watch:
    tables = TABLES._replace(by_ends={(c.local, c.remote): c for c in TABLES.by_inode.values()})
    held = {"socket:[6]": [(20, True)], "socket:[21]": [(21, True)], "pipe:[9]": [(10, False)]}
    held["pipe:[9]"].append((22, True))

    def read(_pid: int, known: dict[str, Tables]) -> Tables:
        known[""] = tables
        return tables

    monkeypatch.setattr(task_ends, "_tables", read)
    monkeypatch.setattr(
        task_ends,
        "holders",
        lambda wanted, _first: {link: held[link] for link in wanted if link in held},
    )
    watch = Watch()
    watch.pids = {10: 0}
    monkeypatch.setattr(Watch, "_tasks_of", lambda _self, _pid: None)
    return watch


def told(watch: Watch, *tasks: Task) -> dict[str, list[Json]]:
    watch._tasks = {task.tid: task for task in tasks}
    answer = Ends(watch).ends()
    assert isinstance(answer, dict)
    ends = answer["ends"]
    assert isinstance(ends, list)
    return {str(row[0]): row for row in ends if isinstance(row, list)}


def test_the_other_end_of_a_connection_is_found_and_watched(world: Watch) -> None:
    row = told(world, waiting(10, 0, "recvfrom", "socket:[5]"))["socket:[5]"]

    assert row[1:6] == ["tcp", "client", "127.0.0.1:4000", "127.0.0.1:80", True]
    assert row[8:] == [[20], [20], None]
    assert world.pids == {10: 0, 20: 1}


def test_who_is_asked_is_not_followed_back(world: Watch) -> None:
    row = told(world, waiting(10, 0, "recvfrom", "socket:[7]"))["socket:[7]"]

    assert row[2] == "server"
    assert world.pids == {10: 0}


def test_a_peer_that_waits_for_us_in_turn_is_seen_to(world: Watch) -> None:
    world.pids[20] = 1
    asks = waiting(10, 0, "recvfrom", "socket:[5]")
    serves = waiting(20, 1, "recvfrom", "socket:[6]")

    assert told(world, asks, serves)["socket:[5]"][10] is True
    assert told(world, asks)["socket:[5]"][10] is False


def test_a_client_of_a_named_unix_socket_is_one(world: Watch) -> None:
    row = told(world, waiting(10, 0, "recvmsg", "socket:[20]"))["socket:[20]"]

    assert row[1:5] == ["unix", "client", "", "/run/a"]
    assert world.pids == {10: 0, 21: 1}


def test_a_pipe_leads_to_who_writes_it(world: Watch) -> None:
    row = told(world, waiting(10, 0, "read", "pipe:[9]"))["pipe:[9]"]

    assert row[8:10] == [[22], [10]]
    assert world.pids == {10: 0, 22: 1}


def test_beyond_three_steps_nobody_is_followed(world: Watch) -> None:
    told(world, waiting(10, 3, "read", "pipe:[9]"))

    assert world.pids == {10: 0}


def test_of_a_loop_only_what_may_owe_an_answer_is_told(world: Watch) -> None:
    task = waiting(10, 0, "epoll_wait", "")
    found = [
        Wanted(link, task, writes=False, one_of=2)
        for link in ("socket:[5]", "socket:[7]", "socket:[8]", "socket:[99]")
    ]
    rows = {
        "socket:[5]": ["socket:[5]", "tcp", "client", "", "", True],
        "socket:[7]": ["socket:[7]", "tcp", "server", "", "", True],
    }

    assert task_ends._loops(found, rows) == {(10, 10): ["socket:[5]"]}  # type: ignore[arg-type] # rows cut short
    assert task_ends._idle(found, {(10, 10): []}) == {one.link for one in found}
    assert not task_ends._idle(found, {(10, 10): ["socket:[5]"]})


def test_each_examination_has_calls_of_its_own() -> None:
    calls = TargetCalls(Target(TargetKind.PORT, "80"))

    assert calls.calls["target"]() == {"kind": "port", "name": "80"}
    assert calls.calls["watch_tasks"]("", "") == 0
    assert calls.calls["task_samples"]("changed") == {"rows": [], "left_out": 0}
    calls.close()
