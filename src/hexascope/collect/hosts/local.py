"""This host: its files below a root folder, its calls, and looks in real time."""

import errno
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from hexascope.collect.calls import CALLS, Call
from hexascope.collect.contract import (
    READ_LIMIT,
    Json,
    Look,
    LookKind,
    NotHere,
    Part,
    Plan,
)
from hexascope.collect.paths import on_disk
from hexascope.collect.redact import redact
from hexascope.domain.use import Status
from hexascope.kit import clock

STATUS_OF = {
    errno.EACCES: Status.NO_PERMISSION,
    errno.EPERM: Status.NO_PERMISSION,
    errno.ENOENT: Status.NOT_PRESENT,
    errno.ESRCH: Status.NOT_PRESENT,
    errno.ENOTDIR: Status.NOT_PRESENT,
    errno.ENODEV: Status.NOT_PRESENT,
    errno.ENXIO: Status.NOT_PRESENT,
    errno.EINVAL: Status.NOT_SUPPORTED,
    errno.EOPNOTSUPP: Status.NOT_SUPPORTED,
    errno.ENOSYS: Status.NOT_SUPPORTED,
}

CHUNK = 64 * 1024
SAMPLERS = frozenset(("target_tasks",))
"""Collectors that look at a target's threads between the light looks."""

_COMMAND_LINE = re.compile(r"^/proc/\d+/cmdline$")


class LocalFiles:
    """The files of this host below `root`; a look's reads are counted in `reads`."""

    def __init__(self, root: str = "", calls: Mapping[str, Call] = CALLS) -> None:
        self._root = root.rstrip("/")
        self._calls = calls
        self.reads: Counter[str] = Counter()

    def read(self, path: str) -> str:
        return self.read_part(path, READ_LIMIT).text

    def read_part(self, path: str, limit: int) -> Part:
        self.reads["files"] += 1
        # O_NONBLOCK: a FIFO or a device in a foreign root must not hold the look
        try:
            handle = os.open(on_disk(self._root + path), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            raise _not_here(path, error) from None
        try:
            data = os.read(handle, CHUNK)
            if data and len(data) <= limit:
                data = _rest(handle, data, limit)
        except OSError as error:
            raise _not_here(path, error) from None
        finally:
            os.close(handle)
        self.reads["bytes"] += len(data)
        whole = len(data) <= limit
        if not whole:
            data = data[: data.rfind(b"\n", 0, limit) + 1] or data[:limit]
        text = data.decode(errors="backslashreplace")
        if _COMMAND_LINE.match(path):
            text = redact(text)
        return Part(text, whole)

    def names(self, path: str) -> Sequence[str]:
        self.reads["folders"] += 1
        try:
            return [_readable(name) for name in os.listdir(on_disk(self._root + path))]
        except OSError as error:
            raise _not_here(path, error) from None

    def link(self, path: str) -> str:
        self.reads["links"] += 1
        try:
            return _readable(os.readlink(on_disk(self._root + path)))
        except OSError as error:
            raise _not_here(path, error) from None

    def call(self, name: str, *arguments: str) -> Json:
        self.reads["calls"] += 1
        try:
            return self._calls[name](*arguments)
        except KeyError:
            raise NotHere(Status.NOT_SUPPORTED, f"there is no call named {name}") from None
        except OSError as error:
            raise _not_here(f"{name}({', '.join(arguments)})", error) from None

    def clock(self, name: str) -> float:  # noqa: ARG002 - the name matters to recordings only
        return clock.monotonic()


def _rest(handle: int, data: bytes, limit: int) -> bytes:
    """Read on to the end of the file, or to one byte more than the limit."""
    parts = [data]
    size = len(data)
    while size <= limit:
        more = os.read(handle, CHUNK)
        if not more:
            break
        parts.append(more)
        size += len(more)
    return b"".join(parts)


def _readable(name: str) -> str:
    """Make a name with undecodable bytes readable, the same way as in file texts."""
    if name.isascii():
        return name
    return os.fsencode(name).decode(errors="backslashreplace")


def _not_here(what: str, error: OSError) -> NotHere:
    status = STATUS_OF.get(error.errno or 0, Status.UNREADABLE)
    return NotHere(status, f"{what}: {error.strerror or error}")


class LocalHost:
    """This host, looked at in real time."""

    def __init__(self, files: LocalFiles | None = None) -> None:
        self.files = files or LocalFiles()

    def looks(self, plan: Plan) -> Iterator[Look]:
        """Give a full look, light ones until the window is over, and a full look at its end.

        The window runs from the start of one full look to the start of the other, for each file is
        read at about the same place in both. After a long first look half of it is left at least:
        what happens between the full looks is to be seen. The rhythm is kept on the monotonic
        clock; a look that took too long drops the light looks it has run over instead of taking
        them late.
        """
        began = clock.monotonic()
        yield self._look(LookKind.FULL, 0)
        end = max(began + plan.window_seconds, clock.monotonic() + plan.window_seconds / 2)
        number = 1
        step = min(plan.sample_seconds or plan.light_seconds, plan.light_seconds)
        light = due = clock.monotonic() + plan.light_seconds
        due = min(due, clock.monotonic() + step)
        while due < end - step / 2:
            clock.pause(due - clock.monotonic())
            is_light = due > light - step / 2
            yield self._look(LookKind.LIGHT, number, None if is_light else SAMPLERS)
            number += 1
            due = max(due + step, clock.monotonic())
            if is_light:
                light = max(light + plan.light_seconds, due)
        clock.pause(end - clock.monotonic())
        yield self._look(LookKind.FULL, number)

    def _look(self, kind: LookKind, number: int, only: frozenset[str] | None = None) -> Look:
        return Look(
            kind=kind,
            number=number,
            at=clock.monotonic(),
            time=clock.wall(),
            files=self.files,
            only=only,
        )
