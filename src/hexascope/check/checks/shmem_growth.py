"""Shared memory and files in memory grow until memory runs out."""

from collections.abc import Iterator
from dataclasses import dataclass

from hexascope.check import culprits, storage
from hexascope.check.contract import check, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import Mount
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

IN_MEMORY = ("tmpfs", "ramfs", "devtmpfs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of shmem_growth."""

    soon: float = limit(
        600,
        Unit.SECONDS,
        "time until shared memory has taken what is available",
        source="checks.md: 10 min, as for leaks",
    )
    least_rate: float = limit(
        2**20,
        Unit.PER_SECOND,
        "bytes a second below which growth is left alone",
        source="ours: slower growth is not told from a window of seconds",
    )
    share: float = limit(
        0.05,
        Unit.RATIO,
        "share of memory in shared memory and files in memory that makes it worth a word",
        source="ours: a start-up that fills its buffers stays below",
    )


@check(
    resource=Resource.MEMORY,
    aspect=Aspect.UTILIZATION,
    needs=("memory.shmem_growth", "memory.available"),
    limits=Limits,
)
def shmem_growth(case: Case, limits: Limits) -> Iterator[Found]:
    """Shared memory or files in memory (tmpfs) grow so fast that memory is soon used up.

    Why it matters: it belongs to no process, so killing processes gives nothing back; when memory
    is out, the kernel kills whoever is largest, and that is somebody else.

    What to do: look at files in /dev/shm, /tmp and /run where they are kept in memory, and at
    segments of shared memory (`ipcs -m`); remove what is left over and limit the mount's size.
    """
    growth, share = case.one("memory.shmem_growth"), case.one("memory.shmem_share")
    available = case.one("memory.available")
    if growth is None or share is None or available is None:
        return
    if growth.number < limits.least_rate or share.number < limits.share:
        return
    left = evidence(
        "memory.shmem_time_left",
        available.number / growth.number,
        source="/proc/meminfo",
        window_s=growth.window_s,
    )
    if left.number > limits.soon:
        return
    yield _found(case, limits, (left, growth, share))


def _found(case: Case, limits: Limits, told: tuple[Evidence, Evidence, Evidence]) -> Found:
    left, growth, share = told
    where, writer = _where(case)
    return Found(
        severity=Severity.HIGH,
        harm=Harm.WASTE,
        title=text(
            "Shared memory grows by {growth:bytes_per_s} and uses up the memory in {left:seconds}",
            growth=growth.number,
            left=left.number,
        ),
        description=text(
            "{share:percent} of memory is in it now; most of the growth is files on {mount}.",
            share=share.number,
            mount=where.point,
        )
        if where
        else text(
            "{share:percent} of memory is in it now, and no file in memory is seen to grow: it is"
            " segments of shared memory.",
            share=share.number,
        ),
        recommendation=text(
            "Remove what is left over in {mount} and limit its size (mount -o remount,size=).",
            mount=where.point,
        )
        if where
        else text("Look at the segments and their owners: ipcs -m -p."),
        proposals=(proposal("free_space", mount=where.point),) if where else (),
        culprit=writer or (storage.named_mount(where) if where else None),
        victims=(storage.named_mount(where),) if where and writer else (),
        evidence=told,
        confidence=85 if where else 70,
        threshold=limits.soon,
    )


def _where(case: Case) -> tuple[Mount | None, Entity | None]:
    """Give the filesystem in memory that fills fastest, and who writes there."""
    rates = [
        (rate.number, mount)
        for rate in case.of("filesystem.fill_rate")
        if (mount := storage.mount_of(case, rate.label("mount"))) and mount.kind in IN_MEMORY
    ]
    if not rates:
        return None, None
    _, mount = max(rates, key=lambda one: one[0])
    growing = storage.growth_of(case, storage.on_mount(case, mount))
    return mount, culprits.process(case, growing[0].use) if growing else None
