"""A host on which a great deal is wrong at once: more than fits a small window."""

from hexascope.domain.case import Case
from hexascope.domain.goals import Goals
from hexascope.domain.use import Aspect, Resource, Severity
from tests.support.cases import case, fact
from tests.support.panel import finding, process_entity

DISKS = 40


def crowded() -> Case:
    """Give forty slow disks, each with a culprit of a long name, and a few other things."""
    disks = [
        finding(
            f"disk_latency_{number}",
            resource=Resource.DISK,
            aspect=Aspect.LATENCY,
            severity=Severity.HIGH,
            evidence=(
                fact("disk.await", 0.03 + number / 1000, device=f"nvme{number}n1"),
                fact("disk.utilization", 0.9 + number / 1000, device=f"nvme{number}n1"),
            ),
            culprit=process_entity(f"a-rather-long-name-of-a-program-{number}-" + "x" * 120, 4000),
            victims=tuple(process_entity(f"victim-{number}-{one}", 5000) for one in range(8)),
        )
        for number in range(DISKS)
    ]
    swap = finding(
        "swap_thrash",
        resource=Resource.SWAP,
        severity=Severity.CRITICAL,
        evidence=(fact("memory.utilization", 0.99),),
    )
    return case(
        findings=(*disks[:5], swap, *disks[5:]),
        goals=Goals(
            statement="a shop's database",
            constraints=("no restart before 22:00",),
            sla=("99.9 % of answers under 300 ms",),
            disk_await_s=0.02,
        ),
    )
