"""Log storm: a log is written so fast that it does harm by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hexascope.check import culprits, log_lines, storage
from hexascope.check.contract import check, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import OpenFile
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

SUPPRESSED = re.compile(
    r"(?:\d+ (?:callbacks|messages|printk messages) (?:suppressed|dropped))|Suppressed \d+ messages"
)


@dataclass(frozen=True, slots=True, kw_only=True)
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


@check(
    resource=Resource.FILESYSTEM, aspect=Aspect.UTILIZATION, needs=("file.count",), limits=Limits
)
def log_storm(case: Case, limits: Limits) -> Iterator[Found]:
    """A log is written at more than ten megabytes a second.

    Why it matters: nobody reads so much. It takes CPU and disk from the work, fills the volume, and
    drowns the line that matters.

    What to do: look at the line that repeats, cure its cause, and set a limit on repeated messages
    or a lower log level.
    """
    logs = [one for one in case.rows(OpenFile) if one.writable and is_log(one.path)]
    for writer in storage.growth_of(case, logs):
        if writer.growth >= limits.rate:
            yield _found(case, writer, limits)
    yield from _suppressed(case, limits)


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
