"""Block latency: how long requests of a troubled disk take, and how unevenly."""

from collections.abc import Iterable, Iterator

from hexascope.collect.contract import NotHere
from hexascope.collect.probes._answers import field, number
from hexascope.collect.probes._subjects import troubles
from hexascope.collect.probing.contract import Cost, ProbeHost, probe
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.probe import Subject
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Resource, Status

SECONDS = 2.0
STEP_SECONDS = 0.02
STEPS = 75
"""Steps without the right to trace: a second and a half of them."""

TRACED = "perf_event block_rq_issue, block_rq_complete"
PERCENTILES = ("p50", "p95", "p99")


def wanted(case: Case) -> Iterable[Subject]:
    """Measure the disks that findings about disks and file systems speak of."""
    known: dict[str, None] = {}
    for one in troubles(case):
        if one.resource in (Resource.DISK, Resource.FILESYSTEM):
            known.update(dict.fromkeys(_devices(one)))
    for name in known:
        yield Subject(name=name, place=name)


def _devices(one: Finding) -> Iterator[str]:
    for piece in one.evidence:
        if piece.label("device"):
            yield piece.label("device")


@probe(
    gives=(
        "block_latency.requests",
        "block_latency.mean",
        "block_latency.p50",
        "block_latency.p95",
        "block_latency.p99",
        "block_latency.worst_step",
    ),
    cost=Cost(seconds=2.5, cpu_share=0.02, needs="root (tracefs)"),
    wants=wanted,
    fallback=(
        "Without tracefs or the right to it the counters of the disk are read every 20"
        " milliseconds, which gives mean times and no percentiles."
    ),
)
def block_latency(host: ProbeHost, subject: Subject) -> Iterator[object]:
    """Time each request of a disk from its start in the driver to its end, for two seconds.

    At most 5,000 records are taken; on a busier disk the measuring ends sooner.
    """
    device = (("device", subject.place),)
    try:
        told = host.call("block_latency", subject.place, str(SECONDS))
    except NotHere as reason:
        if reason.status is Status.NOT_PRESENT and "no such" in reason.reason:
            raise
        for name in PERCENTILES:
            yield Missing(f"block_latency.{name}", reason.status, reason.reason)
        yield from _by_counters(host, subject.place)
        return
    requests = number(field(told, "requests"))
    yield Reading("block_latency.requests", device, requests, TRACED)
    if requests:
        for name in ("mean", *PERCENTILES):
            yield Reading(f"block_latency.{name}", device, number(field(told, name)), TRACED)


def _by_counters(host: ProbeHost, name: str) -> Iterator[object]:
    """Give mean times from the disk's counters, over all and of the worst step."""
    path = f"/sys/class/block/{name}/stat"
    device = (("device", name),)
    first = before = counters(host.read(path))
    worst = 0.0
    for _ in range(STEPS):
        host.pause(STEP_SECONDS)
        now = counters(host.read(path))
        requests, spent = now[0] - before[0], now[1] - before[1]
        if requests > 0 and spent >= 0:
            worst = max(worst, spent / requests)
        before = now
    requests, spent = before[0] - first[0], before[1] - first[1]
    yield Reading("block_latency.requests", device, float(max(0, requests)), path)
    if requests > 0 and spent >= 0:
        yield Reading("block_latency.mean", device, spent / requests, path)
        yield Reading("block_latency.worst_step", device, worst, path)


def counters(text: str) -> tuple[int, float]:
    """Give a disk's finished requests and the seconds they took, reads and writes together."""
    fields = text.split()
    return int(fields[0]) + int(fields[4]), (int(fields[3]) + int(fields[7])) / 1000
