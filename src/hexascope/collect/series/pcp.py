"""A host as Performance Co-Pilot has kept it: its archives → a window like one of looks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hexascope.collect.contract import Collector
from hexascope.collect.series import pcp_names as names
from hexascope.collect.series.archive_reasons import reasons
from hexascope.collect.series.pcp_samples import Dumped, dumped, records
from hexascope.collect.series.records import Record, Run, run_of, runs_of
from hexascope.collect.series.records_window import window_of
from hexascope.domain.errors import CannotExamine
from hexascope.domain.snapshot import Window
from hexascope.kit import process
from hexascope.kit.clock import local

KEEPER = "pcp"
FOLDER = "/var/log/pcp/pmlogger"
DUMP, INFO = "pmdumplog", "pminfo"

PATIENCE_SECONDS = 20.0
MOST_BYTES = 128 * 1024 * 1024
"""Bytes that one archive may tell of the range: an hour of seconds has half of it."""

MARGIN_SECONDS = 600.0
"""What is asked for before and after: it tells the usual interval, and what leads up to the range.
"""

MOST_ARCHIVES = 16
MOST_NAMES = 4096
LONGEST_TOLD = 160
INDEX = ".index"

_SPAN = re.compile(
    r"commencing \w{3} (\w{3} +\d+ \d\d:\d\d:\d\d)\.\d+ (\d{4})\s+"
    r"ending +\w{3} (\w{3} +\d+ \d\d:\d\d:\d\d)\.\d+ (\d{4})"
)


class PcpSeries:
    """The archives of this host below a folder. `notes` says what was left out of the window."""

    keeper = KEEPER

    def __init__(
        self,
        folder: str = FOLDER,
        *,
        host: str = "",
        collectors: Iterable[Collector] = (),
        checks: Iterable[str] = (),
    ) -> None:
        self.folder = Path(folder)
        self.host = host
        self.collectors = tuple(collectors)
        self.checks = tuple(checks)
        self.notes: tuple[str, ...] = ()
        self.files: tuple[str, ...] = ()

    @property
    def looked_at(self) -> str:
        """Say where archives were looked for."""
        return str(self.folder)

    def window(self, begin: float, end: float) -> Window:
        """Give what was kept from `begin` to `end`, cut where there is a gap or an interruption."""
        kept, words = self._kept(begin, end)
        run = run_of(kept, begin, end)
        self.notes = (*self.notes, *run.notes)
        return self._of_run(run, words)

    def windows(self, begin: float, end: float, seconds: float) -> Iterator[Window]:
        """Give windows of so many seconds; where there is a gap there is none."""
        kept, words = self._kept(begin, end)
        runs, notes = runs_of(kept, begin, end, seconds)
        self.notes = (*self.notes, *notes)
        return (self._of_run(run, words) for run in runs)

    def _of_run(self, run: Run, words: dict[str, str]) -> Window:
        window = window_of(run, KEEPER, words)
        told = reasons(
            window,
            "Performance Co-Pilot's archive",
            frozenset(one.family for one in names.METRICS),
            self.collectors,
            self.checks,
        )
        return replace(window, last=replace(window.last, missing=told))

    def _kept(self, begin: float, end: float) -> tuple[list[Record], dict[str, str]]:
        self.notes, self.files = (), ()
        wrong: list[str] = []
        data = Dumped()
        for base in self._archives(begin):
            try:
                if self._covers(base, begin, end):
                    self._read(base, begin, end, data)
                    self.files = (*self.files, str(base))
            except CannotExamine as error:
                wrong.append(str(error))
        if not data.numbers:
            told = "; ".join(wrong) or "keeps no archive"
            raise CannotExamine(
                f"{told} from {local(begin)} to {local(end)} in {self.folder}"
                if not wrong
                else told
            )
        self.notes = tuple(wrong)
        words = {
            family: data.words[metric, ""]
            for metric, family in names.WORDS.items()
            if (metric, "") in data.words
        }
        return records(data), words

    def _archives(self, begin: float) -> list[Path]:
        """Give the archives that were written to since then, of this host or in the folder itself.

        Several hosts may be logged into one folder: those of others are not ours to judge.
        """
        folders = [self.folder, self.folder / self.host] if self.host else [self.folder]
        found: list[tuple[float, Path]] = []
        for folder in folders:
            try:
                for index in folder.glob(f"*{INDEX}"):
                    written = max(index.stat().st_mtime, _volume_time(index))
                    if written >= begin:
                        found.append((written, index.with_name(index.name.removesuffix(INDEX))))
            except OSError:
                continue
        found.sort()
        return [base for _, base in found[:MOST_ARCHIVES]]

    def _covers(self, base: Path, begin: float, end: float) -> bool:
        said = _asked([DUMP, "-Z", "UTC", "-L", str(base)], base)
        told = _SPAN.search(said)
        if told is None:
            raise CannotExamine(f"{base} does not tell what time it is of: it may be damaged")
        first, last = _time(f"{told[1]} {told[2]}"), _time(f"{told[3]} {told[4]}")
        # one that is being written to knows its end by its last index entry only
        return first <= end and last + MARGIN_SECONDS >= begin

    def _read(self, base: Path, begin: float, end: float, into: Dumped) -> None:
        known = _asked([INFO, "-a", str(base)], base).split()[: 4 * MOST_NAMES]
        wanted = sorted(names.wanted().intersection(known))
        if not wanted:
            raise CannotExamine(f"{base} has none of the metrics that can be judged")
        words = [
            DUMP, "-M", "-x", "-x", "-x", "-Z", "UTC",
            "-S", _shown(begin - MARGIN_SECONDS), "-T", _shown(end + MARGIN_SECONDS),
            str(base), *wanted,
        ]  # fmt: skip
        dumped(_asked(words, base), into)


def _volume_time(index: Path) -> float:
    """Give when the newest volume of an archive was written: its index comes later."""
    base = index.name.removesuffix(INDEX)
    return max((one.stat().st_mtime for one in index.parent.glob(f"{base}.[0-9]*")), default=0.0)


def _asked(words: list[str], base: Path) -> str:
    try:
        ended = process.run(words, timeout_seconds=PATIENCE_SECONDS, most_bytes=MOST_BYTES)
    except process.ProcessTimeoutError:
        raise CannotExamine(f"{words[0]} did not read {base} in {PATIENCE_SECONDS:.0f} s") from None
    except process.ProcessError as error:
        raise CannotExamine(f"{error}; install the package pcp, which reads its archives") from None
    said = " ".join(ended.errors.decode(errors="replace").split())[:LONGEST_TOLD]
    if len(ended.output) >= MOST_BYTES:
        raise CannotExamine(
            f"{base} holds too much of that time to be read: choose less with --window"
        )
    if ended.code != 0 or (said and not ended.output.strip()):
        shown = "".join(char if char.isprintable() else " " for char in said)
        raise CannotExamine(f"{base} can't be read: {shown or f'{words[0]} says nothing of it'}")
    return ended.output.decode(errors="replace")


def _time(word: str) -> float:
    try:
        return datetime.strptime(word, "%b %d %H:%M:%S %Y").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return 0.0


def _shown(at: float) -> str:
    return f"@{datetime.fromtimestamp(at, UTC):%a %b %d %H:%M:%S %Y}"
