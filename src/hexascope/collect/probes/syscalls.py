"""System calls: which of them the culprit makes or waits in, and how many a second."""

from collections import Counter
from collections.abc import Iterable, Iterator

from hexascope.collect.contract import NotHere
from hexascope.collect.probes._answers import field, number, rows
from hexascope.collect.probes._subjects import culprits, kernel_share
from hexascope.collect.probing.contract import Cost, ProbeHost, probe
from hexascope.domain.case import Case
from hexascope.domain.probe import Subject
from hexascope.domain.snapshot import Missing, Reading

LEAST_KERNEL_SHARE = 0.2
"""Who lets the kernel use less of a CPU hardly suffers from its calls."""

SECONDS = 1.5
HERTZ = "25"
MOST_KINDS = 8
TRACED = "perf_event raw_syscalls:sys_enter"
SAMPLED = "/proc/PID/task/TID/syscall"


def wanted(case: Case) -> Iterable[Subject]:
    """Count for culprits that keep the kernel busy, and for such a target."""
    for subject in culprits(case, lambda _: True):
        if kernel_share(case, subject.pids) >= LEAST_KERNEL_SHARE:
            yield subject


@probe(
    gives=("syscall.per_s", "syscall.called_share", "syscall.share"),
    cost=Cost(seconds=2.0, cpu_share=0.01, needs="root (tracefs)"),
    wants=wanted,
    fallback=(
        "Without tracefs or the right to it the calls that threads are found in are told, sampled"
        " through /proc: that shows where they are, and not how often they call."
    ),
)
def syscalls(host: ProbeHost, subject: Subject) -> Iterator[object]:
    """Count the system calls of a process' busiest threads for a second and a half.

    The kernel counts each call and hands over about 99 of them a second, from which the shares of
    the kinds are told.
    """
    pids = ",".join(map(str, subject.pids))
    pid = ("pid", str(subject.pids[0]))
    try:
        told = host.call("syscall_counts", pids, str(SECONDS))
    except NotHere as reason:
        yield Missing("syscall.per_s", reason.status, reason.reason)
        yield Missing("syscall.called_share", reason.status, reason.reason)
        yield from _sampled(host, pids, pid)
        return
    seconds = number(field(told, "seconds"))
    yield Reading("syscall.per_s", (pid,), number(field(told, "calls")) / seconds, TRACED)
    kinds = [(str(name), number(count)) for name, count in rows(field(told, "kinds"), 2)]
    total = sum(count for _, count in kinds)
    for name, count in kinds[:MOST_KINDS]:
        yield Reading("syscall.called_share", (("call", name), pid), count / total, TRACED)


def _sampled(host: ProbeHost, pids: str, pid: tuple[str, str]) -> Iterator[object]:
    told = host.call("stack_samples", pids, HERTZ, str(SECONDS), "no")
    counts: Counter[str] = Counter()
    for _, call, _, _, count in rows(field(told, "samples"), 5):
        counts[str(call) or "not in a system call"] += int(number(count))
    for call, count in counts.most_common(MOST_KINDS):
        yield Reading("syscall.share", (("call", call), pid), count / counts.total(), SAMPLED)
