"""Socket details: what holds the culprit's worst TCP connections up."""

from collections.abc import Iterable, Iterator, Mapping

from hexascope.collect.contract import Json
from hexascope.collect.probes._answers import items, number
from hexascope.collect.probes._subjects import culprits
from hexascope.collect.probing.contract import Cost, ProbeHost, probe
from hexascope.domain.case import Case
from hexascope.domain.evidence import Labels
from hexascope.domain.probe import Subject
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Resource

SOURCE = "sock_diag"
MOST_CONNECTIONS = 6
UNLIMITED = 2**64 - 1
LEAST_SEGMENTS = 20
"""Fewer segments give no share of those sent again."""


def wanted(case: Case) -> Iterable[Subject]:
    """Look at whom findings of the network or of dependencies blame, and at the target."""
    return culprits(case, lambda one: one.resource in (Resource.NETWORK, Resource.DEPENDENCY))


@probe(
    gives=(
        "socket_probe.rtt",
        "socket_probe.retransmitted_share",
        "socket_probe.congestion_window",
        "socket_probe.send_queue",
        "socket_probe.receive_queue",
        "socket_probe.peer_limited_share",
        "socket_probe.buffer_limited_share",
        "socket_probe.pacing_rate",
    ),
    cost=Cost(seconds=1.0, cpu_share=0.01, needs="root, or the same user and network namespace"),
    wants=wanted,
    fallback="Without the right to a process' descriptors its connections can't be told.",
)
def socket_details(host: ProbeHost, subject: Subject) -> Iterator[object]:
    """Ask the kernel once what it knows of each TCP connection of a process.

    Told are the worst: those with bytes waiting, segments sent again, or a sender that is held up
    by its peer's window or by its own buffer.
    """
    for pid in subject.pids[:2]:
        rows = [
            one for one in items(host.call("socket_details", str(pid))) if isinstance(one, dict)
        ]
        rows.sort(key=trouble, reverse=True)
        for row in rows[:MOST_CONNECTIONS]:
            yield from _readings(row, str(pid))


def trouble(row: Mapping[str, Json]) -> tuple[float, float, float]:
    """Say how bad a connection is, to be compared: waiting, sent again, slow."""
    waiting = _of(row, "receive_queue") + _of(row, "send_queue")
    held = _share(row, "peer_limited_us", "busy_us") + _share(row, "buffer_limited_us", "busy_us")
    again = _share(row, "retransmitted", "segments_out")
    return held + again + min(1.0, waiting / 65536), waiting, _of(row, "rtt_us")


def _readings(row: Mapping[str, Json], pid: str) -> Iterator[Reading]:
    labels = (("local", str(row["local"])), ("pid", pid), ("remote", str(row["remote"])))
    yield _reading("rtt", labels, _of(row, "rtt_us") / 1e6)
    yield _reading("congestion_window", labels, _of(row, "window"))
    yield _reading("send_queue", labels, _of(row, "send_queue"))
    yield _reading("receive_queue", labels, _of(row, "receive_queue"))
    if _of(row, "segments_out") >= LEAST_SEGMENTS:
        share = _share(row, "retransmitted", "segments_out")
        yield _reading("retransmitted_share", labels, share)
    if _of(row, "busy_us"):
        for name in ("peer_limited", "buffer_limited"):
            yield _reading(f"{name}_share", labels, _share(row, f"{name}_us", "busy_us"))
    if 0 < _of(row, "pacing_rate") < UNLIMITED:
        yield _reading("pacing_rate", labels, _of(row, "pacing_rate"))


def _reading(name: str, labels: Labels, value: float) -> Reading:
    return Reading(f"socket_probe.{name}", labels, value, SOURCE)


def _of(row: Mapping[str, Json], name: str) -> float:
    """Give a number; 0 where the kernel is too old to tell it."""
    return number(row.get(name, 0))


def _share(row: Mapping[str, Json], part: str, whole: str) -> float:
    total = _of(row, whole)
    return min(1.0, _of(row, part) / total) if total > 0 else 0.0
