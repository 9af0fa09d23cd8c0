"""Windows and cases made by hand, for tests of derivers, checks and specialists."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from hexascope.check.contract import Check
from hexascope.check.judge import judge
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence, labels_of
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.finding import Finding
from hexascope.domain.goals import Goals
from hexascope.domain.host import HostFacts
from hexascope.domain.rows import Process, ProcessUse
from hexascope.domain.snapshot import Missing, Pulse, Reading, Snapshot, Window

WALL = 1_700_000_000.0
HOST = HostFacts(id="h" * 16, name="web-1", cpus=2, memory_bytes=4 * 2**30, privileged=True)


def reading(family: str, value: float | str, **labels: str) -> Reading:
    """Make a reading as a collector would."""
    return Reading(family, labels_of(labels), value, "/proc/test")


def shot(at: float, items: Iterable[object] = ()) -> Snapshot:
    """Make a snapshot of readings, rows and missings."""
    readings: dict[str, dict[tuple[tuple[str, str], ...], Reading]] = {}
    tables: dict[type, list[object]] = {}
    missing: dict[str, Missing] = {}
    for item in items:
        if isinstance(item, Reading):
            readings.setdefault(item.family, {})[item.labels] = item
        elif isinstance(item, Missing):
            missing[item.name] = item
        else:
            tables.setdefault(type(item), []).append(item)
    return Snapshot(
        at=at,
        time=WALL + at,
        readings=readings,
        tables={kind: tuple(rows) for kind, rows in tables.items()},
        missing=missing,
    )


def window(
    first: Iterable[object] = (),
    last: Iterable[object] = (),
    *,
    seconds: float = 5.0,
    pulses: Iterable[Pulse] = (),
) -> Window:
    """Make a window from what its ends saw."""
    return Window(first=shot(100.0, first), last=shot(100.0 + seconds, last), pulses=tuple(pulses))


def case(
    *facts: object,
    host: HostFacts = HOST,
    goals: Goals | None = None,
    first: Iterable[object] = (),
    last: Iterable[object] = (),
    seconds: float = 5.0,
    pulses: Iterable[Pulse] = (),
    findings: tuple[Finding, ...] = (),
) -> Case:
    """Make a case from derived facts (evidence and rows) and, if wanted, raw looks."""
    return Case(
        host=host,
        window=window(first, last, seconds=seconds, pulses=pulses),
        facts=Facts().with_more(facts),
        goals=goals or Goals(),
        findings=findings,
    )


def fact(family: str, value: float | str, **labels: str) -> Evidence:
    """Make a piece of evidence of a declared family."""
    return replace(
        evidence(family, value, source="/proc/test", window_s=5.0), labels=labels_of(labels)
    )


def findings(one: Check, about: Case, *, strict: bool = False) -> list[Finding]:
    """Give what one check finds in a case; a struck claim or a missing need fails the test."""
    judged = judge(about, {one.name: one}, strict=strict)
    assert not judged.unjudged, judged.unjudged
    for made in judged.findings:
        assert_crosses_its_threshold(made)
    return list(judged.findings)


FALLS_BELOW = frozenset(
    (
        "memory_available",
        "entropy_low",
        "filesystem_filling",
        "frequency_throttling",
        "gpu_starved",
        "idle_capacity",
        "interface_slow",
        "shmem_growth",
    )
)
"""Checks that fire when their first evidence falls to its threshold; others when it rises to it."""


def assert_crosses_its_threshold(made: Finding) -> None:
    """The line that is drawn beside the first evidence is one that it crossed."""
    if made.threshold is None:
        return
    value, line = made.evidence[0].number, made.threshold
    if made.check in FALLS_BELOW:
        assert value <= line, made
    else:  # a step back of a clock crosses a line below zero
        assert abs(value) >= abs(line), made
        assert value * line >= 0, made


_PROCESS: Mapping[str, object] = {
    "pid": 4242,
    "ppid": 1,
    "comm": "worker",
    "state": "S",
    "start_s": 50.0,
    "user_s": 0.0,
    "system_s": 0.0,
    "children_user_s": 0.0,
    "children_system_s": 0.0,
    "minor_faults": 0,
    "major_faults": 0,
    "children_minor_faults": 0,
    "children_major_faults": 0,
    "threads": 1,
    "nice": 0,
    "policy": 0,
    "realtime_priority": 0,
    "processor": 0,
    "rss_bytes": 10 * 2**20,
    "virtual_bytes": 20 * 2**20,
    "flags": 0,
    "uid": 1000,
    "cpus_allowed": "0-1",
    "cgroup": "/",
    "net_namespace": "net:[4026531840]",
}


def process(**fields: object) -> Process:
    """Make a process row; all fields have a harmless value."""
    return Process(**{**_PROCESS, **fields})  # type: ignore[arg-type] # the fields are checked by the row


_USE: Mapping[str, object] = {
    "seconds": 5.0,
    "cpu_share": 0.0,
    "user_share": 0.0,
    "system_share": 0.0,
    "children_cpu_share": 0.0,
    "run_delay_share": 0.0,
    "block_delay_share": 0.0,
    "minor_faults_per_s": 0.0,
    "major_faults_per_s": 0.0,
    "children_minor_faults_per_s": 0.0,
    "voluntary_per_s": 0.0,
    "involuntary_per_s": 0.0,
    "read_bytes_per_s": 0.0,
    "write_bytes_per_s": 0.0,
    "written_chars_per_s": 0.0,
    "read_calls_per_s": 0.0,
    "write_calls_per_s": 0.0,
    "rss_growth_per_s": 0.0,
    "anon_growth_per_s": 0.0,
    "swap_growth_per_s": 0.0,
    "descriptor_growth_per_s": 0.0,
    "states": "SS",
    "rss_series": (),
    "was_new": False,
    "ended": False,
}


def use(now: Process | None = None, **fields: object) -> ProcessUse:
    """Make what a process did in the window; all fields have a harmless value."""
    return ProcessUse(**{"now": now or process(), **_USE, **fields})  # type: ignore[arg-type] # as above
