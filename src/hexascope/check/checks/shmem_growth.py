"""Shared memory and files in memory grow until memory runs out."""

from collections.abc import Iterator
from typing import Any

from hexascope.check import culprits, storage
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import Mount, Process, ProcessUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

IN_MEMORY = ("tmpfs", "ramfs", "devtmpfs")


@declared
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
    growth_share: float = limit(
        0.5,
        Unit.RATIO,
        "share of the growth from which on a mount or a process is said to make it",
        source="ours: most of it",
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
    told, least = (left, growth, share), growth.number * limits.growth_share
    where = _where(case, least)
    if where is None:
        holder = _holder(case, least)
        if holder is None or not _is_bounded(case, holder[0], available.number):
            yield _elsewhere(case, limits, told, holder)
    elif (where[1].available_bytes or 0) >= available.number:
        # otherwise the filesystem's own size stops it first, which filesystem_filling tells
        yield _on_mount(case, limits, told, where)


def _found(limits: Limits, told: tuple[Evidence, ...], **fields: Any) -> Found:
    left, growth = told[0].number, told[1].number
    return Found(
        harm=Harm.WASTE,
        title=text(
            "Shared memory grows by {growth:bytes_per_s} and uses up the memory in {left:seconds}",
            growth=growth,
            left=left,
        ),
        evidence=told,
        threshold=limits.soon,
        **fields,
    )


def _on_mount(
    case: Case, limits: Limits, told: tuple[Evidence, ...], where: tuple[Evidence, Mount]
) -> Found:
    """Tell of a filesystem in memory, and of who writes there."""
    rate, mount = where
    writers = storage.growth_of(case, storage.on_mount(case, mount))
    named = storage.named_mount(mount)
    grown = (storage.grew(case, writers[0]),) if writers else ()
    return _found(
        limits,
        (*told, rate, *grown),
        description=text(
            "{share:percent} of memory is in it now; most of the growth is files on {mount}.",
            share=told[2].number,
            mount=mount.point,
        ),
        recommendation=text(
            "Remove what is left over in {mount} and limit its size (mount -o remount,size=).",
            mount=mount.point,
        ),
        severity=Severity.HIGH,
        proposals=(proposal("free_space", mount=mount.point),),
        culprit=culprits.process(case, writers[0].use) if writers else named,
        victims=(named,) if writers else (),
        confidence=85,
    )


def _elsewhere(
    case: Case,
    limits: Limits,
    told: tuple[Evidence, ...],
    holder: tuple[ProcessUse, Evidence] | None,
) -> Found:
    """Tell of segments and files without a name, and of who maps those that grow."""
    share = told[2].number
    if holder is None:
        return _found(
            limits,
            told,
            description=text(
                "{share:percent} of memory is in it now, and neither a filesystem in memory nor a"
                " process is seen to make most of the growth.",
                share=share,
            ),
            recommendation=text(
                "Look at segments (ipcs -m -p) and at files without a name (ls -l /proc/*/fd | grep"
                " memfd)."
            ),
            severity=Severity.MEDIUM,  # who could be stopped by his own limit is not known
            confidence=70,
        )
    use, held = holder
    return _found(
        limits,
        (*told, held),
        description=text(
            "{share:percent} of memory is in it now; the memory that {name} shares with others"
            " grows.",
            share=share,
            name=use.now.comm,
        ),
        recommendation=text(
            "See what {name} keeps in shared memory (pmap -x, ipcs -m -p), and give it a limit.",
            name=use.now.comm,
        ),
        severity=Severity.HIGH,
        culprit=culprits.process(case, use),
        confidence=85,
    )


def _where(case: Case, least: float) -> tuple[Evidence, Mount] | None:
    """Give the filesystem in memory that makes most of the growth."""
    rates = [
        (rate, mount)
        for rate in case.of("filesystem.fill_rate")
        if rate.number >= least
        and (mount := storage.mount_of(case, rate.label("mount")))
        and mount.kind in IN_MEMORY
    ]
    return max(rates, key=lambda one: one[0].number, default=None)


def _holder(case: Case, least: float) -> tuple[ProcessUse, Evidence] | None:
    """Give the process that maps most of the growth; who only writes a memfd is not seen."""
    before = {one.identity: one.shmem_bytes or 0 for one in case.window.first.rows(Process)}
    grown = [
        ((use.now.shmem_bytes or 0) - before.get(use.now.identity, 0), use)
        for use in case.rows(ProcessUse)
        if not use.ended
    ]
    most, use = max(grown, key=lambda one: one[0], default=(0, None))
    if use is None or most < least * case.window.seconds:
        return None
    source, pid = f"/proc/{use.pid}/status", str(use.pid)
    return use, evidence("process.shmem", use.now.shmem_bytes or 0, source=source, pid=pid)


def _is_bounded(case: Case, use: ProcessUse, available: float) -> bool:
    """Say whether it only touches what it mapped before, and that this is less than there is.

    So does a database that warms up the buffers it was given.
    """
    rows = case.window.first.rows(Process)
    then = next((one for one in rows if one.identity == use.now.identity), None)
    if then is None or use.now.virtual_bytes > then.virtual_bytes:
        return False
    return use.now.virtual_bytes - use.now.rss_bytes < available
