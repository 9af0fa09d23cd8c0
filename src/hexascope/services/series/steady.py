"""The steady look at this host: a few cheap collectors each second, derived as in examinations.

What takes longer, or changes more slowly, is looked at every fifth time.
"""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite

from hexascope.collect.contract import Collector, HostFiles, Look, LookKind
from hexascope.collect.look import look
from hexascope.derive.contract import Deriver
from hexascope.derive.gather import gather
from hexascope.domain.evidence import Evidence, key
from hexascope.domain.host import HostFacts
from hexascope.domain.rows import CgroupUse
from hexascope.domain.series import LONGEST_KEY, Batch, Source, layout_of, step_of
from hexascope.domain.snapshot import Snapshot, Window
from hexascope.services.series.busiest import BusyGroup, busy_groups
from hexascope.store.database.series.codec import plain

STREAM = "steady"
SLOW_STREAM = "steady-slow"
SLOWER = 5
"""How many looks lie between two of the slower ones."""

FAST = (
    "cpu",
    "load",
    "pressure",
    "memory",
    "vmstat",
    "disks",
    "run_queue",
    "namespaces",  # without them nobody knows which interfaces are our own
    "interfaces",
)
FAST_DERIVERS = ("cpu", "pressure", "memory", "disks", "network")
SLOW = ("cpu", "memory", "swap", "mounts", "block_devices", "sockstat", "cgroups")
SLOW_DERIVERS = ("memory", "filesystems", "cgroups")
GAUGES = ("load.average", "load.tasks", "memory.available", "cpu.runnable", "sockstat.count")
"""Readings that are told as they are."""

MOST_SERIES = 600
"""Series of one look: of a host with more devices than that, the first by name."""

MOST_CPUS = 64
"""CPUs that are told one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What one look came to: its moment, and numbers by key; `slow` is the slower look's.

    `groups` are the busiest control groups: told to who watches, never kept.
    """

    time: float
    numbers: Mapping[str, float]
    slow: bool = False
    groups: Sequence[BusyGroup] = ()


@dataclass(slots=True)
class _Kind:
    collectors: Mapping[str, Collector]
    derivers: Mapping[str, Deriver]
    slow: bool
    before: Snapshot | None = None


@dataclass(slots=True, kw_only=True)
class Steady:
    """Looks at a host again and again; each look is told against the one before."""

    files: HostFiles
    collectors: Mapping[str, Collector]
    derivers: Mapping[str, Deriver]
    wall: Callable[[], float]
    monotonic: Callable[[], float]
    kinds: tuple[_Kind, _Kind] = field(init=False)
    number: int = 0

    def __post_init__(self) -> None:
        """Choose what is looked at how often, of what there is."""
        self.kinds = (
            self._kind(FAST, FAST_DERIVERS, slow=False),
            self._kind(SLOW, SLOW_DERIVERS, slow=True),
        )

    def _kind(self, names: tuple[str, ...], derivers: tuple[str, ...], *, slow: bool) -> _Kind:
        return _Kind(
            {name: self.collectors[name] for name in names if name in self.collectors},
            {name: self.derivers[name] for name in derivers if name in self.derivers},
            slow,
        )

    def look(self) -> list[Watched]:
        """Look once; blocks for some milliseconds. The first look of each kind tells nothing."""
        fast, slow = self.kinds
        seen = [self._watch(fast)]
        if self.number % SLOWER == 0:
            seen.append(self._watch(slow))
        self.number += 1
        return [one for one in seen if one is not None]

    def _watch(self, kind: _Kind) -> Watched | None:
        at = Look(
            kind=LookKind.FULL,
            number=self.number,
            at=self.monotonic(),
            time=self.wall(),
            files=self.files,
        )
        now = look(at, kind.collectors)
        before, kind.before = kind.before, now
        if before is None:
            return None
        facts = gather(Window(first=before, last=now), kind.derivers)
        numbers = {
            one.key: one.value
            for by_labels in facts.evidence.values()
            for one in by_labels.values()
            if _tells(one) and not isinstance(one.value, str)
        }
        for family in GAUGES:
            for reading in now.of(family):
                if not isinstance(reading.value, str):
                    numbers[key(family, reading.labels)] = float(reading.value)
        chosen = sorted(one for one in numbers if len(one) <= LONGEST_KEY)[:MOST_SERIES]
        known = {one: numbers[one] for one in chosen if isfinite(numbers[one])}
        groups = busy_groups(facts.rows(CgroupUse))
        if not known:
            return None
        return Watched(time=now.time, numbers=known, slow=kind.slow, groups=groups)


def _tells(one: Evidence) -> bool:
    """Tell whether a piece is worth a series: modes of each CPU are not, nor what passes by."""
    labels = dict(one.labels)
    cpu = labels.get("cpu", "all")
    if "pid" in labels or (one.family == "cpu.mode_share" and cpu != "all"):
        return False
    return not cpu.isdigit() or int(cpu) < MOST_CPUS


def batches_of(seen: list[Watched], host: HostFacts, boot: str, seconds: float) -> list[Batch]:
    """Make batches of looks: one for each run of looks with the same keys.

    A batch's number is made of its first moment: a restart of the server doesn't begin anew.
    """
    batches = []
    for slow in (False, True):
        source = Source(
            host=host.id,
            boot=boot,
            stream=SLOW_STREAM if slow else STREAM,
            step=step_of(seconds * (SLOWER if slow else 1)),
        )
        run: list[Watched] = []
        for one in [one for one in seen if one.slow == slow]:
            if run and (run[0].numbers.keys() != one.numbers.keys() or run[-1].time >= one.time):
                batches.append(_batch(run, source, host.name))
                run = []
            run.append(one)
        if run:
            batches.append(_batch(run, source, host.name))
    return batches


def _batch(run: list[Watched], source: Source, name: str) -> Batch:
    keys = tuple(run[0].numbers)
    values = array("d", (one.numbers[key] for one in run for key in keys))
    return Batch(
        source=source,
        host_name=name,
        seq=int(run[0].time * 1000),
        keys=keys,
        layout=layout_of(keys),
        times=array("d", (one.time for one in run)),
        values=plain(values),
    )
