"""The kernel's lines of a time that is over: its own log, the journal, or the files of syslog."""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from hexascope.collect.contract import Json, NotHere
from hexascope.collect.series.archive_reasons import NO_LOG
from hexascope.domain.evidence import Labels
from hexascope.domain.rows import LogLine
from hexascope.domain.snapshot import Missing, Reading, Snapshot, Window
from hexascope.domain.use import Status
from hexascope.kit import clock, process

PATIENCE_SECONDS = 5.0
MOST_BYTES = 16 * 1024 * 1024
MOST_LINES = 2_000
LONGEST_LINE = 1024
TAIL_BYTES = 8 * 1024 * 1024
"""Bytes of the end of one file of syslog that are searched."""

FILES = ("kern.log", "messages", "syslog")
USUAL_LEVEL = 4
"""What files of syslog don't tell: warning, as which most of what matters comes."""

Kernel = Callable[[], Json]
"""Gives the records of /dev/kmsg; NotHere where it can't be read."""


@dataclass(slots=True)
class Logs:
    """Where lines of the past may be found. `source` says where the last ones came from."""

    kernel: Kernel
    folder: Path = Path("/var/log")
    program: str = "journalctl"
    source: str = ""

    def between(self, begin: float, end: float) -> tuple[list[LogLine], str]:
        """Give the kernel's lines from `begin` to `end` in order, and why there may be none.

        Their `at_s` are seconds since 1970: a line may be of another boot.
        """
        wrong: list[str] = []
        for name, of in (
            ("/dev/kmsg", self._of_kernel),
            ("journal", self._of_journal),
            (str(self.folder), self._of_files),
        ):
            try:
                lines = list(of(begin, end))
            except NotHere as reason:
                wrong.append(reason.reason)
                continue
            self.source = name
            lines.sort(key=lambda one: (one.at_s, one.sequence))
            return lines[-MOST_LINES:], ""
        self.source = ""
        return [], f"no log of the kernel of that time could be read: {'; '.join(wrong)}"

    def alone(
        self, begin: float, end: float, lines: Iterable[LogLine], why: Mapping[str, Missing]
    ) -> Window:
        """Give a window of nothing but lines; `why` says why all else is missing.

        How much memory the host has is told as well: a kill for want of it speaks of that.
        """
        memory = float(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
        known: dict[str, Mapping[Labels, Reading]] = {
            "memory.total": {(): Reading("memory.total", (), memory, "sysconf")}
        }
        gone = {name: one for name, one in why.items() if name not in ("memory.total", "log.lines")}
        first = Snapshot(at=begin, time=begin, readings={})
        last = Snapshot(at=end, time=end, readings=known, missing=gone)
        return with_lines(Window(first=first, last=last), lines, self.source)

    def _of_kernel(self, begin: float, end: float) -> Iterator[LogLine]:
        """Take the kernel's own log, if it reaches back so far: it forgets, and begins at boot."""
        records = list(_records(self.kernel()))
        booted = clock.wall() - clock.since_boot()
        # number 0 is the first line of this boot: without it some are lost already
        is_whole = any(one.sequence == 0 for one in records)
        oldest = booted if is_whole else min((booted + one.at_s for one in records), default=None)
        if oldest is None or begin < oldest:
            raise NotHere(
                Status.NOT_PRESENT, f"/dev/kmsg does not reach back to {clock.local(begin)}"
            )
        for one in records:
            if begin <= booted + one.at_s <= end:
                yield one._replace(at_s=booted + one.at_s)

    def _of_journal(self, begin: float, end: float) -> Iterator[LogLine]:
        words = [
            self.program, "--dmesg", "--boot=all", "--output=json", "--no-pager", "--quiet",
            f"--since=@{begin:.0f}", f"--until=@{end:.0f}", f"--lines={MOST_LINES}",
        ]  # fmt: skip
        data = self._answer(words)
        if data is None:  # before systemd 251 all boots were not to be had so
            words = ["_TRANSPORT=kernel" if word == "--dmesg" else word for word in words]
            data = self._answer([word for word in words if word != "--boot=all"])
        if data is None:
            raise NotHere(Status.NOT_PRESENT, "the journal can't be read")
        for number, line in enumerate(data.splitlines()):
            row = _journal_line(line, number)
            if row is not None and begin <= row.at_s <= end:
                yield row

    def _answer(self, words: list[str]) -> bytes | None:
        try:
            ended = process.run(words, timeout_seconds=PATIENCE_SECONDS, most_bytes=MOST_BYTES)
        except process.ProcessError as error:
            raise NotHere(Status.NOT_PRESENT, str(error)) from None
        if b"No journal files were" in ended.errors:
            raise NotHere(Status.NOT_PRESENT, "there is no journal")
        return ended.output if ended.code == 0 else None

    def _of_files(self, begin: float, end: float) -> Iterator[LogLine]:
        found = False
        for name in FILES:
            for path in (self.folder / f"{name}.1", self.folder / name):
                text = _tail(path, begin)
                if text is None:
                    continue
                found = True
                yield from _syslog_lines(text, begin, end)
            if found:
                return
        raise NotHere(
            Status.NOT_PRESENT, f"{self.folder} has none of {', '.join(FILES)} that may be read"
        )


def with_lines(window: Window, lines: Iterable[LogLine], source: str) -> Window:
    """Give a window with lines of the kernel's log, if the log could be read (it has a source)."""
    if not source:
        return window
    rows = tuple(lines)
    last = window.last
    readings: dict[str, Mapping[Labels, Reading]] = {
        **last.readings,
        "log.lines": {(): Reading("log.lines", (), float(len(rows)), source)},
        "log.read_at": {(): Reading("log.read_at", (), last.time, source)},
    }
    known = {
        name: why
        for name, why in last.missing.items()
        if name != "log.lines" and why.reason != NO_LOG
    }
    return replace(
        window,
        last=replace(last, readings=readings, tables={**last.tables, LogLine: rows}, missing=known),
    )


def _records(told: Json) -> Iterator[LogLine]:
    """Read the records that the call `kmsg` gives."""
    for row in told if isinstance(told, list) else []:
        if not isinstance(row, list) or len(row) != 4:
            continue
        at, level, sequence, said = row
        if (
            isinstance(at, int | float)
            and isinstance(level, int)
            and isinstance(sequence, int)
            and isinstance(said, str)
        ):
            yield LogLine(float(at), level, sequence, said[:LONGEST_LINE])


def _journal_line(data: bytes, number: int) -> LogLine | None:
    """Read one line of the journal's JSON; None for what is none."""
    try:
        told = json.loads(data)
        at = int(told["__REALTIME_TIMESTAMP"]) / 1e6
        level = int(told.get("PRIORITY", USUAL_LEVEL))
        said = told["MESSAGE"]
        if isinstance(said, list):  # what is not printable comes as numbers of bytes
            said = bytes(said).decode(errors="backslashreplace")
        if not isinstance(said, str):
            return None
    except (ValueError, LookupError, TypeError, RecursionError, AttributeError):
        return None
    return LogLine(at, level, number, said[:LONGEST_LINE])


def _tail(path: Path, begin: float) -> str | None:
    """Give the end of a file that was written to since `begin`; None: not there, not readable."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        try:
            about = os.fstat(handle)
            if about.st_mtime < begin:
                return ""
            file.seek(max(0, about.st_size - TAIL_BYTES))
            return file.read(TAIL_BYTES).decode(errors="backslashreplace")
        except OSError:
            return None


_OLD = re.compile(r"^(?P<at>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) \S+ kernel: (?P<rest>.*)$")
_NEW = re.compile(r"^(?P<at>\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)) \S+ kernel: (?P<rest>.*)$")
_SINCE_BOOT = re.compile(r"^\[ *\d+\.\d+\] ")


def _syslog_lines(text: str, begin: float, end: float) -> Iterator[LogLine]:
    for number, line in enumerate(text.splitlines()):
        told = _NEW.match(line) or _OLD.match(line)
        if told is None:
            continue
        at = _moment(told["at"], end)
        if at is not None and begin <= at <= end:
            said = _SINCE_BOOT.sub("", told["rest"])
            yield LogLine(at, USUAL_LEVEL, number, said[:LONGEST_LINE])


def _moment(word: str, end: float) -> float | None:
    """Read a time of syslog; the old format has no year: it is the last that is not to come."""
    try:
        if word[0].isdigit():
            return datetime.fromisoformat(word).timestamp()
        latest = datetime.fromtimestamp(end).astimezone()
        bare = datetime.strptime(f"{latest.year} {word}", "%Y %b %d %H:%M:%S")  # noqa: DTZ007
        at = bare.astimezone()
        if at > latest + timedelta(days=1):
            at = bare.replace(year=bare.year - 1).astimezone()
        return at.timestamp()
    except (ValueError, OverflowError):
        return None
