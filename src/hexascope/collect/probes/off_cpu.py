"""Off-CPU stacks: where the culprit's threads wait."""

from collections import Counter
from collections.abc import Iterable, Iterator

from hexascope.collect.contract import NotHere
from hexascope.collect.probes._answers import field, items, number, rows
from hexascope.collect.probes._subjects import (
    PROFILE_HERTZ,
    PROFILE_SECONDS,
    culprits,
    ready_share,
)
from hexascope.collect.probing.contract import Cost, ProbeHost, probe
from hexascope.domain.case import Case
from hexascope.domain.probe import Subject
from hexascope.domain.profile import Profile, ProfileKind
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Harm, Status

MOST_READY_SHARE = 0.9
"""Who runs or stands ready for more of the time hardly waits."""

MOST_TOP = 8
RUNNING = "running"
SOURCE = "/proc/PID/task/TID/stack"
_MACHINERY = frozenset(
    ("do_syscall_64", "entry_SYSCALL_64_after_hwframe", "el0t_64_sync", "el0_svc", "invoke_syscall")
)


def wanted(case: Case) -> Iterable[Subject]:
    """Look at culprits that make others wait or fail, and at the target, where they wait."""
    for subject in culprits(case, lambda one: one.harm >= Harm.WAITING):
        if ready_share(case, subject.pids) <= MOST_READY_SHARE:
            yield subject


@probe(
    gives=("off_cpu.samples", "off_cpu.share"),
    cost=Cost(seconds=3.0, cpu_share=0.01, needs="root; the same user without kernel stacks"),
    wants=wanted,
    fallback="Without root the system call is told instead of the kernel's stack.",
)
def off_cpu(host: ProbeHost, subject: Subject) -> Iterator[object]:
    """Sample 49 times a second where the threads of a process wait: the kernel's stack of them.

    The system call and the function of the program that made it stand above the kernel's own
    functions. Of a process with many threads three are read at a time, each in its turn.
    """
    pids = ",".join(map(str, subject.pids))
    told = host.call("stack_samples", pids, PROFILE_HERTZ, str(PROFILE_SECONDS), "yes")
    refused = str(field(told, "refused"))
    if refused:
        yield Missing("off_cpu.stacks", Status.NO_PERMISSION, refused)
    stacks: Counter[tuple[str, ...]] = Counter()
    places: Counter[str] = Counter()
    for name, call, place, kernel, count in rows(field(told, "samples"), 5):
        if call == RUNNING:
            continue
        inner = tuple(str(frame) for frame in items(kernel))
        frames = [str(name), *_outer(str(place), str(call)), *inner]
        stacks[tuple(frames)] += int(number(count))
        places[waits_at(inner, str(call))] += int(number(count))
    if not stacks:
        raise NotHere(Status.NOT_PRESENT, "its threads did not wait while it was looked")
    yield Profile(
        name=subject.name,
        kind=ProfileKind.OFF_CPU,
        pids=subject.pids,
        hertz=int(PROFILE_HERTZ),
        seconds=number(field(told, "seconds")),
        source=SOURCE,
        stacks=tuple(stacks.most_common()),
    )
    yield from _readings(places, subject)


def _outer(place: str, call: str) -> Iterator[str]:
    """Give the function of the program, unless it is named as the call that it makes."""
    if place and place.strip("_").removeprefix("libc_") != call:
        yield place
    if call:
        yield call


def waits_at(kernel: tuple[str, ...], call: str) -> str:
    """Give the call and the innermost function: `futex: futex_wait_queue`."""
    inner = [name.removesuffix("_[k]") for name in kernel]
    leaf = next((name for name in reversed(inner) if name not in _MACHINERY), "")
    return ": ".join(filter(None, (call, leaf))) or "not in a system call"


def _readings(places: Counter[str], subject: Subject) -> Iterator[Reading]:
    pid = str(subject.pids[0])
    total = places.total()
    yield Reading("off_cpu.samples", (("pid", pid),), float(total), SOURCE)
    for place, count in places.most_common(MOST_TOP):
        labels = (("pid", pid), ("place", place))
        yield Reading("off_cpu.share", labels, count / total, SOURCE)
