"""A host as sysstat has kept it: its daily archives through sadf → a window like one of looks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from hexascope.collect.contract import Collector
from hexascope.collect.series.archive_reasons import reasons
from hexascope.collect.series.records import Run, run_of, runs_of
from hexascope.collect.series.records_window import window_of
from hexascope.collect.series.sysstat_names import QUESTIONS
from hexascope.collect.series.sysstat_records import Archived, archived
from hexascope.domain.errors import CannotExamine
from hexascope.domain.snapshot import Window
from hexascope.kit import process
from hexascope.kit.clock import local

KEEPER = "sysstat"
PROGRAM = "sadf"
FOLDERS = ("/var/log/sysstat", "/var/log/sa")

PATIENCE_SECONDS = 20.0
MOST_BYTES = 32 * 1024 * 1024
"""Bytes of JSON that one file may give; a day of one CPU and ten minutes has half a megabyte."""

MARGIN_SECONDS = 3600.0
"""What is asked for before and after: it tells the usual interval, and what leads up to the range.
"""
MOST_DAYS = 8
LONGEST_TOLD = 160
PACKERS = {".xz": "xz", ".gz": "gzip", ".bz2": "bzip2"}

ALL_HERE = frozenset(
    (
        "cpu.time", "cpu.busy_time", "cpu.count", "cpu.context_switches", "cpu.forks",
        "cpu.runnable", "cpu.blocked", "load.average", "load.tasks", "vmstat.count",
        "memory.total", "memory.available", "memory.size", "pressure.some_time",
        "pressure.full_time", "disk.busy_time", "disk.queue_time", "disk.read_bytes",
        "disk.written_bytes", "disk.count", "device.count", "interface.count", "tcp.count",
        "udp.count", "ip.count", "sockstat.count", "softnet.packet_count", "softnet.drop_count",
        "softnet.squeeze_count",
    )
)  # fmt: skip
"""Families that sysstat can keep: where one is not there, its collector was told to leave it out.
"""


class SysstatSeries:
    """The archives of this host below `folders`. `notes` says what was left out of the window."""

    keeper = KEEPER

    def __init__(
        self,
        folders: Iterable[str] = FOLDERS,
        *,
        collectors: Iterable[Collector] = (),
        checks: Iterable[str] = (),
        program: str = PROGRAM,
    ) -> None:
        self.folders = tuple(Path(one) for one in folders)
        self.collectors = tuple(collectors)
        self.checks = tuple(checks)
        self.program = program
        self.notes: tuple[str, ...] = ()
        self.files: tuple[str, ...] = ()

    @property
    def looked_at(self) -> str:
        """Say where archives were looked for."""
        return ", ".join(str(folder) for folder in self.folders)

    def window(self, begin: float, end: float) -> Window:
        """Give what was kept from `begin` to `end`, cut where there is a gap or a restart."""
        kept = self._kept(begin, end)
        run = run_of(kept.records, begin, end, kept.restarts)
        self.notes = (*self.notes, *run.notes)
        return self._of_run(run, kept)

    def windows(self, begin: float, end: float, seconds: float) -> Iterator[Window]:
        """Give windows of so many seconds; where there is a gap there is none."""
        kept = self._kept(begin, end)
        runs, notes = runs_of(kept.records, begin, end, seconds, kept.restarts)
        self.notes = (*self.notes, *notes)
        return (self._of_run(run, kept) for run in runs)

    def _of_run(self, run: Run, kept: Archived) -> Window:
        window = window_of(run, KEEPER, kept.words)
        told = reasons(window, "sysstat's archive", ALL_HERE, self.collectors, self.checks)
        return replace(window, last=replace(window.last, missing=told))

    def _kept(self, begin: float, end: float) -> Archived:
        self.notes, self.files = (), ()
        read = self._read(begin, end)
        return Archived(
            records=tuple(one for file in read for one in file.records),
            restarts=tuple(moment for file in read for moment in file.restarts),
            words=read[-1].words,
            host=read[-1].host,
        )

    def _read(self, begin: float, end: float) -> list[Archived]:
        files = list(_files(self.folders, begin, end))
        if not files:
            raise CannotExamine(
                f"sysstat keeps no archive from {local(begin)} to {local(end)} in {self.looked_at}"
            )
        found: list[Archived] = []
        wrong: list[str] = []
        for day, file in files:
            try:
                found.append(self._of(day, file, begin, end))
                self.files = (*self.files, str(file))
            except CannotExamine as error:
                wrong.append(str(error))
        if not found:
            raise CannotExamine("; ".join(wrong))
        self.notes = tuple(wrong)
        return found

    def _of(self, day: date, file: Path, begin: float, end: float) -> Archived:
        """Ask sadf for the hours around the range."""
        if file.suffix in PACKERS:
            how = f"{PACKERS[file.suffix]} -dk {file.name}"
            raise CannotExamine(f"{file} is packed: unpack it ({how}) and ask again")
        hours = _hours(day, begin - MARGIN_SECONDS, end + MARGIN_SECONDS)
        ended = self._asked(file, hours, QUESTIONS)
        if ended.code != 0 and b"Usage:" in ended.errors:  # an older sadf knows fewer questions
            ended = self._asked(file, hours, ("-A",))
        data = self._answer(file, ended)
        try:
            return archived(data)
        except ValueError as error:
            raise CannotExamine(
                f"what {self.program} says of {file} made no sense ({str(error)[:LONGEST_TOLD]}):"
                " the file is damaged, or larger than can be read"
            ) from None

    def _asked(self, file: Path, hours: Sequence[str], questions: Sequence[str]) -> process.Ended:
        words = [self.program, "-j", "-T", *hours, str(file), "--", *questions]
        try:
            return process.run(words, timeout_seconds=PATIENCE_SECONDS, most_bytes=MOST_BYTES)
        except process.ProcessTimeoutError:
            raise CannotExamine(
                f"{self.program} did not read {file} in {PATIENCE_SECONDS:.0f} s"
            ) from None
        except process.ProcessError as error:
            raise CannotExamine(
                f"{error}; install the package sysstat, which reads its archives"
            ) from None

    def _answer(self, file: Path, ended: process.Ended) -> bytes:
        said = " ".join(ended.errors.decode(errors="replace").split())[:LONGEST_TOLD]
        shown = "".join(char if char.isprintable() else " " for char in said)
        if ended.code != 0 or not ended.output.strip():
            raise CannotExamine(_why_not(file, shown))
        if shown:
            self.notes = (*self.notes, f"{self.program} says of {file}: {shown}")
        return ended.output


def _why_not(file: Path, said: str) -> str:
    lower = said.lower()
    if "format of file" in lower or "sadf -c" in lower or "old" in lower:
        return (
            f"{file} was written by another version of sysstat ({said}); convert it: sadf -c {file}"
            " > FILE"
        )
    if "invalid system activity file" in lower:
        return f"{file} is damaged, empty, or no archive of sysstat ({said})"
    if "cannot open" in lower:
        return f"{file} can't be read ({said}); root may"
    return f"{file} can't be read: {said or 'sadf says nothing of it'}"


def _hours(day: date, begin: float, end: float) -> list[str]:
    """Limit the answer by hours of the day, by this host's clock: that is what a file is of."""
    words: list[str] = []
    first, last = _clock(begin), _clock(end)
    if first.date() == day:
        words += ["-s", first.strftime("%H:%M:%S")]
    if last.date() == day:
        words += ["-e", last.strftime("%H:%M:%S")]
    return words


def _clock(at: float) -> datetime:
    return datetime.fromtimestamp(at).astimezone()


def _files(folders: Iterable[Path], begin: float, end: float) -> Iterator[tuple[date, Path]]:
    """Give the archives of the days of a range: saDD, or saYYYYMMDD, by this host's calendar.

    A day's last record is of midnight, and may stand in the file of the next day.
    """
    known = list(folders)
    day = _clock(begin).date()
    last = _clock(end).date() + timedelta(days=1)
    days = 0
    while day <= last and days < MOST_DAYS:
        found = _file_of(known, day.strftime("%Y%m%d"), day.strftime("%d"), begin)
        if found is not None:
            yield day, found
        day += timedelta(days=1)
        days += 1


def _file_of(folders: Iterable[Path], date: str, day: str, begin: float) -> Path | None:
    for folder in folders:
        for name in (f"sa{date}", f"sa{day}"):
            for ending in ("", *PACKERS):
                path = folder / f"{name}{ending}"
                if _is_of_then(path, begin):
                    return path
    return None


def _is_of_then(path: Path, begin: float) -> bool:
    """Say whether a file may hold the range: one that was last written before does not."""
    try:
        return path.is_file() and path.stat().st_mtime >= begin
    except OSError:
        return False
