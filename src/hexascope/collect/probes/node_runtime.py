"""Node: how long the event loop's thread works at a stretch, and where it waits."""

from collections import Counter
from collections.abc import Iterator

from hexascope.collect.contract import NotHere
from hexascope.collect.probes._subjects import culprits, row_of
from hexascope.collect.probing.contract import Cost, ProbeHost, probe
from hexascope.domain.case import Case
from hexascope.domain.probe import Subject
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Harm, Status

SAMPLES = 60
PAUSE_SECONDS = 0.025
MOST_PLACES = 6
NAMES = ("node", "nodejs", "bun", "deno")


def wanted(case: Case) -> Iterator[Subject]:
    """Look into Node programs that make others wait, or that belong to the target."""
    for subject in culprits(case, lambda one: one.harm >= Harm.WAITING):
        for pid in subject.pids[:1]:
            row = row_of(case, pid)
            if row is not None and row.executable.rpartition("/")[2] in NAMES:
                yield Subject(name=subject.name, pids=(pid,))


@probe(
    gives=("loop.busy_share", "loop.longest_busy_s", "loop.waits_at"),
    cost=Cost(seconds=2.5, cpu_share=0.004, needs="nothing; root or the same user for the waits"),
    wants=wanted,
    fallback="Without the right to read wchan it is seen only whether it works.",
)
def node_runtime(host: ProbeHost, subject: Subject) -> Iterator[Reading]:
    """Sample the main thread forty times a second: whether it works, and where it waits.

    A loop that is healthy comes back to its epoll many times a second; one that works for half a
    second at a stretch lets everybody wait as long.
    """
    pid = str(subject.pids[0])
    folder = f"/proc/{pid}/task/{pid}"
    began = host.clock("node_runtime")
    busy = stretch = longest = 0
    places: Counter[str] = Counter()
    for _ in range(SAMPLES):
        if _works(host, folder):
            busy += 1
            stretch += 1
            longest = max(longest, stretch)
        else:
            stretch = 0
            places[_place(host, folder)] += 1
        host.pause(PAUSE_SECONDS)
    step = (host.clock("node_runtime") - began) / SAMPLES
    where = (("pid", pid),)
    yield Reading("loop.busy_share", where, busy / SAMPLES, f"{folder}/stat")
    yield Reading("loop.longest_busy_s", where, longest * step, f"{folder}/stat")
    for place, count in places.most_common(MOST_PLACES):
        labels = (("pid", pid), ("place", place))
        yield Reading("loop.waits_at", labels, count / SAMPLES, f"{folder}/wchan")


def _works(host: ProbeHost, folder: str) -> bool:
    """Say whether the thread runs or stands ready to."""
    words = host.read(f"{folder}/stat").rpartition(")")[2].split()
    if not words:
        raise NotHere(Status.UNREADABLE, f"{folder}/stat was empty")
    return words[0] == "R"


def _place(host: ProbeHost, folder: str) -> str:
    try:
        channel = host.read(f"{folder}/wchan").strip()
    except NotHere:
        return "unknown"
    return channel if channel not in ("", "0") else "unknown"
