"""The files of one control group → fields of its row, for both versions."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from hexascope.collect.contract import HostFiles, NotHere
from hexascope.domain.use import Status

More: TypeAlias = "dict[str, object]"

NO_LIMIT = 1 << 60
"""Version 1 says 'no limit' by a number near 2^63, which is rounded down to whole pages."""

DEFAULT_SHARES = 1024
DEFAULT_WEIGHT = 100
THROTTLES = {
    "read_bps": "rbps",
    "write_bps": "wbps",
    "read_iops": "riops",
    "write_iops": "wiops",
}


class Folder(NamedTuple):
    """One control group's folder in one tree."""

    host: HostFiles
    path: str
    more: More
    missing: list[str]

    def text(self, file: str) -> str:
        """Give a file's text, '' where it is absent; a refusal is kept."""
        try:
            return self.host.read(f"{self.path}/{file}")
        except NotHere as reason:
            if reason.status is Status.NO_PERMISSION:
                self.missing.append(f"{file}: {reason.reason}")
            return ""

    def integer(self, file: str) -> int | None:
        """Give a file's number; None: absent, negative, 'max' or as good as no limit."""
        word = self.text(file).strip()
        if not word.isdecimal():
            return None
        value = int(word)
        return value if value < NO_LIMIT else None

    def table(self, file: str) -> Mapping[str, int]:
        """Give a file of lines `name number`."""
        words = self.text(file).split()
        return {
            name: int(value)
            for name, value in zip(words[::2], words[1::2], strict=False)
            if value.isdecimal()
        }


def processes(folder: Folder) -> None:
    """Count the processes that are in it, without those of the groups below."""
    folder.more["processes"] = folder.text("cgroup.procs").count("\n")


def cpu_1(folder: Folder) -> None:
    """Read version 1's quota, shares and throttling."""
    quota, period = folder.integer("cpu.cfs_quota_us"), folder.integer("cpu.cfs_period_us")
    if quota and period:
        folder.more["cpu_quota"] = quota / period
    shares = folder.integer("cpu.shares")
    folder.more["cpu_shares"] = None if shares is None else shares / DEFAULT_SHARES
    _throttling(folder, folder.table("cpu.stat"), "throttled_time", 1e9)


def _throttling(folder: Folder, table: Mapping[str, int], throttled: str, scale: float) -> None:
    folder.more["periods"] = table.get("nr_periods")
    folder.more["throttled_periods"] = table.get("nr_throttled")
    if throttled in table:
        folder.more["throttled_s"] = table[throttled] / scale


def cpuacct_1(folder: Folder) -> None:
    """Read version 1's CPU time."""
    usage = folder.integer("cpuacct.usage")
    folder.more["cpu_usage_s"] = None if usage is None else usage / 1e9


def cpuset_1(folder: Folder) -> None:
    """Read version 1's CPUs."""
    allowed = folder.text("cpuset.effective_cpus") or folder.text("cpuset.cpus")
    folder.more["cpus_allowed"] = allowed.strip()


def memory_1(folder: Folder) -> None:
    """Read version 1's memory. Figures named total_ are with the groups below, as usage is."""
    folder.more["memory_bytes"] = folder.integer("memory.usage_in_bytes")
    folder.more["memory_limit_bytes"] = folder.integer("memory.limit_in_bytes")
    folder.more["memory_peak_bytes"] = folder.integer("memory.max_usage_in_bytes")
    folder.more["memory_limit_hits"] = folder.integer("memory.failcnt")
    folder.more["oom_kills"] = folder.table("memory.oom_control").get("oom_kill")
    table = folder.table("memory.stat")
    for field, name in (
        ("inactive_file_bytes", "inactive_file"),
        ("anon_bytes", "rss"),
        ("shmem_bytes", "shmem"),
        ("swap_bytes", "swap"),
    ):
        folder.more[field] = table.get(f"total_{name}", table.get(name))


def pids(folder: Folder) -> None:
    """Read the number of tasks, its limit and the refusals: the same in both versions."""
    folder.more["pids"] = folder.integer("pids.current")
    folder.more["pids_limit"] = folder.integer("pids.max")
    folder.more["pids_limit_hits"] = folder.table("pids.events").get("max")


def blkio_1(folder: Folder) -> None:
    """Read version 1's throttles and transferred bytes."""
    limits = [
        (device, kind, float(value))
        for name, kind in THROTTLES.items()
        for device, value in _pairs(folder.text(f"blkio.throttle.{name}_device"))
    ]
    if limits:
        folder.more["io_limits"] = tuple(limits)
    bytes_ = _by_device(folder.text("blkio.throttle.io_service_bytes"))
    operations = _by_device(folder.text("blkio.throttle.io_serviced"))
    _transferred(
        folder,
        [(device, *bytes_[device], *operations.get(device, (0, 0))) for device in sorted(bytes_)],
    )


