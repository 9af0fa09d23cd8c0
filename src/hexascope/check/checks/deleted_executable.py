"""Deleted executable: a program runs whose file somebody took away."""

from collections import defaultdict
from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.check.members import listening
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

FILE = "program.file"
GONE, MEMORY = "gone", "memory"

ANYBODYS = ("/tmp/", "/var/tmp/", "/dev/shm/", "/run/user/", "/dev/mqueue/")  # noqa: S108
"""Folders that everybody may write to: no program is installed there."""

PACKAGED = (
    "/usr/",
    "/bin/",
    "/sbin/",
    "/lib",
    "/opt/",
    "/snap/",
    "/nix/store/",
    "/gnu/store/",
    "/var/lib/",
)
"""Folders of package managers: an upgrade may take a versioned path away for good."""

RUNTIMES = ("runc", "crun", "youki", "lxc", "systemd", "bwrap", "snap", "kata", "conmon")
"""Programs that run from a sealed copy of themselves in memory, and name it so."""


@declared
class Limits:
    """Limits of deleted_executable."""

    busy_share: float = limit(
        0.20,
        Unit.RATIO,
        "share of one CPU, used or waited for, from which on a deleted program is busy",
        source="ours: what hides on a host mostly mines or scans",
    )
    busy_in_memory_share: float = limit(
        0.50,
        Unit.RATIO,
        "share of one CPU, used or waited for, from which on a program without a file is busy",
        source="ours: sandboxes and runtimes start sealed copies of themselves from memory",
    )


@check(
    resource=Resource.SECURITY,
    aspect=Aspect.SECURITY,
    needs=("program.deleted_count",),
    limits=Limits,
)
def deleted_executable(case: Case, limits: Limits) -> Iterator[Found]:
    """A program runs whose file was deleted and that no package put there.

    Why it matters: intruders delete their program once it runs, or start it from memory, so that
    no scan of the disk finds it. An upgrade leaves deleted programs too, but with a new file in
    the old place.

    What to do: keep a copy before anything else (`cp /proc/PID/exe`), see who started it and where
    it connects to, then cut the host off and stop it. If you know it, start it from its place.
    """
    listeners = listening(case)
    uses = {str(one.pid): one for one in case.rows(ProcessUse) if not one.ended}
    in_memory: dict[str, list[tuple[ProcessUse, Evidence]]] = defaultdict(list)
    for piece in case.of(FILE):
        use = uses.get(piece.label("pid"))
        if use is None or piece.value not in (GONE, MEMORY) or _is_runtime(piece):
            continue
        if piece.value == MEMORY and _wanted(use) < limits.busy_in_memory_share:
            in_memory[piece.label("path")].append((use, piece))
            continue
        busy = _wanted(use) >= limits.busy_share
        severity = _severity(piece.label("path"), busy=busy, listens=use.pid in listeners)
        if severity is not None:
            yield _found(case, use, piece, severity, busy=busy)
    for path, idle in in_memory.items():
        yield _idle_in_memory(case, path, idle)


def _wanted(use: ProcessUse) -> float:
    """Give the share of a CPU that it used or waited for: on a full host a busy one gets less."""
    return use.cpu_share + (use.run_delay_share or 0.0)


def _is_runtime(piece: Evidence) -> bool:
    name = piece.label("path").removeprefix("/memfd:")
    return piece.value == MEMORY and name.startswith(RUNTIMES)


def _severity(path: str, *, busy: bool, listens: bool) -> Severity | None:
    if path.startswith(PACKAGED) and not path.startswith(ANYBODYS):
        # an upgrade that took a versioned folder away; out_of_date_program tells of it
        return Severity.LOW if busy else None
    if busy or listens:
        return Severity.HIGH
    return Severity.MEDIUM if path.startswith(ANYBODYS) else Severity.LOW


def _idle_in_memory(case: Case, path: str, idle: list[tuple[ProcessUse, Evidence]]) -> Found:
    rows = [use for use, _ in idle]
    return Found(
        severity=Severity.LOW,
        harm=Harm.NONE,
        standing=True,
        title=text("{name} was started from memory, not from a file", name=rows[0].now.comm),
        description=text(
            "{number:count} {number:process runs|processes run} from {path}, which no scan of the "
            "disk finds. Sandboxes and container runtimes seal copies of themselves like this; "
            "intruders hide so too.",
            number=float(len(rows)),
            path=path,
        ),
        recommendation=text(
            "If nobody knows it, see who started it: ps -o user,ppid,args -p {pid}.",
            pid=str(rows[0].pid),
        ),
        culprit=culprits.processes(case, rows),
        evidence=tuple(piece for _, piece in idle),
        confidence=50,
    )


def _found(
    case: Case, use: ProcessUse, piece: Evidence, severity: Severity, *, busy: bool
) -> Found:
    path, comm = piece.label("path"), use.now.comm
    told = [piece]
    if busy:
        told.append(
            evidence(
                "process.cpu_share",
                use.cpu_share,
                source=f"/proc/{use.pid}/stat",
                window_s=use.seconds,
                pid=str(use.pid),
            )
        )
    return Found(
        severity=severity,
        # what can't be trusted has failed, however well it runs
        harm=Harm.FAILING if severity is Severity.HIGH else Harm.WASTE,
        title=text(
            "{name} runs from {path}, a program file that was deleted", name=comm, path=path
        ),
        description=_why(use, piece, busy=busy),
        recommendation=text(
            "Keep a copy first: cp /proc/{pid}/exe. See who started it (ps -o user,ppid,args) and"
            " where it connects to (ss -tnp); if nobody knows it, treat the host as broken into.",
            pid=str(use.pid),
        ),
        proposals=(proposal("investigate_intrusion", pid=use.pid),),
        culprit=culprits.process(case, use, 1.0),
        evidence=tuple(told),
        confidence=85 if severity is Severity.HIGH else 60,
    )


def _why(use: ProcessUse, piece: Evidence, *, busy: bool) -> Text:
    if piece.value == MEMORY:
        return text(
            "It was started from memory, never had a file that could be scanned, and is busy:"
            " {share:percent} of a CPU. That is a sign of intrusion.",
            share=use.cpu_share,
        )
    if busy:
        return text(
            "Nothing lies at that path any more, and the process is busy: {share:percent} of a CPU."
            " An upgrade would have left a new file in its place. That is a sign of intrusion.",
            share=use.cpu_share,
        )
    return text(
        "Nothing lies at that path any more; an upgrade would have left a new file in its place."
    )
