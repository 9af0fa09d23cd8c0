"""I/O errors: a device or the filesystem on it answers with errors."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from hexascope.check import log_lines, storage
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import Proposal, proposal
from hexascope.domain.rows import BlockDevice, LogLine
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit, When

_DEVICE = r"(?P<device>[A-Za-z][\w!.-]*)"
ERRORS = re.compile(
    rf"(?:I/O|medium|target|protection|transport|nexus|timeout|device offline|critical [\w ]+)"
    rf" error, dev {_DEVICE.replace('device', 'block')},"
    rf"|^Buffer I/O error on (?:dev(?:ice)?) {_DEVICE.replace('device', 'buffer')}[,:]"
    rf"|^EXT[234]-fs error \(device {_DEVICE.replace('device', 'ext')}\)"
    rf"|^XFS \({_DEVICE.replace('device', 'xfs')}\): .*(?i:(?:metadata|log) I/O error|corruption)"
    rf"|^BTRFS (?:error|critical) \(device {_DEVICE.replace('device', 'btrfs')}[ ):]"
    rf"|^(?P<nvme>nvme\d+n\d+): .*(?:I/O|error) .*(?:Error|timeout)"
    rf"|^{_DEVICE.replace('device', 'jbd')}: .*(?:writeback|lost .*page write) .*error"
)
REFUSED = re.compile(r"target error, dev .* op 0x\w+:\((?:DISCARD|SECURE_ERASE|WRITE_ZEROES)\)")
"""Requests that many devices don't know, and nobody loses by: the kernel does it another way."""

REMOVABLE = re.compile(r"^(?:sr|fd)\d+$")
"""Empty drives are asked at start and answer with errors: that says nothing."""


@declared
class Limits:
    """Limits of io_errors."""

    lines: float = limit(
        1, Unit.COUNT, "lines on I/O errors of a device", source="an I/O error is an error"
    )
    oldest: float = limit(
        86_400,
        Unit.SECONDS,
        "age of an error that is still worth telling",
        source="ours: a day; a disk that had errors yesterday will have them again",
        window="the kernel log",
    )


@check(resource=Resource.DISK, aspect=Aspect.ERRORS, needs=("log.lines",), limits=Limits)
def io_errors(case: Case, limits: Limits) -> Iterator[Found]:
    """A device returned I/O errors, or the filesystem on it found damage.

    Why it matters: what was to be read or written is lost, and the programs see it as EIO. A
    filesystem turns itself read-only soon after, and a dying disk gets worse.

    What to do: save what is on it. Look at the drive's own health (`smartctl -a`, `nvme smart-log`)
    and its cabling or volume; replace it, then check the filesystem while it is not mounted.
    """
    lines: dict[str, list[LogLine]] = defaultdict(list)
    for one in log_lines.matching(case, ERRORS):
        name = next(value for value in one.match.groups() if value)
        if not REMOVABLE.match(name) and not REFUSED.search(one.line.text):
            whole = _device(case, name)
            lines[whole.name if whole else name].append(one.line)
    for name, said in lines.items():
        now = [line for line in said if log_lines.in_window(case, line)]
        recent = log_lines.seconds_ago(case, said[-1]) <= limits.oldest
        if len(now) >= limits.lines:
            yield replace(_logged(case, name, now, When.NOW), threshold=limits.lines)
        elif recent and _is_here(case, name):
            yield _logged(case, name, said, When.PAST)
    for counted in case.of("disk.errors"):
        if counted.number > 0 and counted.label("device") not in lines:
            yield _counted(case, counted)


def _is_here(case: Case, name: str) -> bool:
    """Say whether a device is still there, and the same: loop devices are used again and again."""
    known = _device(case, name)
    if known is None:
        return not case.rows(BlockDevice)
    return known.kind != "loop"


def _logged(case: Case, name: str, said: list[LogLine], when: When) -> Found:
    device = _device(case, name)
    number = evidence(
        "disk.error_lines" if when is When.NOW else "disk.past_error_lines",
        float(len(said)),
        source=log_lines.SOURCE,
        window_s=case.window.seconds if when is When.NOW else 0.0,
        device=name,
    )
    last = evidence(
        "disk.error_line", log_lines.escaped(said[-1].text), source=log_lines.SOURCE, device=name
    )
    users = storage.users(case, storage.files_on(case, _numbers(case, name)))
    return Found(
        severity=Severity.CRITICAL,
        harm=Harm.FAILING,
        when=when,
        title=_title(name, number.number, when),
        description=_why(device, said[-1].text),
        recommendation=text(
            "Save what is on {name} first. Then look at its health (smartctl, nvme smart-log), its"
            " cable or volume, and what lies below it; check the filesystem unmounted.",
            name=name,
        ),
        proposals=_proposals(name, device),
        culprit=storage.named_device(name, device.number if device else "", 1.0),
        victims=storage.entities(case, users, lambda _: 1.0),
        evidence=(number, last),
        confidence=95,
        ago_s=log_lines.seconds_ago(case, said[-1]),
    )


def _device(case: Case, name: str) -> BlockDevice | None:
    known = storage.device(case, name)
    if known is not None:
        return known
    return next(
        (one for one in case.rows(BlockDevice) if any(part == name for part, _ in one.partitions)),
        None,
    )


def _numbers(case: Case, name: str) -> frozenset[str]:
    device = _device(case, name)
    return frozenset() if device is None else storage.numbers(case, device.name)


def _title(name: str, number: float, when: When) -> Text:
    if when is When.NOW:
        return text(
            "Device {name} returned I/O errors ({number:count} {number:line|lines} in the kernel "
            "log)",
            name=name,
            number=number,
        )
    return text(
        "Device {name} returned I/O errors earlier ({number:count} {number:line|lines} in the "
        "kernel log)",
        name=name,
        number=number,
    )


def _proposals(name: str, device: BlockDevice | None) -> tuple[Proposal, ...]:
    checked = proposal("check_filesystem", device=name)
    if device is not None and device.backing_file:
        return (checked,)
    return (proposal("replace_disk", device=name), checked)


def _why(device: BlockDevice | None, line: str) -> Text:
    if device is not None and device.backing_file:
        return text(
            "The kernel says: {line}. It stands upon the file {file}: see whether that is as long"
            " as it was, and whether the filesystem below is well.",
            line=log_lines.escaped(line),
            file=device.backing_file,
        )
    return text(
        "The kernel says: {line}. What was to be read or written there is lost, and programs see"
        " it as an I/O error (EIO).",
        line=log_lines.escaped(line),
    )


def _counted(case: Case, counted: Evidence) -> Found:
    """The driver counts answers with a check condition too: worth a look, no proof of damage."""
    name = counted.label("device")
    known = storage.device(case, name)
    return Found(
        severity=Severity.LOW,
        harm=Harm.NONE,
        title=text(
            "The driver of {name} counted {number:count} {number:error|errors}",
            name=name,
            number=counted.number,
        ),
        description=text(
            "The kernel log does not speak of them, so requests were repeated with success, or the"
            " errors mean little, as after a reset."
        ),
        recommendation=text("Look at the health of {name}: smartctl -a /dev/{name}.", name=name),
        proposals=(proposal("replace_disk", device=name),),
        culprit=storage.named_device(name, known.number if known else ""),
        evidence=(counted,),
        confidence=60,
    )
