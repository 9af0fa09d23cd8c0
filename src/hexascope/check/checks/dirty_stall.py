"""Much memory waits to be written to disks, and programs have to wait for it."""

from collections.abc import Iterator

from hexascope.check import storage
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import Proposal, proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

DIRTY, EARLIER = "memory.dirty_share", "vm.dirty_background_ratio"
WAITS_FOR_WRITING = (
    "balance_dirty",
    "folio_wait",
    "wait_on_page",
    "wait_on_commit",
    "wb_wait",
    "jbd2_",
    "start_this_handle",
    "wait_transaction",
    "filemap_fdatawait",
    "xlog_",
)
"""How the kernel's functions begin in which a task waits for pages to be written."""


@declared
class Limits:
    """Limits of dirty_stall."""

    dirty_share: float = limit(
        0.10,
        Unit.RATIO,
        "memory that waits to be written, as a share of what is available",
        source="ours: the kernel starts to write at 10 %, and holds writers back from 15 % on",
    )
    waiting_share: float = limit(
        0.20,
        Unit.RATIO,
        "share of the looks that saw a process wait for a disk",
        source="ours, as in blocked_pileup",
    )
    pressure: float = limit(
        0.10,
        Unit.RATIO,
        "share of the window in which a task waited for disks or memory",
        source="use-reference.md: some 10 %",
    )


@check(
    resource=Resource.MEMORY,
    aspect=Aspect.SATURATION,
    needs=(DIRTY, "process.count"),
    limits=Limits,
)
def dirty_stall(case: Case, limits: Limits) -> Iterator[Found]:
    """So much memory waits to be written to disks that programs are held back.

    Why it matters: when too much waits, the kernel makes every program that writes wait until some
    of it is on disk, also those that write little; and each fsync stands behind all of it.

    What to do: see who writes so much and to which device; write less or more evenly, let the
    kernel start earlier (vm.dirty_background_ratio, vm.dirty_bytes), or use a faster device.
    """
    dirty = case.one(DIRTY)
    if dirty is None or dirty.number < limits.dirty_share:
        return
    alive = [use for use in case.rows(ProcessUse) if not use.ended and not use.now.is_kernel_thread]
    writer, group = storage.main_group(case, alive, _written)
    pressure = _pressure(case, limits)
    own = any(storage.waiting_share(use) >= limits.waiting_share for use in group)
    others = _others(alive, group, limits) if group else []
    if not others and not own and pressure is None:
        return
    victims = storage.entities(case, others)
    shown = _rate(group) if group else None
    yield Found(
        severity=_severity(others, pressure),
        harm=Harm.WAITING if others else Harm.BUSY,
        title=text(
            "Data as large as {share:percent} of the available memory waits to be written to disks",
            share=dirty.number,
        ),
        description=_why(writer, shown, len(victims)),
        evidence=tuple(one for one in (dirty, shown, pressure) if one is not None),
        culprit=writer,
        victims=victims,
        recommendation=text(
            "See to which device it writes (pidstat -d, iostat -x), write less or more evenly, or"
            " let the kernel start to write earlier."
        ),
        proposals=_proposals(case, group),
        confidence=80 if writer and others else 60,
        threshold=limits.dirty_share,
    )


def _written(use: ProcessUse) -> float:
    """Weigh a process by the bytes that it caused to be written, counted as they become dirty."""
    return use.write_bytes_per_s or 0.0


def _others(alive: list[ProcessUse], group: list[ProcessUse], limits: Limits) -> list[ProcessUse]:
    """Give those who wait for their own, smaller writes; a mere reader waits for the disk."""
    pids = {use.pid for use in group}
    return [
        use
        for use in alive
        if use.pid not in pids
        and storage.waiting_share(use) >= limits.waiting_share
        and (_written(use) > 0 or use.now.wait_channel.startswith(WAITS_FOR_WRITING))
    ]


def _pressure(case: Case, limits: Limits) -> Evidence | None:
    for resource in ("io", "memory"):
        seen = case.one("pressure.some_share", resource=resource)
        if seen is not None and seen.number >= limits.pressure:
            return seen
    return None


def _severity(others: list[ProcessUse], pressure: Evidence | None) -> Severity:
    if not others:
        return Severity.INFO  # one that writes as fast as its disk takes it waits for itself only
    return Severity.HIGH if pressure is not None else Severity.MEDIUM


def _rate(group: list[ProcessUse]) -> Evidence:
    pid = group[0].pid
    return evidence(
        "process.write_bytes",
        sum(map(_written, group)),
        source=f"/proc/{pid}/io",
        window_s=group[0].seconds,
        pid=str(pid),
    )


def _why(writer: Entity | None, rate: Evidence | None, others: int) -> Text:
    if writer is None or rate is None:
        return text("Who wrote it could not be seen.")
    if others:
        return text(
            "{name} writes {rate:bytes_per_s}, more than its disk takes; {others:count} other "
            "{others:program that writes waits|programs that write wait} behind it.",
            name=writer.name,
            rate=rate.number,
            others=others,
        )
    return text(
        "{name} writes {rate:bytes_per_s}, more than its disk takes. Nobody else is seen to wait.",
        name=writer.name,
        rate=rate.number,
    )


def _proposals(case: Case, group: list[ProcessUse]) -> tuple[Proposal, ...]:
    now = case.one("sysctl.value", name=EARLIER)
    late = now is not None and str(now.value).isdecimal() and int(str(now.value)) > 3
    earlier = (proposal("set_sysctl", sysctl=EARLIER, value=3),) if late else ()
    return (*earlier, *((proposal("stop_writer", pid=group[0].pid),) if group else ()))
