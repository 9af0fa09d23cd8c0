"""The case that panels are timed with: one finding with its evidence."""

from dataclasses import replace

from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.finding import Finding, finding_id
from hexascope.domain.host import HostFacts
from hexascope.domain.snapshot import Snapshot, Window
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, When


def timed_case() -> Case:
    """Give a case with enough for every specialist to speak of."""
    piece = evidence("disk.await", 0.0352, source="/proc/diskstats", window_s=5.0, device="vda")
    busy = evidence("disk.utilization", 0.97, source="/proc/diskstats", window_s=5.0, device="vda")
    culprit = Entity(kind=EntityKind.PROCESS, name="postgres", pid=4242, pids=(4242,))
    slow = Finding(
        id=finding_id("disk_latency", culprit),
        check="disk_latency",
        resource=Resource.DISK,
        aspect=Aspect.LATENCY,
        severity=Severity.HIGH,
        own_severity=Severity.HIGH,
        title=text("Requests to vda wait"),
        description=text("They do."),
        culprit=culprit,
        victims=(),
        evidence=(piece, busy),
        recommendation=text("Look."),
        proposals=(),
        confidence=80,
        harm=Harm.WAITING,
        time="2026-11-21T12:00:00Z",
        when=When.NOW,
    )
    first = Snapshot(at=0.0, time=1.7e9, readings={})
    return Case(
        host=HostFacts(id="h" * 32, name="bench", cpus=2, memory_bytes=4 * 2**30),
        window=Window(first=first, last=replace(first, at=5.0, time=1.7e9 + 5)),
        facts=Facts().with_more([piece, busy]),
        findings=(slow,),
    )