def _pairs(text: str) -> Iterator[tuple[str, int]]:
    for line in text.splitlines():
        words = line.split()
        if len(words) == 2 and words[1].isdecimal():
            yield words[0], int(words[1])


def _by_device(text: str) -> dict[str, tuple[int, int]]:
    """Read lines `7:0 Read 540` into reads and writes by device."""
    found: dict[str, tuple[int, int]] = {}
    for line in text.splitlines():
        words = line.split()
        if len(words) == 3 and words[1] in ("Read", "Write") and words[2].isdecimal():
            reads, writes = found.get(words[0], (0, 0))
            number = int(words[2])
            found[words[0]] = (number, writes) if words[1] == "Read" else (reads, number)
    return found


def _transferred(folder: Folder, rows: list[tuple[str, int, int, int, int]]) -> None:
    if rows:
        folder.more["io_bytes"] = tuple(rows)
        folder.more["read_bytes"] = sum(row[1] for row in rows)
        folder.more["write_bytes"] = sum(row[2] for row in rows)


def version_2(folder: Folder) -> None:
    """Read all that version 2 shows of one group."""
    processes(folder)
    _cpu_2(folder)
    _memory_2(folder)
    pids(folder)
    _io_2(folder)
    for field, file, kind in (
        ("cpu_some_s", "cpu.pressure", "some"),
        ("memory_full_s", "memory.pressure", "full"),
        ("io_full_s", "io.pressure", "full"),
    ):
        folder.more[field] = _stalled(folder.text(file), kind)


def _cpu_2(folder: Folder) -> None:
    table = folder.table("cpu.stat")
    if "usage_usec" in table:
        folder.more["cpu_usage_s"] = table["usage_usec"] / 1e6
    _throttling(folder, table, "throttled_usec", 1e6)
    words = folder.text("cpu.max").split()
    if len(words) == 2 and words[0].isdecimal() and int(words[1]):
        folder.more["cpu_quota"] = int(words[0]) / int(words[1])
    weight = folder.integer("cpu.weight")
    folder.more["cpu_shares"] = None if weight is None else weight / DEFAULT_WEIGHT
    folder.more["cpus_allowed"] = folder.text("cpuset.cpus.effective").strip()


def _memory_2(folder: Folder) -> None:
    folder.more["memory_bytes"] = folder.integer("memory.current")
    folder.more["memory_limit_bytes"] = folder.integer("memory.max")
    folder.more["memory_high_bytes"] = folder.integer("memory.high")
    folder.more["memory_peak_bytes"] = folder.integer("memory.peak")
    folder.more["swap_bytes"] = folder.integer("memory.swap.current")
    table = folder.table("memory.stat")
    for field, name in (
        ("inactive_file_bytes", "inactive_file"),
        ("anon_bytes", "anon"),
        ("shmem_bytes", "shmem"),
    ):
        folder.more[field] = table.get(name)
    # the events of a group count those of the groups below, unless 'local' (since 5.2)
    events = folder.table("memory.events.local") or folder.table("memory.events")
    folder.more["memory_limit_hits"] = events.get("max")
    folder.more["oom_kills"] = events.get("oom_kill")
    folder.more["high_events"] = events.get("high")


def _io_2(folder: Folder) -> None:
    limits = [
        (device, kind, float(value))
        for device, fields in _devices(folder.text("io.max"))
        for kind, value in fields.items()
        if kind in THROTTLES.values() and value.isdecimal()
    ]
    if limits:
        folder.more["io_limits"] = tuple(limits)
    names = ("rbytes", "wbytes", "rios", "wios")
    rows: list[tuple[str, int, int, int, int]] = []
    for device, fields in _devices(folder.text("io.stat")):
        read, written, reads, writes = (int(fields.get(name, "0")) for name in names)
        rows.append((device, read, written, reads, writes))
    _transferred(folder, rows)


def _devices(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Read lines `254:0 rbytes=90430464 wbytes=299008000`."""
    for line in text.splitlines():
        device, *fields = line.split() or [""]
        pairs = (field.partition("=") for field in fields)
        yield device, {name: value for name, _, value in pairs}


def _stalled(text: str, kind: str) -> float | None:
    """Give the total of a pressure file's line, in seconds."""
    for line in text.splitlines():
        if line.startswith(f"{kind} "):
            return int(line.rpartition("total=")[2]) / 1e6
    return None


VERSION_1: Mapping[str, Callable[[Folder], None]] = {
    "cpu": cpu_1,
    "cpuacct": cpuacct_1,
    "memory": memory_1,
    "pids": pids,
    "blkio": blkio_1,
    "cpuset": cpuset_1,
}
