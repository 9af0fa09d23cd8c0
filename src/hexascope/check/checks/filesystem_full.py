"""Filesystem full: there is no space left, or nearly none."""

from collections.abc import Iterator
from typing import NamedTuple

from hexascope.check import culprits, storage
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import Proposal, proposal
from hexascope.domain.rows import Mount, ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

FAILING_CHARACTERS = 16.0
"""A call that wrote less on average cannot have been a write that worked: a line is longer."""


@declared
class Limits:
    """Limits of filesystem_full."""

    used_share: float = limit(
        0.95,
        Unit.RATIO,
        "space in use, where less than `least_left` is left as well",
        source="checks.md; Netdata 90 / 98, PCP 95",
    )
    least_left: float = limit(
        5e9, Unit.BYTES, "space that is room enough whatever its share", source="Netdata: 5 GB"
    )
    full_share: float = limit(
        0.99,
        Unit.RATIO,
        "space in use that counts as full, where less than `full_left` is left as well",
        source="ours",
    )
    full_left: float = limit(
        200e6,
        Unit.BYTES,
        "space that is too little to go on with, whatever the size",
        source="ours: a hundredth of a large volume is room for days",
    )
    least_size: float = limit(
        8 * 2**20,
        Unit.BYTES,
        "size below which a filesystem is made to measure, and full on purpose",
        source="ours: small tmpfs mounts of runtimes",
    )
    calls: float = limit(
        0.5,
        Unit.PER_SECOND,
        "write calls of a process that has a file open there for it to count as a writer",
        source="ours, seen on the fault bench: 10 a second",
    )


class _Tries(NamedTuple):
    """Who writes there, and whether one sees the writes fail."""

    uses: list[ProcessUse]
    failing: bool


@check(
    resource=Resource.FILESYSTEM,
    aspect=Aspect.UTILIZATION,
    needs=("filesystem.used_share",),
    limits=Limits,
)
def filesystem_full(case: Case, limits: Limits) -> Iterator[Found]:
    """A filesystem has no space left, or nearly none.

    Why it matters: writes fail with ENOSPC. Databases stop, logs are cut, and what was half
    written may be damaged.

    What to do: see who writes there and what is largest (`du -x`), and what is deleted and still
    open (`lsof +L1`). Free space or make the filesystem larger; rotate the log that filled it.
    """
    for used in case.of("filesystem.used_share"):
        mount = storage.mount_of(case, used.label("mount"))
        left = case.one("filesystem.available", mount=used.label("mount"))
        if mount is None or left is None or (mount.size_bytes or 0) < limits.least_size:
            continue
        if used.number >= limits.used_share and left.number < limits.least_left:
            yield _found(case, mount, used, left, limits)


def _writers(case: Case, mount: Mount, limits: Limits) -> _Tries:
    """Give who tries to write there: first those whose calls write next to nothing: they fail."""
    files = storage.on_mount(case, mount)
    uses = [one for one in storage.users(case, files) if storage.write_calls(one) >= limits.calls]
    growing = {one.use.pid for one in storage.growth_of(case, files)}
    uses.sort(key=lambda one: (not _fails(one), one.pid not in growing, -storage.write_calls(one)))
    return _Tries(uses, bool(uses) and _fails(uses[0]))


def _fails(use: ProcessUse) -> bool:
    written = use.written_chars_per_s
    return written is not None and written < storage.write_calls(use) * FAILING_CHARACTERS


def _found(case: Case, mount: Mount, used: Evidence, left: Evidence, limits: Limits) -> Found:
    full = used.number >= limits.full_share and left.number < limits.full_left
    tries = _writers(case, mount, limits)
    whole = storage.named_mount(mount, 1.0)
    alike = _alike(tries.uses)
    culprit = culprits.processes(case, alike) if alike else whole
    others = [one for one in tries.uses if one not in alike]
    told = [used, left]
    if alike:
        told.append(_calls(alike[0]))
    failing = full and bool(alike)
    return Found(
        severity=_severity(full=full, failing=failing),
        harm=Harm.FAILING if full else Harm.BUSY,
        aspect=Aspect.ERRORS if full else Aspect.UTILIZATION,
        title=_title(mount, used, left, full=full),
        description=_why(mount, alike, tries, full=full),
        recommendation=text(
            "Look for what is largest (du -xh {mount} | sort -h) and for deleted files still open"
            " (lsof +L1); rotate or remove it, or make the filesystem larger.",
            mount=mount.point,
        ),
        proposals=_proposals(mount, alike),
        culprit=culprit,
        victims=(*((whole,) if alike else ()), *storage.entities(case, others)),
        evidence=tuple(told),
        confidence=95 if full else 85,
        threshold=limits.full_share if full else limits.used_share,
    )


def _alike(uses: list[ProcessUse]) -> list[ProcessUse]:
    """Give the first writer and those of the same program, parent and group."""
    if not uses:
        return []
    first = uses[0].now
    kind = (first.comm, first.ppid, first.cgroup)
    return [one for one in uses if (one.now.comm, one.now.ppid, one.now.cgroup) == kind]


def _calls(use: ProcessUse) -> Evidence:
    return evidence(
        "process.write_calls",
        storage.write_calls(use),
        source=f"/proc/{use.pid}/io",
        window_s=use.seconds,
        pid=str(use.pid),
    )


def _severity(*, full: bool, failing: bool) -> Severity:
    if failing:
        return Severity.CRITICAL
    return Severity.HIGH if full else Severity.MEDIUM


def _title(mount: Mount, used: Evidence, left: Evidence, *, full: bool) -> Text:
    if full:
        return text(
            "{mount} is full: {left:bytes} left, {share:percent} used",
            mount=mount.point,
            left=left.number,
            share=used.number,
        )
    return text(
        "{mount} is nearly full: {left:bytes} left, {share:percent} used",
        mount=mount.point,
        left=left.number,
        share=used.number,
    )


def _why(mount: Mount, alike: list[ProcessUse], tries: _Tries, *, full: bool) -> Text:
    if not alike:
        return text(
            "Nobody is seen to write to {device} now. Whoever does next fails with 'No space left"
            " on device'.",
            device=mount.device,
        )
    calls = storage.write_calls(alike[0])
    if full and tries.failing:
        return text(
            "{name} has a file open there and calls write {calls:per_s}, and hardly a byte goes"
            " through: its writes fail with 'No space left on device' (ENOSPC).",
            name=alike[0].now.comm,
            calls=calls,
        )
    return text(
        "{name} has a file open there for writing and calls write {calls:per_s}.",
        name=alike[0].now.comm,
        calls=calls,
    )


def _proposals(mount: Mount, alike: list[ProcessUse]) -> tuple[Proposal, ...]:
    freed = (
        proposal("free_space", mount=mount.point),
        proposal("grow_filesystem", mount=mount.point),
    )
    return (*freed, proposal("stop_writer", pid=alike[0].pid)) if alike else freed
