"""Reads the kernel's own counters, to show that a fault really happened."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
TCP_STATES = {"CLOSE_WAIT": "08", "ESTABLISHED": "01", "TIME_WAIT": "06"}


def stat_value(name: str) -> float:
    """A line of /proc/stat with one number, such as ctxt or processes."""
    return _keyed(PROC / "stat", name)


def vmstat_value(name: str) -> float:
    """A counter of /proc/vmstat."""
    return _keyed(PROC / "vmstat", name)


def cpu_time_seconds(cpu: str, *columns: str) -> float:
    """Time of 'cpu' (all) or 'cpu1' spent in these columns of /proc/stat."""
    names = ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal")
    for line in (PROC / "stat").read_text().splitlines():
        label, *values = line.split()
        if label == cpu:
            by_name = dict(zip(names, values, strict=False))
            return sum(int(by_name[column]) for column in columns) / _TICKS
    return 0.0


def pressure_seconds(resource: str, kind: str = "some") -> float:
    """Time that tasks have waited for cpu, io or memory; 0 where the kernel keeps none."""
    with suppress(OSError):
        for line in (PROC / "pressure" / resource).read_text().splitlines():
            words = line.split()
            if words[0] == kind:
                return int(words[-1].removeprefix("total=")) / 1e6
    return 0.0


def process_cpu_seconds(pids: Iterable[int]) -> float:
    """CPU time of these processes, their reaped children not counted; the gone count nothing."""
    total = 0
    for pid in pids:
        fields = process_fields(pid)
        if fields:
            total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def thread_cpu_seconds(task: Path, names: tuple[str, ...]) -> float:
    """CPU time of a thread if its name begins with one of these; else nothing."""
    with suppress(OSError):
        name, _, fields = (task / "stat").read_text(errors="replace").rpartition(")")
        if name.partition("(")[2].startswith(names):
            return sum(int(ticks) for ticks in fields.split()[11:13]) / _TICKS
    return 0.0


def process_fields(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on; empty when it is gone."""
    with suppress(OSError):
        text = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
        return text.rpartition(")")[2].split()
    return []


def resident_bytes(pid: int) -> float:
    """Memory that the process holds."""
    return 1024 * _keyed(PROC / str(pid) / "status", "VmRSS:")


def swapped_bytes(pid: int) -> float:
    """Memory of the process that lies in swap."""
    return 1024 * _keyed(PROC / str(pid) / "status", "VmSwap:")


def switches(pid: int) -> float:
    """How often the process gave up a CPU or was made to."""
    status = PROC / str(pid) / "status"
    return _keyed(status, "voluntary_ctxt_switches:") + _keyed(
        status, "nonvoluntary_ctxt_switches:"
    )


def open_files(pid: int) -> float:
    """How many descriptors the process holds."""
    with suppress(OSError):
        return float(len(os.listdir(PROC / str(pid) / "fd")))
    return 0.0


def children(pid: int) -> list[int]:
    """The child processes, the dead ones as well."""
    with suppress(OSError):
        text = (PROC / str(pid) / "task" / str(pid) / "children").read_text()
        return [int(child) for child in text.split()]
    return []


def zombies_of(pid: int) -> float:
    """How many children have ended and were not waited for."""
    return float(sum(process_fields(child)[:1] == ["Z"] for child in children(pid)))


def network_value(pid: int, protocol: str, name: str) -> float:
    """A counter of the process' network namespace, such as Tcp RetransSegs."""
    for file in ("snmp", "netstat"):
        with suppress(OSError):
            lines = (PROC / str(pid) / "net" / file).read_text().splitlines()
            for labels, values in zip(lines[::2], lines[1::2], strict=False):
                if labels.startswith(protocol + ":") and name in labels.split():
                    return float(values.split()[labels.split().index(name)])
    return 0.0


def sockets_in(pid: int, state: str) -> float:
    """TCP sockets in this state in the process' network namespace."""
    wanted, total = TCP_STATES[state], 0
    for file in ("tcp", "tcp6"):
        with suppress(OSError):
            lines = (PROC / str(pid) / "net" / file).read_text().splitlines()[1:]
            total += sum(line.split()[3] == wanted for line in lines)
    return float(total)


def disk_busy_seconds(name: str) -> float:
    """Time that the device had requests in flight."""
    return _disk(name, 12) / 1000


def disk_sectors_read(name: str) -> float:
    """Sectors read from the device, of 512 bytes."""
    return _disk(name, 5)


def is_read_only(mount: Path) -> float:
    """1 when the mount is read-only now."""
    for line in (PROC / "self" / "mounts").read_text(encoding="utf-8").splitlines():
        _, where, _, options, *_ = line.split()
        if where == str(mount):
            return float("ro" in options.split(","))
    return 0.0


def file_bytes(file: Path) -> float:
    """The file's size; 0 when it is gone."""
    with suppress(OSError):
        return float(file.stat().st_size)
    return 0.0


def interface_value(interface: str, name: str) -> float:
    """A number of an interface in the host's own namespace, such as carrier_changes."""
    with suppress(OSError):
        return float(Path("/sys/class/net", interface, name).read_text())
    return 0.0


def _disk(name: str, column: int) -> float:
    for line in (PROC / "diskstats").read_text().splitlines():
        words = line.split()
        if words[2] == name:
            return float(words[column])
    return 0.0


def _keyed(file: Path, name: str) -> float:
    with suppress(OSError):
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            words = line.split()
            if words and words[0] == name:
                return float(words[1])
    return 0.0
