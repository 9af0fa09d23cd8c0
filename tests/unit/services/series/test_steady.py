"""The steady look at a host whose files are made up."""

from collections.abc import Sequence

import hexascope.collect.collectors
import hexascope.derive.derivers
from hexascope.collect.contract import Collector, Json, NotHere, Part
from hexascope.derive.contract import Deriver
from hexascope.domain.host import HostFacts
from hexascope.domain.use import Status
from hexascope.kit.plugins import discover
from hexascope.services.series.steady import (
    MOST_SERIES,
    SLOW_STREAM,
    SLOWER,
    STREAM,
    Steady,
    Watched,
    batches_of,
)

HOST = HostFacts(id="a" * 32, name="web-1")


class Files:
    """A host with a CPU and some memory, and nothing else; each look finds a second more."""

    def __init__(self) -> None:
        self.second = 0

    def read(self, path: str) -> str:
        at = self.second
        if path == "/proc/stat":
            busy = f"{at * 25} 0 0 {at * 75} 0 0 0 0 0 0"
            return f"cpu  {busy}\ncpu0 {busy}\nctxt {at * 10}\nprocesses 5\nprocs_running 1\n"
        if path == "/proc/loadavg":
            return "0.50 0.25 0.10 1/100 4242\n"
        if path == "/proc/meminfo":
            return "MemTotal: 1000 kB\nMemFree: 400 kB\nMemAvailable: 600 kB\n"
        raise NotHere(Status.NOT_PRESENT, path)

    def read_part(self, path: str, limit: int) -> Part:
        return Part(self.read(path)[:limit], whole=True)

    def names(self, path: str) -> Sequence[str]:
        raise NotHere(Status.NOT_PRESENT, path)

    def link(self, path: str) -> str:
        raise NotHere(Status.NOT_PRESENT, path)

    def call(self, name: str, *_arguments: str) -> Json:
        if name == "whoami":
            return {"ticks": 100}
        raise NotHere(Status.NOT_SUPPORTED, name)

    def clock(self, _name: str) -> float:
        return float(self.second)


def steady(files: Files) -> Steady:
    return Steady(
        files=files,
        collectors=discover(hexascope.collect.collectors, Collector),
        derivers=discover(hexascope.derive.derivers, Deriver),
        wall=lambda: 1_000_000.0 + files.second,
        monotonic=lambda: float(files.second),
    )


def looks(count: int) -> list[list[Watched]]:
    files = Files()
    watching = steady(files)
    seen = []
    for _ in range(count):
        files.second += 1
        seen.append(watching.look())
    return seen


def test_a_look_is_told_against_the_one_before() -> None:
    first, (second,), *_ = looks(2)

    assert first == []
    assert second.numbers["cpu.utilization{cpu=all}"] == 0.25
    assert second.numbers["load.average{minutes=1}"] == 0.5
    assert second.time == 1_000_002.0


def test_what_a_host_does_not_have_has_no_numbers() -> None:
    numbers = looks(2)[1][0].numbers

    assert not [key for key in numbers if key.startswith(("pressure.", "disk.", "interface."))]


def test_slower_looks_come_each_fifth_time() -> None:
    seen = looks(2 * SLOWER + 1)

    slow = [at for at, found in enumerate(seen) if any(one.slow for one in found)]
    assert slow == [SLOWER, 2 * SLOWER]


def test_runs_of_looks_with_the_same_keys_are_one_batch_each() -> None:
    seen = [
        Watched(time=10.0, numbers={"a.b": 1.0}),
        Watched(time=11.0, numbers={"a.b": 2.0}),
        Watched(time=12.0, numbers={"a.b": 3.0, "c.d": 4.0}),
        Watched(time=12.5, numbers={"e.f": 5.0}, slow=True),
    ]

    made = batches_of(seen, HOST, "any", 1.0)

    assert [(one.source.stream, one.source.step, list(one.times), one.keys) for one in made] == [
        (STREAM, 1, [10.0, 11.0], ("a.b",)),
        (STREAM, 1, [12.0], ("a.b", "c.d")),
        (SLOW_STREAM, 5, [12.5], ("e.f",)),
    ]
    assert len({(one.source, one.seq) for one in made}) == 3
    assert made == batches_of(seen, HOST, "any", 1.0)


def test_a_clock_that_was_set_back_begins_another_batch() -> None:
    seen = [Watched(time=time, numbers={"a.b": 1.0}) for time in (11.0, 10.0)]

    assert [list(one.times) for one in batches_of(seen, HOST, "any", 1.0)] == [[11.0], [10.0]]


def test_a_look_tells_so_many_series_and_no_more() -> None:
    assert max(len(one.numbers) for found in looks(7) for one in found) <= MOST_SERIES


class WithNetwork(Files):
    """A host with one interface, through whose own namespace a megabyte a second comes."""

    def read(self, path: str) -> str:
        if path == "/proc/1/net/dev":
            moved = f"{self.second * 1_000_000} {self.second * 800} 0 0 0 0 0 0"
            return f"Inter-|\n face |\n  eth0: {moved} {moved}\n"
        return super().read(path)

    def call(self, name: str, *arguments: str) -> Json:
        if name == "namespaces":
            return {"own": "net:[1]", "rows": [["net:[1]", 1, 9]], "total": 1}
        return super().call(name, *arguments)


def test_what_comes_through_an_interface_is_told_each_second() -> None:
    files = WithNetwork()
    watching = steady(files)
    seen = []
    for _ in range(2):
        files.second += 1
        seen = watching.look()

    key = "interface.receive_rate{interface=eth0,namespace=net:[1]}"
    assert seen[0].numbers[key] == 1_000_000
