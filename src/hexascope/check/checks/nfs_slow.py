"""NFS slow: a server answers late, or requests must be sent again."""

from collections.abc import Iterator

from hexascope.check import culprits, storage
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of nfs_slow."""

    wait: float = limit(
        0.050,
        Unit.SECONDS,
        "mean time that a server takes for an operation",
        source="ours: as for a rotating disk, which is what a server may have",
    )
    repeated_share: float = limit(
        0.01, Unit.RATIO, "share of requests that were sent again", source="as for TCP: checks.md"
    )
    operations: float = limit(
        50, Unit.COUNT, "operations below which a mean says little", source="as for disks"
    )


@check(
    resource=Resource.FILESYSTEM, aspect=Aspect.LATENCY, needs=("nfs.operations",), limits=Limits
)
def nfs_slow(case: Case, limits: Limits) -> Iterator[Found]:
    """An NFS server answers late, or requests to it have to be sent again.

    Why it matters: every program with a file there waits, and on a hard mount can't be killed.

    What to do: see whether the time goes on the way or in the server: `nfsstat -c`, `mountstats`,
    then its disks and the network between.
    """
    for count in case.of("nfs.operation_count"):
        mount = count.label("mount")
        wait = case.one("nfs.await", mount=mount)
        again = case.one("nfs.repeated_share", mount=mount)
        if count.number < limits.operations or wait is None or again is None:
            continue
        if wait.number >= limits.wait or again.number >= limits.repeated_share:
            yield _found(case, count, wait, again, limits)


def _found(case: Case, count: Evidence, wait: Evidence, again: Evidence, limits: Limits) -> Found:
    mount = wait.label("mount")
    slow = wait.number >= limits.wait
    return Found(
        severity=Severity.MEDIUM,
        harm=Harm.WAITING,
        title=_title(mount, wait, again, slow=slow),
        description=text(
            "Of {count:count} operations in the window {again:percent} of the requests had to be"
            " sent again. Programs with files there wait as long.",
            count=count.number,
            again=again.number,
        ),
        recommendation=text(
            "See where the time goes (mountstats {mount}): repeated requests mean the network,"
            " long answers without them the server.",
            mount=mount,
        ),
        proposals=(proposal("release_mount", mount=mount),),
        culprit=culprits.named(EntityKind.MOUNT, mount, path=mount, share=1.0),
        victims=_waiting(case, mount),
        evidence=(wait, again, count) if slow else (again, wait, count),
        threshold=limits.wait if slow else limits.repeated_share,
    )


def _title(mount: str, wait: Evidence, again: Evidence, *, slow: bool) -> Text:
    if slow:
        return text(
            "The NFS server of {mount} takes {wait:seconds} for an operation",
            mount=mount,
            wait=wait.number,
        )
    return text(
        "{again:percent} of the requests to the NFS server of {mount} had to be sent again",
        again=again.number,
        mount=mount,
    )


def _waiting(case: Case, label: str) -> tuple[Entity, ...]:
    """Give who has files there and was seen to wait."""
    mount = storage.mount_of(case, label)
    files = storage.on_mount(case, mount, writable=False) if mount else []
    users = storage.users(case, files)
    return storage.entities(case, [one for one in users if storage.waiting_share(one) > 0])
