"""The kernel log through /dev/kmsg: never /proc/kmsg, for reading that consumes it."""

import errno
import os
import re
from collections import deque
from collections.abc import Mapping

from hexascope.collect.calls.contract import Call
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.use import Status

DEVICE = "/dev/kmsg"
MOST_LINES = 2_000
"""Records that are kept: the last ones."""

MOST_RECORDS = 200_000
"""Records that are read at all: a log that is written faster than it is read has no end."""

LONGEST_RECORD = 8192
LONGEST_LINE = 1024
KERNEL = 0
"""The facility of lines that the kernel wrote; those that programs wrote prove nothing."""

_ESCAPED = re.compile(rb"\\x(5c|[89a-f][0-9a-f])")


def kmsg() -> Json:
    """Give the last records of the kernel's own log: [seconds, level, sequence, text] each."""
    try:
        handle = os.open(DEVICE, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except PermissionError as error:
        raise NotHere(
            Status.NO_PERMISSION, f"{DEVICE}: {error.strerror}; root or CAP_SYSLOG may read it"
        ) from None
    kept: deque[Json] = deque(maxlen=MOST_LINES)
    try:
        for _ in range(MOST_RECORDS):
            try:
                record = os.read(handle, LONGEST_RECORD)
            except BlockingIOError:
                break
            except OSError as error:
                # EPIPE: the record was overwritten meanwhile, reading goes on at the oldest;
                # EINVAL: this one is longer than the buffer, and is passed over
                if error.errno in (errno.EPIPE, errno.EINVAL):
                    continue
                raise
            line = _line(record)
            if line is not None:
                kept.append(line)
            if not record:
                break
    finally:
        os.close(handle)
    return list(kept)


def _line(record: bytes) -> Json:
    """Read `6,411,7633555809,-;text` and leave the lines ` KEY=value` below; None: not a record."""
    head, mark, text = record.partition(b";")
    try:
        priority, sequence, microseconds = head.split(b",")[:3]
        facility, level = divmod(int(priority), 8)
        if not mark or facility != KERNEL:
            return None
        said = _unescaped(text.partition(b"\n")[0]).decode(errors="backslashreplace")
        return [int(microseconds) / 1e6, level, int(sequence), said[:LONGEST_LINE]]
    except ValueError:
        return None


def _unescaped(text: bytes) -> bytes:
    r"""Read `\xc3` and `\x5c` back: the device writes whatever is not printable ASCII so.

    Control characters stay written: a name must not begin a line of its own.
    """
    if b"\\x" not in text:
        return text
    return _ESCAPED.sub(lambda found: bytes.fromhex(found[1].decode()), text)


CALLS: Mapping[str, Call] = {"kmsg": kmsg}
