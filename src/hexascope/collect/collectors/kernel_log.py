"""The kernel's log: its last lines with their times."""

from collections.abc import Iterator

from hexascope.collect.collectors import _stat as stat
from hexascope.collect.contract import HostFiles, Json, collector
from hexascope.domain.rows import LogLine
from hexascope.domain.snapshot import Reading

MOST_LINES = 2_000
LONGEST_LINE = 1024


@collector(reads=("kmsg", "whoami"), gives=("log.lines", "log.read_at"))
def kernel_log(host: HostFiles) -> Iterator[LogLine | Reading]:
    """Read what the kernel has said: kills, crashes, I/O errors, lockups, lost links.

    It takes root or CAP_SYSLOG where kernel.dmesg_restrict is 1. Only lines of the kernel itself
    count, for programs may write into this log as well.
    """
    told = host.call("kmsg")
    now = stat.scale(host).since_boot
    lines = list(_lines(told if isinstance(told, list) else []))[-MOST_LINES:]
    yield from lines
    yield Reading("log.lines", (), len(lines), "/dev/kmsg")
    yield Reading("log.read_at", (), now, "whoami")


def _lines(records: list[Json]) -> Iterator[LogLine]:
    for record in records:
        if not isinstance(record, list) or len(record) != 4:
            continue
        at, level, sequence, text = record
        if (
            isinstance(at, int | float)
            and isinstance(level, int)
            and isinstance(sequence, int)
            and isinstance(text, str)
        ):
            yield LogLine(float(at), level, sequence, text[:LONGEST_LINE])
