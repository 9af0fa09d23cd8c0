"""A made world: cases whose cause is known, since it was drawn before the evidence was.

The cause harms: its resource is waited for. A decoy is a finding of the kind that rules get wrong:
loud, and of a resource that hardly anybody waits for. Rules rank by what findings say of
themselves, so a loud decoy may stand first. Some cases are kept hosts with a decoy laid over.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import NamedTuple

from benchmarks.panel.hosts import Host
from hexascope.check.rank import rank
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.evidence import Evidence, labels_of
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.finding import Finding, finding_id
from hexascope.domain.host import HostFacts
from hexascope.domain.snapshot import Snapshot, Window
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, When

SOURCE = "/proc/made"
PROGRAMS = ("api", "batch", "cache", "db", "indexer", "mailer", "render", "sync", "web", "worker")
HEALTHY_SHARE = 0.2
KEPT_SHARE = 0.2
MOST_DECOYS = 3
HIDDEN = 0.03
"""Share of true causes that nobody is seen to wait for: what the window missed."""

LOUD = 0.75
"""Share of decoys of which it can be seen that nobody waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A case with its truth: the id of the finding that is the cause, '' where nothing is wrong."""

    name: str
    case: Case
    truth: str

    @property
    def first(self) -> Finding | None:
        """Give what the rules put first."""
        return next(iter(self.case.findings), None)


class Kind(NamedTuple):
    """One kind of trouble: what a check says and by which evidence, given a random source."""

    check: str
    resource: Resource
    aspect: Aspect
    failing: bool
    title: str
    pieces: Callable[[Random, str], Sequence[Evidence]]


def _piece(family: str, value: float, **labels: str) -> Evidence:
    piece = evidence(family, value, source=SOURCE, window_s=5.0)
    return replace(piece, labels=labels_of(labels))


KINDS = (
    Kind(
        "cpu_saturation",
        Resource.CPU,
        Aspect.SATURATION,
        False,
        "{name} takes the CPUs",
        lambda draw, pid: (
            _piece("process.cpu_share", draw.uniform(0.6, 3.9), pid=pid),
            _piece("scheduler.run_delay", draw.uniform(0.2, 0.9), cpu="all"),
        ),
    ),
    Kind(
        "memory_reclaim",
        Resource.MEMORY,
        Aspect.SATURATION,
        False,
        "{name} takes the memory",
        lambda draw, pid: (
            _piece("process.rss", float(draw.randrange(10**8, 4 * 10**9)), pid=pid),
            _piece("memory.direct_reclaim", draw.uniform(100, 9000)),
        ),
    ),
    Kind(
        "disk_latency",
        Resource.DISK,
        Aspect.LATENCY,
        False,
        "{name} loads the disk",
        lambda draw, pid: (
            _piece("disk.await", draw.uniform(0.02, 0.9), device=draw.choice(("vda", "sdb"))),
            _piece("process.write_bytes", draw.uniform(10**6, 10**8), pid=pid),
        ),
    ),
    Kind(
        "swap_thrash",
        Resource.SWAP,
        Aspect.SATURATION,
        False,
        "{name} is swapped in and out",
        lambda draw, pid: (
            _piece("memory.swap_in", draw.uniform(200, 30000)),
            _piece("process.major_faults", draw.uniform(50, 3000), pid=pid),
        ),
    ),
    Kind(
        "accept_queue",
        Resource.NETWORK,
        Aspect.SATURATION,
        False,
        "{name} accepts too slowly",
        lambda draw, pid: (
            _piece(
                "socket.listen_queue", float(draw.randrange(2, 128)), namespace="host", port=pid
            ),
        ),
    ),
    Kind(
        "retransmissions",
        Resource.NETWORK,
        Aspect.ERRORS,
        True,
        "Segments are lost, and {name} sends them again",
        lambda draw, _pid: (
            _piece("tcp.retransmit_share", draw.uniform(0.03, 0.3), namespace="host"),
        ),
    ),
    Kind(
        "descriptors_full",
        Resource.DESCRIPTORS,
        Aspect.ERRORS,
        True,
        "{name} is at its limit of open files",
        lambda draw, pid: (
            _piece("process.descriptor_share", draw.uniform(0.98, 1.0), pid=pid),
            _piece("process.descriptors", float(draw.randrange(1000, 4096)), pid=pid),
        ),
    ),
)
WAITED_FOR = {
    Resource.CPU: "cpu", Resource.MEMORY: "memory", Resource.SWAP: "memory", Resource.DISK: "io",
}  # fmt: skip


def made(number: int, *, seed: int, kept: Sequence[Host] = ()) -> Made:
    """Make the case of this number: the same for the same seed; `kept` are hosts to build upon."""
    draw = Random(f"{seed}/{number}")
    if kept and draw.random() < KEPT_SHARE:
        return with_decoy(draw, number, draw.choice(kept))
    healthy = draw.random() < HEALTHY_SHARE
    kinds = draw.sample(KINDS, k=len(KINDS))
    calm = {name: draw.uniform(0.0, 0.04) for name in ("cpu", "memory", "io")}
    findings: list[Finding] = []
    truth = ""
    if not healthy:
        kind = kinds.pop(0)
        cause = _finding(draw, kind, harms=True)
        truth = cause.id
        findings.append(cause)
        pressed = WAITED_FOR.get(kind.resource)
        if pressed and draw.random() >= HIDDEN:
            calm[pressed] = draw.uniform(0.1, 0.8)
    decoys = draw.randrange(0 if healthy else 1, MOST_DECOYS + 1)
    findings += [_decoy(draw, kind, calm) for kind in _decoys(kinds, draw)[:decoys]]
    pieces = [_piece("pressure.some_share", value, resource=name) for name, value in calm.items()]
    return _case(f"made-{number}", findings, pieces, truth)


def with_decoy(draw: Random, number: int, host: Host) -> Made:
    """Lay one decoy over a kept host: the host's own evidence says whether anybody waits."""
    [kind] = _decoys(draw.sample(KINDS, k=len(KINDS)), draw)[:1]
    decoy = _finding(draw, kind, harms=False)
    return Made(
        name=f"{host.name}-{number}",
        case=replace(
            host.case,
            findings=rank((*host.case.findings, decoy)),
            facts=host.case.facts.with_more(decoy.evidence),
        ),
        truth=host.truth.id if host.truth else "",
    )


