"""Deleted and open: files that nobody sees any more hold space."""

from collections import defaultdict
from collections.abc import Iterator

from hexascope.check import culprits, storage
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import Mount, OpenFile
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

FULL_SHARE, FULL_LEFT = 0.99, 200e6
"""From here on what is held is what is missing: see filesystem_full."""


@declared
class Limits:
    """Limits of deleted_open."""

    held_share: float = limit(
        0.10, Unit.RATIO, "share of the filesystem held by deleted files", source="ours"
    )
    held_bytes: float = limit(
        100e6, Unit.BYTES, "space held below which it is not worth a word", source="ours"
    )
    used_share: float = limit(
        0.80,
        Unit.RATIO,
        "space in use from which on the held space is missed",
        source="ours: temporary files of databases are deleted and open on purpose",
    )
    half_share: float = limit(
        0.5,
        Unit.RATIO,
        "share of the filesystem that matters whatever is left",
        source="ours",
    )


@check(
    resource=Resource.FILESYSTEM,
    aspect=Aspect.UTILIZATION,
    needs=("file.count", "filesystem.used_share"),
    limits=Limits,
)
def deleted_open(case: Case, limits: Limits) -> Iterator[Found]:
    """Files that were deleted and are still open hold a good part of a filesystem.

    Why it matters: `du` doesn't find them, `df` counts them, and deleting more files frees nothing.
    Mostly a log was deleted under the program that writes it.

    What to do: have the program reopen its files (a reload, a signal, a restart), or empty the file
    through `/proc/PID/fd/N`. Rotate logs with a signal to the writer, never with rm.
    """
    for used in case.of("filesystem.used_share"):
        mount = storage.mount_of(case, used.label("mount"))
        if mount is None or not mount.size_bytes or mount.kind == "tmpfs":
            continue
        held = _held(case, mount)
        total = sum(one.allocated_bytes for one in held)
        share = total / mount.size_bytes
        missed = used.number >= limits.used_share and share >= limits.held_share
        if total >= limits.held_bytes * min(1.0, mount.size_bytes / 5e9) and (
            missed or share >= limits.half_share
        ):
            yield from _found(case, mount, held, share, limits)


def _held(case: Case, mount: Mount) -> list[OpenFile]:
    """Give the deleted files there, each once, however many descriptors it has."""
    found: dict[tuple[str, int], OpenFile] = {}
    for one in storage.on_mount(case, mount, writable=False):
        if one.deleted and one.allocated_bytes > 0:
            found.setdefault((one.path, one.allocated_bytes), one)
    return list(found.values())


def _found(
    case: Case, mount: Mount, held: list[OpenFile], share: float, limits: Limits
) -> Iterator[Found]:
    total = sum(one.allocated_bytes for one in held)
    by_pid: dict[int, int] = defaultdict(int)
    for one in held:
        by_pid[one.pid] += one.allocated_bytes
    pid = max(by_pid, key=lambda one: by_pid[one])
    use = culprits.use_of(case, pid)
    if use is None:
        return
    theirs = [one for one in held if one.pid == pid]
    largest = max(theirs, key=lambda one: one.allocated_bytes)
    source = f"/proc/{pid}/fd"
    seen = case.one("filesystem.used_share", mount=mount.label)
    full = seen is not None and seen.number >= FULL_SHARE and _nothing_left(mount)
    yield Found(
        severity=Severity.HIGH if full else Severity.MEDIUM,
        harm=Harm.FAILING if full else Harm.WASTE,
        title=text(
            "Deleted files that are still open hold {total:bytes} of {mount}",
            total=float(total),
            mount=mount.point,
        ),
        description=_why(use.now.comm, share, float(by_pid[pid]), largest.path, len(theirs)),
        recommendation=text(
            "Have {name} reopen its files (reload or restart it), or empty the file:"
            " truncate -s 0 /proc/{pid}/fd/{descriptor}.",
            name=use.now.comm,
            pid=str(pid),
            descriptor=str(largest.descriptor),
        ),
        proposals=(proposal("close_deleted_files", pid=pid),),
        culprit=culprits.process(case, use, by_pid[pid] / total),
        victims=(storage.named_mount(mount),),
        evidence=(
            evidence("filesystem.deleted_share", share, source=source, mount=mount.label),
            evidence("filesystem.deleted_bytes", float(total), source=source, mount=mount.label),
            evidence(
                "file.deleted_bytes",
                float(by_pid[pid]),
                source=source,
                mount=mount.label,
                pid=str(pid),
            ),
            *([seen] if seen else []),
        ),
        threshold=limits.held_share if share < limits.half_share else limits.half_share,
    )


def _nothing_left(mount: Mount) -> bool:
    return mount.available_bytes is not None and mount.available_bytes < FULL_LEFT


def _why(name: str, share: float, most: float, path: str, files: int) -> Text:
    if files == 1:
        return text(
            "That is {share:percent} of the filesystem. {name} holds {most:bytes} of it, in {path},"
            " which no folder shows any more.",
            share=share,
            name=name,
            most=most,
            path=path,
        )
    return text(
        "That is {share:percent} of the filesystem. {name} holds {most:bytes} of it, in"
        " {path} and others that no folder shows any more.",
        share=share,
        name=name,
        most=most,
        path=path,
    )
