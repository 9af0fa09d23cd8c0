"""Inodes full: there is space, but no more files can be made."""

from collections.abc import Iterator

from hexascope.check import storage
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of inodes_full."""

    high_share: float = limit(
        0.95, Unit.RATIO, "inodes in use", source="Netdata 90 / 98, of ten minutes"
    )
    full_share: float = limit(0.995, Unit.RATIO, "inodes in use that count as full", source="ours")
    least_size: float = limit(
        8 * 2**20,
        Unit.BYTES,
        "size below which a filesystem is made to measure, and full on purpose",
        source="ours",
    )


@check(
    resource=Resource.FILESYSTEM,
    aspect=Aspect.UTILIZATION,
    needs=("filesystem.inodes_share",),
    limits=Limits,
)
def inodes_full(case: Case, limits: Limits) -> Iterator[Found]:
    """A filesystem has no inodes left: no file can be made, though there is space.

    Why it matters: programs fail with 'No space left on device' while `df` shows room, which costs
    hours in an incident.

    What to do: find the folder with millions of small files (`du --inodes -x`), as sessions, mail
    queues or caches leave them, and clear it out.
    """
    for share in case.of("filesystem.inodes_share"):
        mount = storage.mount_of(case, share.label("mount"))
        small = mount is None or (mount.size_bytes or 0) < limits.least_size
        if mount is None or small or share.number < limits.high_share:
            continue
        full = share.number >= limits.full_share
        left = case.one("filesystem.available", mount=share.label("mount"))
        yield Found(
            severity=Severity.CRITICAL if full else Severity.MEDIUM,
            harm=Harm.FAILING if full else Harm.BUSY,
            aspect=Aspect.ERRORS if full else Aspect.UTILIZATION,
            title=text(
                "{mount} has used {share:percent} of its inodes",
                mount=mount.point,
                share=share.number,
            ),
            description=text(
                "When none is left, no file can be made there however much space there is, and"
                " programs say 'No space left on device'."
            ),
            recommendation=text(
                "Find the folder with most files (du --inodes -x {mount} | sort -n) and clear it"
                " out.",
                mount=mount.point,
            ),
            proposals=(proposal("free_space", mount=mount.point),),
            culprit=storage.named_mount(mount, 1.0),
            evidence=(share, *([left] if left else [])),
            confidence=95,
            threshold=limits.high_share,
        )