def _decoys(kinds: Sequence[Kind], draw: Random) -> list[Kind]:
    """Give kinds of trouble that don't fail anything, those that can be waited for mostly first."""
    able = [kind for kind in kinds if not kind.failing]
    return sorted(able, key=lambda kind: (kind.resource not in WAITED_FOR) > (draw.random() < 0.2))


def _decoy(draw: Random, kind: Kind, calm: dict[str, float]) -> Finding:
    """Make a decoy; where it is not loud somebody waits for its resource, if only a little."""
    pressed = WAITED_FOR.get(kind.resource)
    if pressed and draw.random() >= LOUD:
        calm[pressed] = max(calm[pressed], draw.uniform(0.06, 0.2))
    return _finding(draw, kind, harms=False)


def _finding(draw: Random, kind: Kind, *, harms: bool) -> Finding:
    name = f"{draw.choice(PROGRAMS)}-{draw.randrange(100)}"
    pid = draw.randrange(300, 60_000)
    culprit = Entity(kind=EntityKind.PROCESS, name=name, pid=pid, pids=(pid,))
    victim = Entity(kind=EntityKind.PROCESS, name=f"{draw.choice(PROGRAMS)}-v", pid=pid + 1)
    severities = (Severity.MEDIUM, Severity.HIGH, Severity.HIGH, Severity.CRITICAL)
    mild = (Severity.LOW, Severity.MEDIUM, Severity.MEDIUM, Severity.HIGH)
    severity = draw.choice(severities if harms else mild)
    return Finding(
        id=finding_id(kind.check, culprit),
        check=kind.check,
        resource=kind.resource,
        aspect=kind.aspect,
        severity=severity,
        own_severity=severity,
        title=text(kind.title, name=name),
        description=text("It is seen in what the kernel counts."),
        culprit=culprit,
        victims=(victim,) if harms and draw.random() < 0.5 else (),
        evidence=tuple(kind.pieces(draw, str(pid))),
        recommendation=text("Look at {name}.", name=name),
        proposals=(),
        confidence=draw.randrange(60, 96),
        harm=Harm.FAILING if kind.failing else Harm.WAITING,
        time="2026-11-21T12:00:00Z",
        when=When.NOW,
    )


def _case(name: str, findings: Sequence[Finding], pieces: Sequence[Evidence], truth: str) -> Made:
    first = Snapshot(at=0.0, time=1.7e9, readings={})
    cited = [piece for one in findings for piece in one.evidence]
    return Made(
        name=name,
        case=Case(
            host=HostFacts(id="h" * 32, name=name, cpus=4, memory_bytes=8 * 2**30),
            window=Window(first=first, last=replace(first, at=5.0, time=1.7e9 + 5)),
            facts=Facts().with_more([*pieces, *cited]),
            findings=rank(findings),
        ),
        truth=truth,
    )
