"""The table of the busiest processes, over a host whose processes are made up."""

from collections.abc import Iterator, Sequence

import pytest

from hexascope.collect.contract import HostFiles, Json, NotHere, Part
from hexascope.domain.rows import Cgroup, CgroupUse, ProcessSample
from hexascope.domain.use import Status
from hexascope.services.series.busiest import (
    LONGEST_COMMAND,
    MOST_BY_CPU,
    MOST_BY_IO,
    MOST_BY_MEMORY,
    MOST_GROUPS,
    MOST_WITH_IO,
    Busiest,
    busy_groups,
)

PAGE = 4096


class Files:
    """Files by their paths; what is not there is not present."""

    def __init__(self, texts: dict[str, str] | None = None) -> None:
        self.texts = texts or {}
        self.asked: list[str] = []

    def read(self, path: str) -> str:
        self.asked.append(path)
        if path not in self.texts:
            raise NotHere(Status.NO_PERMISSION, path)
        return self.texts[path]

    def read_part(self, path: str, limit: int) -> Part:
        return Part(self.read(path)[:limit], whole=True)

    def names(self, path: str) -> Sequence[str]:
        raise NotHere(Status.NOT_PRESENT, path)

    def link(self, path: str) -> str:
        raise NotHere(Status.NOT_PRESENT, path)

    def call(self, name: str, *_arguments: str) -> Json:
        raise NotHere(Status.NOT_SUPPORTED, name)

    def clock(self, _name: str) -> float:
        return 0.0


def sample(pid: int, cpu_s: float = 0.0, *, rss: int = PAGE, start: float = 1.0) -> ProcessSample:
    return ProcessSample(pid, 1, f"name-{pid}", "S", start, cpu_s, rss, 2)


def busiest(files: Files, looks: list[list[ProcessSample]]) -> Busiest:
    waiting = iter(looks)

    def gather(_host: HostFiles) -> Iterator[object]:
        yield from next(waiting)

    return Busiest(files=files, gather=gather)


def test_the_first_look_knows_no_rates_and_tells_nothing() -> None:
    assert busiest(Files(), [[sample(7)]]).look(10.0) is None


def test_a_process_is_told_by_what_it_used_since_the_look_before() -> None:
    table = busiest(Files(), [[sample(7, 3.0), sample(8, 9.0)], [sample(7, 4.0), sample(8, 9.0)]])
    table.look(10.0)

    first, second = table.look(12.0) or []

    assert (first["pid"], first["cpu"], first["memory"]) == (7, 0.5, PAGE)
    assert (second["pid"], second["cpu"]) == (8, 0.0)


def test_a_later_process_with_the_same_pid_is_another_one() -> None:
    table = busiest(Files(), [[sample(7, 1.0)], [sample(7, 5.0, start=9.0)]])
    table.look(10.0)

    assert [one["cpu"] for one in table.look(11.0) or []] == [0.0]


def test_io_that_may_not_be_seen_is_unknown_and_never_zero() -> None:
    files = Files({"/proc/7/io": "read_bytes: 100\nwrite_bytes: 0\n"})
    table = busiest(files, [[sample(7), sample(8)], [sample(7), sample(8)]])
    table.look(10.0)
    files.texts["/proc/7/io"] = "read_bytes: 4196\nwrite_bytes: 512\n"

    told = {one["pid"]: (one["read"], one["write"]) for one in table.look(12.0) or []}

    assert told == {7: (2048, 256), 8: (None, None)}


def test_a_process_has_its_user_and_a_command_that_is_cut() -> None:
    files = Files(
        {
            "/etc/passwd": "root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n",
            "/proc/7/status": "Name:\tx\nUid:\t1000\t1000\t1000\t1000\n",
            "/proc/7/cmdline": "python3\0-c\0" + "x" * 5000,
        }
    )
    table = busiest(files, [[sample(7), sample(8)], [sample(7), sample(8)]])
    table.look(10.0)

    told = {one["pid"]: one for one in table.look(11.0) or []}

    assert told[7]["user"] == "ann"
    assert told[7]["command"].startswith("python3 -c x")
    assert len(told[7]["command"]) == LONGEST_COMMAND
    assert (told[8]["user"], told[8]["command"]) == (None, "")


def test_the_table_is_short_however_many_processes_there_are() -> None:
    many = [sample(pid, 1.0, rss=pid * PAGE) for pid in range(1, 2000)]
    files = Files()
    table = busiest(files, [many, many])
    table.look(10.0)

    told = table.look(11.0) or []

    assert len(told) <= MOST_BY_CPU + MOST_BY_MEMORY + MOST_BY_IO
    assert len([path for path in files.asked if path.endswith("/io")]) == 2 * MOST_WITH_IO


def test_after_nobody_watched_a_look_is_a_first_one_again() -> None:
    table = busiest(Files(), [[sample(7, 1.0)], [sample(7, 500.0)]])
    table.look(10.0)
    table.forget()

    assert table.look(900.0) is None


def test_a_host_without_processes_to_see_has_an_empty_table() -> None:
    def gather(_host: HostFiles) -> Iterator[object]:
        raise NotHere(Status.NO_PERMISSION, "/proc")
        yield

    table = Busiest(files=Files(), gather=gather)
    table.look(10.0)

    assert table.look(11.0) == []


def group(path: str, cpu: float | None, memory: int | None) -> CgroupUse:
    nothing = [None] * 12
    return CgroupUse(
        Cgroup(path, 2, memory_bytes=memory, processes=1),
        1.0,
        cpu,
        *nothing,  # what is not measured
    )


@pytest.mark.parametrize("count", [3, 400])
def test_the_control_groups_with_most_cpu_and_most_memory_are_told(count: int) -> None:
    rows = [group(f"/{at}", float(at), 1000 - at) for at in range(count)]

    told = busy_groups([*rows, group("/dark", None, None)])

    assert told[0]["path"] == f"/{count - 1}"
    assert {f"/{count - 1}", "/0"} <= {one["path"] for one in told}
    assert len(told) <= 2 * MOST_GROUPS
