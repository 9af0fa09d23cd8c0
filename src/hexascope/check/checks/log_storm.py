"""Log storm: a log is written so fast that it does harm by itself."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from hexascope.check import culprits, io_limits, log_lines, storage
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import OpenFile, ProcessUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

SUPPRESSED = re.compile(
    r"(?:\d+ (?:callbacks|messages|printk messages) (?:suppressed|dropped))|Suppressed \d+ messages"
)


@declared
class Limits:
    """Limits of log_storm."""

    rate: float = limit(
        10e6, Unit.PER_SECOND, "bytes a second that are written to one log", source="checks.md"
    )
    suppressed: float = limit(
        3,
        Unit.COUNT,
        "lines of the kernel log in the window on messages left out",
        source="ours: one or two come of any driver",
    )
    harmful_rate: float = limit(
        200e3,
        Unit.PER_SECOND,
        "bytes a second of one log that may hold others up on a slow device",
        source="ours: what a throttled cloud volume or a rotating disk syncs in small pieces",
    )
    device_share: float = limit(
        0.50,
        Unit.RATIO,
        "share of all bytes to and from the device that go to the log",
        source="ours: more than all others together",
    )
    waiting_share: float = limit(
        0.20,
        Unit.RATIO,
        "share of the looks in which another program waits for the device",
        source="ours",
    )


@check(
    resource=Resource.FILESYSTEM, aspect=Aspect.UTILIZATION, needs=("file.count",), limits=Limits
)
def log_storm(case: Case, limits: Limits) -> Iterator[Found]:
    """A log is written so fast that it fills the disk or holds others up.

    Why it matters: nobody reads so much. It takes CPU and disk from the work, fills the volume, and
    drowns the line that matters.

    What to do: look at the line that repeats, cure its cause, and set a limit on repeated messages
    or a lower log level.
    """
    logs = [one for one in case.rows(OpenFile) if one.writable and is_log(one.path)]
    for writer in (*storage.growth_of(case, logs), *_rotated(case, logs)):
        harm = _harm(case, writer, limits) if writer.growth >= limits.harmful_rate else None
        if harm is not None:
            yield _harmful(case, writer, harm)
        elif writer.growth >= limits.rate:
            yield _found(case, writer, limits)
    yield from _suppressed(case, limits)


class _Harm(NamedTuple):
    """What a log does to others: who waits, on which device, and its share of that device."""

    victims: list[ProcessUse]
    device: str
    share: float


def _harm(case: Case, writer: storage.Writer, limits: Limits) -> _Harm | None:
    """Say whom a log holds up: programs on its device that wait while it gets most of it.

    That it is the log shows by the logger's own waiting, or by a control group that stands at its
    limit for the device: else the others may wait for what they do themselves.
    """
    number = writer.file.device_number
    device = storage.of_number(case, number)
    users = storage.users(case, storage.files_on(case, {number}))
    total = sum(storage.volume(one) for one in users)
    others = [
        one
        for one in users
        if one.now.comm != writer.use.now.comm
        and storage.waiting_share(one) >= limits.waiting_share
    ]
    held = any(one.number == number for one in io_limits.held_groups(case))
    waits = storage.waiting_share(writer.use) >= limits.waiting_share
    share = min(writer.growth / total, 1.0) if total else 0.0
    if not others or share < limits.device_share or not (held or waits):
        return None
    return _Harm(others, device.name if device else number, share)


def _harmful(case: Case, writer: storage.Writer, harm: _Harm) -> Found:
    name, path = writer.use.now.comm, writer.file.path
    victims = storage.entities(case, harm.victims)
    return Found(
        severity=Severity.HIGH,
        harm=Harm.WAITING,
        resource=Resource.DISK,
        aspect=Aspect.SATURATION,
        title=text(
            "The log of {name} takes {share:percent} of {device}, and {victim} waits",
            name=name,
            share=harm.share,
            device=harm.device,
            victim=victims[0].name,
        ),
        description=text(
            "{name} writes {rate:bytes_per_s} to {path}. Whoever needs the same device stands in"
            " line behind it: {victim} was seen waiting for the disk.",
            name=name,
            rate=writer.growth,
            path=path,
            victim=victims[0].name,
        ),
        recommendation=text(
            "Lower the log level of {name} (process {pid}), or let it write without syncing each"
            " line. See which line repeats: tail -n 1000 {path} | cut -c 25- | sort | uniq -c. A"
            " database belongs on a device without logs.",
            name=name,
            pid=str(writer.use.pid),
            path=path,
        ),
        proposals=(
            proposal("lower_log_level", path=path),
            proposal("rotate_logs", path=path),
            proposal("stop_writer", pid=writer.use.pid),
        ),
        culprit=culprits.process(case, writer.use, harm.share),
        victims=victims,
        evidence=(
            storage.grew(case, writer),
            _share(case, harm, path),
            storage.waiting(case, harm.victims, harm.device),
        ),
        confidence=92,
    )


def _share(case: Case, harm: _Harm, path: str) -> Evidence:
    return evidence(
        "file.device_share",
        harm.share,
        source="/proc/PID/io",
        window_s=case.window.seconds,
        device=harm.device,
        path=path,
    )


def _rotated(case: Case, logs: list[OpenFile]) -> Iterator[storage.Writer]:
    """Give the logs that began anew in the window, with what their process wrote to the disk.

    That is known where it writes to nothing else on the device.
    """
    before = {(one.pid, one.descriptor, one.path): one for one in case.window.first.rows(OpenFile)}
    uses = {one.pid: one for one in case.rows(ProcessUse)}
    for one in logs:
        then, use = before.get((one.pid, one.descriptor, one.path)), uses.get(one.pid)
        if then is None or use is None or then.size_bytes <= one.size_bytes:
            continue
        others = [
            other
            for other in case.rows(OpenFile)
            if other.pid == one.pid and other.writable and other.path != one.path
        ]
        if not any(other.device_number == one.device_number for other in others):
            written = min(use.written_chars_per_s or 0.0, use.write_bytes_per_s or 0.0)
            yield storage.Writer(use, one, written)


def is_log(path: str) -> bool:
    """Say whether a file is a log by its name or its place."""
    name = path.rpartition("/")[2]
    return path.startswith("/var/log/") or name.endswith((".log", ".journal")) or ".log." in name


def _found(case: Case, writer: storage.Writer, limits: Limits) -> Found:
    name, path = writer.use.now.comm, writer.file.path
    return Found(
        severity=Severity.MEDIUM,
        harm=Harm.WASTE,
        title=text(
            "{name} writes {rate:bytes_per_s} to its log {path}",
            name=name,
            rate=writer.growth,
            path=path,
        ),
        description=text(
            "A log that grows by more than {most:bytes_per_s} is read by nobody; it takes disk and"
            " CPU from the work and fills its volume.",
            most=limits.rate,
        ),
        recommendation=text(
            "See which line repeats: tail -n 1000 {path} | cut -c 25- | sort | uniq -c | sort -n."
            " Cure its cause or lower the log level of {name}.",
            path=path,
            name=name,
        ),
        proposals=(
            proposal("rotate_logs", path=path),
            proposal("stop_writer", pid=writer.use.pid),
        ),
        culprit=culprits.process(case, writer.use, 1.0),
        evidence=(storage.grew(case, writer),),
        threshold=limits.rate,
    )


def _suppressed(case: Case, limits: Limits) -> Iterator[Found]:
    lines = [one.line for one in log_lines.of_window(case, SUPPRESSED)]
    if len(lines) < limits.suppressed:
        return
    told = log_lines.told(case, "suppressed", lines)
    yield Found(
        severity=Severity.LOW,
        harm=Harm.WASTE,
        resource=Resource.KERNEL,
        title=text("The kernel log is flooded: messages are left out of it"),
        description=text("The last of these lines says: {line}.", line=str(told[0].value)),
        recommendation=text(
            "Read the log (dmesg --follow) for the message that repeats, and cure its cause."
        ),
        evidence=told,
        confidence=70,
    )
