"""The kernel's own memory has become large."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

NEGATIVE = "negative dentries"
CAN_SHRINK = frozenset(
    ("dentry", "radix_tree_node", "xarray_node", "buffer_head", "ext4_extent_status", "xfs_inode")
)


@declared
class Limits:
    """Limits of slab_growth."""

    share: float = limit(
        0.15,
        Unit.RATIO,
        "share of memory in the kernel's caches that can't be given back",
        source="ours: hosts with many containers stand at 2 to 8 %",
    )
    least_bytes: float = limit(
        2**29,
        Unit.BYTES,
        "memory in the kernel's caches that can't be given back below which it is left alone",
        source="ours: containers take some hundred megabytes of a small machine",
    )
    missed_share: float = limit(
        0.10,
        Unit.RATIO,
        "share of memory still available below which the kernel's memory is missed",
        source="Netdata warns under 10 %",
    )
    negative: float = limit(
        20_000_000,
        Unit.COUNT,
        "names of files that do not exist and are kept in the cache",
        source="ours: 20 million are about 4 GB, and slow down whoever walks them",
    )


@check(
    resource=Resource.MEMORY, aspect=Aspect.UTILIZATION, needs=("memory.slab_share",), limits=Limits
)
def slab_growth(case: Case, limits: Limits) -> Iterator[Found]:
    """The kernel's own caches hold a large part of memory, or millions of names in vain.

    Why it matters: what can't be given back is lost to programs, and no list of processes shows it.
    Millions of names of files that do not exist slow down each change in their folders.

    What to do: see which cache it is (`slabtop`). A leak grows until the restart: update the
    kernel or the driver. For names in vain find who asks for files that do not exist (`strace`).
    """
    share = case.one("memory.slab_share")
    size = case.one("memory.size", **{"class": "SUnreclaim"})
    small = size is None or size.number < limits.least_bytes
    if share is not None and share.number >= limits.share and not small:
        yield _large(case, limits, share)
    names = case.one("memory.negative_dentries")
    if names is not None and names.number >= limits.negative:
        yield _in_vain(limits, names)


def _large(case: Case, limits: Limits, share: Evidence) -> Found:
    caches = sorted(
        (one for one in case.of("memory.slab_cache") if not _can_shrink(one.label("cache"))),
        key=lambda one: -one.number,
    )
    free = case.one("memory.free_share")
    missed = free is not None and free.number < limits.missed_share
    told = (share, *caches[:1], *([free] if missed and free is not None else []))
    return Found(
        severity=Severity.MEDIUM if missed else Severity.LOW,
        harm=Harm.WASTE,
        title=text("The kernel keeps {share:percent} of memory for itself", share=share.number),
        description=text(
            "None of it can be given back. The largest cache of this kind is {cache} with"
            " {size:bytes}.",
            cache=caches[0].label("cache"),
            size=caches[0].number,
        )
        if caches
        else text(
            "None of it can be given back. Which cache it is could not be seen: the largest are of"
            " another kind, or root's rights are missing."
        ),
        recommendation=text(
            "See which cache grows (slabtop -s c) and what uses it; update the kernel or driver"
            " that leaks."
        ),
        evidence=told,
        confidence=80,
        threshold=limits.share,
    )


def _can_shrink(cache: str) -> bool:
    """Say whether a cache holds names, inodes or pages' places, which the kernel gives back."""
    return cache in CAN_SHRINK or "inode_cache" in cache or cache.startswith("kmalloc-rcl-")


def _in_vain(limits: Limits, names: Evidence) -> Found:
    return Found(
        severity=Severity.LOW,
        harm=Harm.WASTE,
        title=text(
            "The kernel remembers {number:count} files that do not exist", number=names.number
        ),
        description=text(
            "Somebody asks again and again for names that are not there; each stays in the cache."
        ),
        recommendation=text(
            "Find who asks (strace -f -e trace=file, or a look at temporary names), and give the"
            " memory back once."
        ),
        proposals=(proposal("reclaim_slab"),),
        culprit=culprits.named(EntityKind.HOST, NEGATIVE),
        evidence=(names,),
        confidence=75,
        threshold=limits.negative,
    )
