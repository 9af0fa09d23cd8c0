"""The jobs of crontabs, without secrets, and the boots that the login records tell."""

import os
import re
import struct
from collections.abc import Iterator, Mapping

from hexascope.collect.calls.contract import Call
from hexascope.collect.contract import Json
from hexascope.collect.redact import redact

SYSTEM = ("/etc/crontab",)
SYSTEM_FOLDERS = ("/etc/cron.d",)
USER_FOLDERS = ("/var/spool/cron/crontabs", "/var/spool/cron/tabs", "/var/spool/cron")

MOST_TABLES = 200
MOST_JOBS = 300
MOST_BYTES = 64 * 1024
LONGEST_COMMAND = 160

_FIELD = r"[-*/,0-9A-Za-z]+"
_JOB = re.compile(rf"^\s*((?:{_FIELD}\s+){{4}}{_FIELD}|@[a-z]+)\s+(\S.*)$")

LOGINS = "/var/log/wtmp"
RECORD_BYTES = (384, 400)
"""Bytes of one record: 64-bit ARM and RISC-V have room for longer times than others."""

_RUN_LEVEL, _BOOT = 1, 2
MOST_LOGIN_BYTES = 2 * 1024 * 1024
MOST_BOOTS = 20


def cron_jobs() -> Json:
    """Give [table, schedule, user, command] of the jobs in crontabs; secrets are struck."""
    found: list[Json] = []
    for path, user in _tables():
        try:
            handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            continue  # not ours to read
        with os.fdopen(handle, "rb") as stream:
            try:
                text = stream.read(MOST_BYTES).decode(errors="backslashreplace")
            except OSError:
                continue  # a folder of that name
        found += jobs_in(text, path, user)
    return found[:MOST_JOBS]


def _tables() -> Iterator[tuple[str, str]]:
    """Give all tables, with the user whose it is, '' where each line names one."""
    paths = [(path, "") for path in SYSTEM]
    for folder in SYSTEM_FOLDERS:
        paths += [(f"{folder}/{name}", "") for name in _names(folder)]
    for folder in USER_FOLDERS:
        paths += [(f"{folder}/{name}", name) for name in _names(folder)]
    yield from (one for one in paths[:MOST_TABLES] if os.path.isfile(one[0]))  # noqa: PTH113 - cheaper


def _names(folder: str) -> list[str]:
    try:
        return sorted(one for one in os.listdir(folder) if not one.startswith("."))
    except OSError:
        return []


def jobs_in(text: str, path: str, user: str) -> Iterator[Json]:
    """Read the jobs of one table; comments and variables (which may be secrets) are left out."""
    for line in text.splitlines():
        told = None if line.lstrip().startswith("#") else _JOB.match(line[:4096])
        if told is None:
            continue
        schedule, command = " ".join(told[1].split()), told[2]
        owner = user
        if not user:
            owner, *rest = command.split(None, 1)
            command = rest[0] if rest else ""
        words = redact("\0".join(command.split()))
        yield [path, schedule, owner[:64], words.replace("\0", " ")[:LONGEST_COMMAND]]


def boot_records() -> Json:
    """Give [`booted` or `stopped`, seconds since 1970] from the login records, the newest last."""
    handle = os.open(LOGINS, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        for length in RECORD_BYTES:
            if size % length == 0:
                stream.seek(max(0, size - MOST_LOGIN_BYTES // length * length))
                found = boots_in(stream.read(MOST_LOGIN_BYTES), length)
                if found:
                    return found[-MOST_BOOTS:]
    return []


def boots_in(data: bytes, length: int) -> list[Json]:
    """Read records of one length: their type, their user, their time."""
    found: list[Json] = []
    for at in range(0, len(data) - length + 1, length):
        (kind,) = struct.unpack_from("<h", data, at)
        name = data[at + 44 : at + 76].split(b"\0")[0]
        seconds = _time(data, at, length)
        if kind == _BOOT and name == b"reboot" and seconds > 0:
            found.append(["booted", seconds])
        elif kind == _RUN_LEVEL and name == b"shutdown" and seconds > 0:
            found.append(["stopped", seconds])
    return found


def _time(data: bytes, at: int, length: int) -> int:
    """Read the seconds: 4 bytes where a record has 384, 8 where it has 400."""
    if length == RECORD_BYTES[0]:
        return int(struct.unpack_from("<I", data, at + 340)[0])
    return int(struct.unpack_from("<q", data, at + 344)[0])


CALLS: Mapping[str, Call] = {"boot_records": boot_records, "cron_jobs": cron_jobs}
