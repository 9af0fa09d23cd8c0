"""Filesystem read-only: what was written to can be written to no more."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hexascope.check import log_lines, storage
from hexascope.check.contract import NoLimits, check
from hexascope.domain.case import Case
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import Proposal, proposal
from hexascope.domain.rows import LogLine, Mount, OpenFile, ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity

REMOUNTED = re.compile(
    r"\((?:device )?(?P<device>[\w!.-]+)(?: state \w+)?\)?:? ?.*"
    r"(?:[Rr]emounting filesystem read-only|re-mounted .*\bro\b|forced readonly|"
    r"[Ss]hutting down filesystem)"
)
BY_ERROR = re.compile(r"Remounting filesystem read-only|forced readonly|[Ss]hutting down")
FIXED = frozenset(("squashfs", "iso9660", "erofs", "cramfs", "romfs", "udf"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What shows that a mount should be writable and is not."""

    mount: Mount
    turned: bool
    line: LogLine | None
    uses: list[ProcessUse]

    @property
    def by_error(self) -> bool:
        return self.line is not None and bool(BY_ERROR.search(self.line.text))


@check(resource=Resource.FILESYSTEM, aspect=Aspect.ERRORS, needs=("mount.count",), limits=NoLimits)
def filesystem_read_only(case: Case, _limits: NoLimits) -> Iterator[Found]:
    """A filesystem that was written to is read-only now.

    Why it matters: every write fails with EROFS. The kernel does it by itself when it finds damage
    or a disk that fails, to save what is there.

    What to do: read the kernel log for the error before it. Is the disk failing, save the data
    first; else unmount, check the filesystem (`fsck`) and mount it again. If somebody did it on
    purpose, `mount -o remount,rw` undoes it.
    """
    before = {(one.label, one.device_number): one for one in case.window.first.rows(Mount)}
    told: set[str] = set()
    for mount in case.rows(Mount):
        if not mount.is_read_only or mount.kind in FIXED or mount.device_number in told:
            continue
        seen = _seen(case, before.get((mount.label, mount.device_number)), mount)
        if seen is not None:
            told.add(mount.device_number)
            yield _found(case, seen)


def _seen(case: Case, then: Mount | None, mount: Mount) -> _Seen | None:
    turned = then is not None and not then.is_read_only
    line = _line(case, mount)
    recent = line is not None and log_lines.in_window(case, line)
    users = storage.users(case, _files(case, mount))
    unwanted = bool(mount.in_fstab) and "ro" not in mount.in_fstab.split(",")
    by_error = line is not None and bool(BY_ERROR.search(line.text))
    if turned or unwanted or ((recent or by_error) and users):
        return _Seen(mount=mount, turned=turned or recent, line=line, uses=users)
    return None


def _files(case: Case, mount: Mount) -> list[OpenFile]:
    """Give the files that were open for writing there, when the window began or at its end."""
    files = storage.on_mount(case, mount)
    before = [
        one
        for one in case.window.first.rows(OpenFile)
        if one.writable and one.device_number == mount.device_number
    ]
    return [*files, *before]


def _line(case: Case, mount: Mount) -> LogLine | None:
    """Give the last line of the log that tells of it."""
    names = {mount.device.rpartition("/")[2]}
    device = storage.of_number(case, mount.device_number)
    names |= {device.name} if device else set()
    found = None
    for one in log_lines.matching(case, REMOUNTED):
        if one.match["device"] in names:
            found = one.line
    return found


def _found(case: Case, seen: _Seen) -> Found:
    mount = seen.mount
    told = [
        evidence(
            "filesystem.options",
            mount.options,
            source="/proc/self/mountinfo",
            mount=mount.label,
        )
    ]
    if mount.in_fstab:
        told.append(
            evidence(
                "filesystem.wanted_options", mount.in_fstab, source="/etc/fstab", mount=mount.label
            )
        )
    if seen.line is not None:
        said = log_lines.escaped(seen.line.text)
        told.append(
            evidence("filesystem.log_line", said, source=log_lines.SOURCE, mount=mount.label)
        )
    return Found(
        severity=Severity.CRITICAL if seen.by_error or seen.uses else Severity.HIGH,
        harm=Harm.FAILING,
        title=_title(seen),
        description=_why(seen),
        recommendation=text(
            "Read the kernel log for errors of {device} before it. If there are none, mount -o"
            " remount,rw {mount}; else save the data and run fsck while it is not mounted.",
            device=mount.device,
            mount=mount.point,
        ),
        proposals=_proposals(case, seen),
        culprit=storage.named_mount(mount, 1.0),
        victims=storage.entities(case, seen.uses, storage.write_calls),
        evidence=tuple(told),
        confidence=95 if seen.turned else 85,
    )


def _title(seen: _Seen) -> Text:
    if seen.turned:
        return text("{mount} turned read-only within the window", mount=seen.mount.point)
    return text("{mount} is mounted read-only and should not be", mount=seen.mount.point)


def _why(seen: _Seen) -> Text:
    if seen.by_error:
        return text(
            "The kernel made it so because it met an error: {line}. Every write fails with"
            " 'Read-only file system' (EROFS).",
            line=log_lines.escaped(seen.line.text) if seen.line else "",
        )
    if seen.uses:
        return text(
            "{name} had a file open there for writing. Every write fails with 'Read-only file"
            " system' (EROFS) from now on.",
            name=seen.uses[0].now.comm,
        )
    if seen.turned:
        return text(
            "It was writable when the window began. Every write fails with 'Read-only file system'"
            " (EROFS) from now on."
        )
    return text("/etc/fstab wants it writable: {options}.", options=seen.mount.in_fstab)


def _proposals(case: Case, seen: _Seen) -> tuple[Proposal, ...]:
    remounted = proposal("remount_writable", mount=seen.mount.point)
    device = storage.of_number(case, seen.mount.device_number)
    if device is None:
        return (remounted,)
    numbers = {number: name for name, number in device.partitions}
    name = numbers.get(seen.mount.device_number, device.name)
    checked = proposal("check_filesystem", device=name)
    return (checked, remounted) if seen.by_error else (remounted, checked)
