"""Control groups of the bench, in the old hierarchies or in the unified one."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.errors import Unfit
from benchmarks.host.bench import Bench
from benchmarks.host.names import PREFIX

MOUNTS = Path("/proc/self/mounts")
PERIOD_MICROSECONDS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Hierarchies:
    """Where each controller is mounted."""

    legacy: Mapping[str, Path]
    unified: Path | None
    unified_controllers: frozenset[str]

    def home(self, controller: str) -> Path:
        """The root directory for groups of this controller."""
        if controller in self.legacy:
            return self.legacy[controller]
        modern = _MODERN.get(controller, controller)
        if self.unified is not None and modern in self.unified_controllers:
            return self.unified
        raise Unfit(
            f"No cgroup controller '{controller}' on this machine; "
            "mount it, or run the bench where it is mounted."
        )


_MODERN = {"blkio": "io"}
_CONTROLLERS = frozenset({"cpu", "cpuacct", "memory", "blkio", "pids", "cpuset"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group, with its directory for each controller."""

    name: str
    directories: Mapping[str, Path]

    @property
    def paths(self) -> tuple[Path, ...]:
        """Its directories, each once."""
        return tuple(dict.fromkeys(self.directories.values()))

    def limit_cpu(self, quota_microseconds: int) -> None:
        """CPU time that the group may use in each period of 100 ms."""
        home = self.directories["cpu"]
        if (home / "cpu.cfs_quota_us").exists():
            (home / "cpu.cfs_period_us").write_text(str(PERIOD_MICROSECONDS))
            (home / "cpu.cfs_quota_us").write_text(str(quota_microseconds))
        else:
            (home / "cpu.max").write_text(f"{quota_microseconds} {PERIOD_MICROSECONDS}")

    def limit_memory(self, size_bytes: int) -> None:
        """Memory that the group may use; swap is not counted."""
        home = self.directories["memory"]
        old = home / "memory.limit_in_bytes"
        (old if old.exists() else home / "memory.max").write_text(str(size_bytes))

    def limit_writes(self, device_number: str, bytes_per_second: int) -> None:
        """Bytes a second that the group may write to the device 'major:minor'."""
        home = self.directories["blkio"]
        old = home / "blkio.throttle.write_bps_device"
        if old.exists():
            old.write_text(f"{device_number} {bytes_per_second}")
        else:
            (home / "io.max").write_text(f"{device_number} wbps={bytes_per_second}")

    def throttled(self) -> float:
        """How many periods the CPU quota has cut short."""
        return value_of(self.directories["cpu"] / "cpu.stat", "nr_throttled")

    def oom_kills(self) -> float:
        """How many of its processes its memory limit has killed."""
        home = self.directories["memory"]
        old = home / "memory.oom_control"
        return value_of(old if old.exists() else home / "memory.events", "oom_kill")


def value_of(file: Path, key: str) -> float:
    """A value of a flat keyed file; 0 when it has no such key."""
    for line in file.read_text().splitlines():
        words = line.split()
        if len(words) == 2 and words[0] == key:
            return float(words[1])
    return 0.0


def find_hierarchies(mounts: str) -> Hierarchies:
    """What the mount table says of cgroups."""
    legacy: dict[str, Path] = {}
    unified: Path | None = None
    for line in mounts.splitlines():
        _, where, kind, options, *_ = line.split()
        if kind == "cgroup2":
            unified = Path(where)
        elif kind == "cgroup":
            legacy |= {name: Path(where) for name in options.split(",") if name in _CONTROLLERS}
    offered = unified / "cgroup.controllers" if unified else None
    names = offered.read_text().split() if offered is not None and offered.exists() else []
    return Hierarchies(legacy=legacy, unified=unified, unified_controllers=frozenset(names))


def here() -> Hierarchies:
    """The hierarchies of this machine."""
    return find_hierarchies(MOUNTS.read_text(encoding="utf-8"))


def make_group(bench: Bench, *controllers: str, name: str = "") -> Group:
    """A group under these controllers; the pids controller is always one, to find its members."""
    name = name or PREFIX + bench.name().removeprefix("svc-")
    hierarchies = here()
    directories: dict[str, Path] = {}
    for controller in ("pids", *controllers):
        home = hierarchies.home(controller)
        if home == hierarchies.unified:
            _offer(home, controller)
        directory = home / name
        if directory not in directories.values():
            bench.journal.write("group", str(directory))
            directory.mkdir(exist_ok=True)
        directories[controller] = directory
    return Group(name=name, directories=directories)


def pids_group(bench: Bench) -> Group:
    """A group that limits nothing: only so that its members are found and ended."""
    return make_group(bench)


def _offer(home: Path, controller: str) -> None:
    # On the unified hierarchy a child has a controller only when its parent hands it down. An
    # init system has done so; what it has not, stays handed down, since others may use it by now.
    handed = home / "cgroup.subtree_control"
    modern = _MODERN.get(controller, controller)
    if modern not in handed.read_text().split():
        handed.write_text(f"+{modern}")
