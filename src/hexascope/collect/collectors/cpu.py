"""CPUs: the time they spent in each mode, switches, forks and what is ready to run."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, collector
from hexascope.domain.snapshot import Reading

SOURCE = "/proc/stat"
MODES = ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal")
"""Guest time is left out: the kernel counts it in user and nice as well."""

IDLE, IOWAIT = 3, 4
MOST_CPUS = 1024
"""CPUs that a full look tells one by one."""

MOST_LIGHT_CPUS = 16
"""Up to so many CPUs a light look tells each; above that their sum alone."""

HEAD_BYTES = 192 * 1024
"""The lines on CPUs and the counts below, even with 1,024 CPUs and many interrupts."""

COUNTS = {
    "ctxt": "cpu.context_switches",
    "processes": "cpu.forks",
    "procs_running": "cpu.runnable",
    "procs_blocked": "cpu.blocked",
    "btime": "cpu.booted_at",
    "intr": "cpu.interrupts",
}
LIGHT_COUNTS = ("ctxt", "processes", "procs_running")


def _ticks(host: HostFiles) -> float:
    told = host.call("whoami")
    ticks = told.get("ticks") if isinstance(told, dict) else None
    return float(ticks) if isinstance(ticks, int | float) and ticks > 0 else 100.0


def _name(word: str) -> str:
    return word[3:] or "all"


def _light(host: HostFiles) -> Iterator[Reading]:
    ticks = _ticks(host)
    lines = host.read_part(SOURCE, HEAD_BYTES).text.splitlines()
    rows = [line.split() for line in lines if line.startswith("cpu")]
    for row in rows if len(rows) - 1 <= MOST_LIGHT_CPUS else rows[:1]:
        yield _busy(row, ticks)
    for line in lines[len(rows) :]:
        name = line.partition(" ")[0]
        if name in LIGHT_COUNTS:
            yield Reading(COUNTS[name], (), int(line.split()[1]), SOURCE)


def _busy(row: list[str], ticks: float) -> Reading:
    times = [int(one) for one in row[1:9]]
    busy = sum(times) - times[IDLE] - times[IOWAIT]
    return Reading("cpu.busy_time", (("cpu", _name(row[0])),), busy / ticks, SOURCE)


@collector(
    reads=(SOURCE, "whoami"),
    gives=("cpu.time", "cpu.busy_time", "cpu.count", *COUNTS.values()),
    light=_light,
)
def cpu(host: HostFiles) -> Iterator[Reading]:
    """Read what each CPU and all of them did, by mode, and the scheduler's counts.

    Light looks read the busy time, context switches, forks and what is ready to run: a burst of
    200 ms is lost in the mean of five seconds.
    """
    ticks = _ticks(host)
    lines = host.read_part(SOURCE, HEAD_BYTES).text.splitlines()
    rows = [line.split() for line in lines if line.startswith("cpu")]
    for row in rows[: MOST_CPUS + 1]:
        yield _busy(row, ticks)
        for mode, spent in zip(MODES, row[1:], strict=False):
            labels = (("cpu", _name(row[0])), ("mode", mode))
            yield Reading("cpu.time", labels, int(spent) / ticks, SOURCE)
    yield Reading("cpu.count", (), len(rows) - 1, SOURCE)
    for line in lines[len(rows) :]:
        name, _, rest = line.partition(" ")
        if name in COUNTS:
            yield Reading(COUNTS[name], (), int(rest.split(None, 1)[0]), SOURCE)
