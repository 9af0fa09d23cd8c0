"""CPU profile: what the culprit's threads run, by their call stacks."""

import re
import sys
from collections import Counter
from collections.abc import Generator, Iterable, Iterator

from hexascope.collect.contract import Json, NotHere
from hexascope.collect.probes._answers import field, items, number, rows
from hexascope.collect.probes._subjects import (
    PROFILE_HERTZ,
    PROFILE_SECONDS,
    cpu_share,
    culprits,
)
from hexascope.collect.probing.contract import LONGEST_SECONDS, Cost, ProbeHost, probe
from hexascope.domain.case import Case
from hexascope.domain.probe import Subject
from hexascope.domain.profile import Profile, ProfileKind
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

LEAST_CPU_SHARE = 0.2
"""Who uses less of a CPU would give too few samples to say anything."""

PYTHON_SECONDS = 2
"""py-spy takes whole seconds."""

MOST_TOP = 8
"""Functions that are evidence; all of them are in the profile."""

KERNEL_MARK = "_[k]"
_PYTHON = re.compile(r"/(?:python|pypy)\d?[^/]*$")
_FOLDED = re.compile(r"^(.+) (\d{1,9})$")


def wanted(case: Case) -> Iterable[Subject]:
    """Profile culprits of any kind, and the target, that use a CPU to be spoken of."""
    for subject in culprits(case, lambda _: True):
        if cpu_share(case, subject.pids) >= LEAST_CPU_SHARE:
            yield subject


@probe(
    gives=("profile.samples", "profile.top_share", "profile.kernel_share"),
    cost=Cost(seconds=3.0, cpu_share=0.03, needs="root, or the same user"),
    wants=wanted,
    fallback=(
        "Without root only the program's own part is seen (perf_event_paranoid up to 2); where"
        " perf_event is not allowed at all, the states of the threads are sampled through /proc."
        " Without py-spy a Python program shows the interpreter's functions."
    ),
)
def cpu_profile(host: ProbeHost, subject: Subject) -> Iterator[object]:
    """Sample the call stacks of a process' threads 49 times a second while they use a CPU.

    Python programs are asked by py-spy, where it is installed; all others, and the kernel's part,
    by perf_event, which needs no program. Functions are named by the symbols of the files, by
    /proc/kallsyms, and by what a JIT writes into /tmp/perf-PID.map.
    """
    made = yield from _by_py_spy(host, subject)
    kernel = False
    if made is None:
        made, kernel = yield from _native(host, subject)
    yield made
    yield from readings(made, subject, kernel=kernel)


def readings(profile: Profile, subject: Subject, *, kernel: bool) -> Iterator[Reading]:
    """Give what a profile shows as evidence: the functions that run most.

    Without the `kernel`'s part nothing is known of its share, and nothing is said.
    """
    total = profile.samples
    pid = str(subject.pids[0])
    yield Reading("profile.samples", (("pid", pid),), float(total), profile.source)
    if not total:
        return
    leaves: Counter[str] = Counter()
    inside = 0
    for frames, count in profile.stacks:
        leaves[frames[-1]] += count
        inside += count if frames[-1].endswith(KERNEL_MARK) else 0
    for frame, count in leaves.most_common(MOST_TOP):
        labels = (("frame", frame), ("pid", pid))
        yield Reading("profile.top_share", labels, count / total, profile.source)
    if kernel:
        yield Reading("profile.kernel_share", (("pid", pid),), inside / total, profile.source)


def _native(host: ProbeHost, subject: Subject) -> Generator[object, None, tuple[Profile, bool]]:
    pids = ",".join(map(str, subject.pids))
    try:
        told = host.call("cpu_profile", pids, PROFILE_HERTZ, str(PROFILE_SECONDS))
    except NotHere as reason:
        if reason.status is Status.NOT_PRESENT:
            raise
        yield Missing("perf_event", reason.status, reason.reason)
        return _by_states(host, subject), False
    kernel = field(told, "kernel") is True
    if not kernel:
        yield Missing(
            "profile.kernel_share",
            Status.NO_PERMISSION,
            "perf_event_paranoid hides the kernel's part; run as root",
        )
    made = Profile(
        name=subject.name,
        kind=ProfileKind.ON_CPU,
        pids=subject.pids,
        hertz=int(PROFILE_HERTZ),
        seconds=number(field(told, "seconds")),
        source="perf_event cpu-clock",
        stacks=tuple(_stacks(field(told, "stacks"))),
        lost=int(number(field(told, "lost"))),
    )
    return made, kernel


