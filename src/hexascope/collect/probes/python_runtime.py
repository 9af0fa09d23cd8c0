"""Python: what each thread does, and which holds the interpreter's lock."""

import json
import sys
from collections import Counter
from collections.abc import Iterator

from hexascope.collect.contract import Json, NotHere
from hexascope.collect.probes._answers import field, items
from hexascope.collect.probes._subjects import culprits, row_of
from hexascope.collect.probing.contract import Cost, ProbeHost, probe
from hexascope.domain.case import Case
from hexascope.domain.probe import Subject
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Harm, Status
from hexascope.kit.process import Ended

PATIENCE_SECONDS = 2.0
MOST_PLACES = 8
SOURCE = "py-spy dump"


def wanted(case: Case) -> Iterator[Subject]:
    """Look into Python programs that make others wait, or that belong to the target."""
    for subject in culprits(case, lambda one: one.harm >= Harm.WAITING):
        for pid in subject.pids[:1]:
            row = row_of(case, pid)
            if row is not None and "python" in row.executable.rpartition("/")[2]:
                yield Subject(name=subject.name, pids=(pid,))


@probe(
    gives=("python.threads_at", "python.main_thread", "python.lock_holder"),
    cost=Cost(seconds=2.0, cpu_share=0.03, needs="py-spy; root or the same user with ptrace"),
    wants=wanted,
    fallback="Without py-spy the system calls of its threads have to do.",
)
def python_runtime(host: ProbeHost, subject: Subject) -> Iterator[Reading]:
    """Dump the stacks of a Python program once, without stopping it.

    What is told are places (function and line) and how many threads stand there; no values.
    """
    pid = str(subject.pids[0])
    ended = _dumped(host, pid)
    if ended.code != 0:
        said = ended.errors.decode(errors="backslashreplace").strip().partition("\n")[0]
        raise NotHere(Status.NO_PERMISSION, f"py-spy: {said[:200]}")
    threads = items(json.loads(ended.output))
    places = Counter(_place(one) for one in threads)
    for place, count in places.most_common(MOST_PLACES):
        labels = (("pid", pid), ("place", place))
        yield Reading("python.threads_at", labels, float(count), SOURCE)
    for one in threads:
        if field(one, "thread_name") == "MainThread":
            yield Reading("python.main_thread", (("pid", pid),), _place(one), SOURCE)
        if field(one, "owns_gil") is True:
            yield Reading("python.lock_holder", (("pid", pid),), _place(one), SOURCE)


def _dumped(host: ProbeHost, pid: str) -> Ended:
    """Run py-spy: the one beside our own interpreter, or one in PATH."""
    beside = sys.executable.rpartition("/")[0] + "/py-spy"
    words = ["dump", "--nonblocking", "--json", "--pid", pid]
    try:
        return host.run([beside, *words], timeout_seconds=PATIENCE_SECONDS)
    except NotHere as reason:
        if reason.status is not Status.NOT_PRESENT:
            raise
    return host.run(["py-spy", *words], timeout_seconds=PATIENCE_SECONDS)


def _place(thread: Json) -> str:
    """Give the innermost place: `get (queue.py:171)`."""
    frames = items(field(thread, "frames"))
    if not frames:
        return "no Python"
    name, file = str(field(frames[0], "name")), str(field(frames[0], "short_filename"))
    return f"{name} ({file}:{field(frames[0], 'line')})"