def _by_states(host: ProbeHost, subject: Subject) -> Profile:
    """Say at least how much of the time threads run, by sampling /proc."""
    pids = ",".join(map(str, subject.pids))
    told = host.call("stack_samples", pids, PROFILE_HERTZ, str(PYTHON_SECONDS - 0.5), "no")
    running: Counter[tuple[str, ...]] = Counter()
    for name, call, _, _, count in rows(field(told, "samples"), 5):
        if call == "running":
            running[str(name), "[running]"] += int(number(count))
    return Profile(
        name=subject.name,
        kind=ProfileKind.ON_CPU,
        pids=subject.pids,
        hertz=int(PROFILE_HERTZ),
        seconds=number(field(told, "seconds")),
        source="/proc/PID/syscall",
        stacks=tuple(running.most_common()),
    )


def _by_py_spy(host: ProbeHost, subject: Subject) -> Generator[object, None, Profile | None]:
    """Ask py-spy for the stacks of the busiest process, if that is a Python program."""
    pid = subject.pids[0]
    if not _is_python(host, pid):
        return None
    try:
        output = _py_spy(host, pid)
    except NotHere as reason:
        yield Missing("py-spy", reason.status, reason.reason)
        return None
    stacks = tuple(folded(output))
    if not stacks:
        yield Missing("py-spy", Status.UNREADABLE, "py-spy saw no stack")
        return None
    return Profile(
        name=subject.name,
        kind=ProfileKind.ON_CPU,
        pids=(pid,),
        hertz=int(PROFILE_HERTZ),
        seconds=float(PYTHON_SECONDS),
        source="py-spy",
        stacks=stacks,
    )


def _py_spy(host: ProbeHost, pid: int) -> str:
    """Run py-spy: the one beside our own interpreter, or one in PATH."""
    beside = sys.executable.rpartition("/")[0] + "/py-spy"
    options = ["--pid", str(pid), "--rate", PROFILE_HERTZ, "--duration", str(PYTHON_SECONDS)]
    options += ["--nonblocking", "--format", "raw", "--output", "/dev/stdout"]
    for program in (beside, "py-spy"):
        try:
            ended = host.run([program, "record", *options], timeout_seconds=LONGEST_SECONDS)
        except NotHere as reason:
            if reason.status is Status.NOT_PRESENT:
                continue
            raise
        if ended.code != 0:
            errors = ended.errors.decode(errors="backslashreplace").split("\n")
            why = next((line for line in errors if "rror" in line), errors[0])
            raise NotHere(Status.UNREADABLE, f"py-spy: {why.strip()}")
        return ended.output.decode(errors="backslashreplace")
    raise NotHere(
        Status.NOT_PRESENT, "py-spy is not installed: pip install 'hexascope[profile]' brings it"
    )


def _is_python(host: ProbeHost, pid: int) -> bool:
    try:
        return bool(_PYTHON.search(host.link(f"/proc/{pid}/exe").removesuffix(" (deleted)")))
    except NotHere:
        return False


def folded(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Read folded stacks: `main;work;read 12` a line; other lines are none."""
    for line in text.splitlines():
        match = _FOLDED.match(line)
        if match and not line.startswith("py-spy>"):
            yield tuple(match[1].split(";")), int(match[2])


def _stacks(value: Json) -> Iterator[tuple[tuple[str, ...], int]]:
    for frames, count in rows(value, 2):
        yield tuple(str(frame) for frame in items(frames)), int(number(count))
