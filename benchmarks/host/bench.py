"""The bench on this machine: its folder, its journal, and the watchdog behind it."""

import fcntl
import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from benchmarks.errors import BenchError, LeftBehind, Unfit
from benchmarks.host.journal import Journal
from benchmarks.host.names import neutral_names
from benchmarks.host.undo import undo

ROOT = Path(__file__).resolve().parents[2]
WATCHDOG_LIMIT_SECONDS = 60.0
LOCK = "hxbench.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where a case makes its things; whatever it makes, it writes into the journal first."""

    folder: Path
    journal: Journal
    names: Iterator[str]
    streams: list[int] = field(default_factory=list)

    def name(self) -> str:
        """A fresh neutral name."""
        return next(self.names)

    def new_folder(self) -> Path:
        """A fresh folder with a neutral name."""
        folder = self.folder / self.name()
        folder.mkdir()
        return folder

    @contextmanager
    def scene(self) -> Iterator[None]:
        """Undoes at its end all that was made inside it, however it ends."""
        mark, first_stream = self.journal.mark, len(self.streams)
        try:
            yield
        finally:
            while len(self.streams) > first_stream:
                os.close(self.streams.pop())
            left = undo(self.journal.since(mark))
            if not left:
                self.journal.forget(mark)
            else:
                raise LeftBehind("The bench could not undo: " + "; ".join(left))


@contextmanager
def open_bench() -> Iterator[Bench]:
    """A bench whose things are gone at its end, even when it is killed."""
    need_root()
    with _alone(), _signals_raise():
        folder = Path(tempfile.mkdtemp(prefix="hxb-"))
        # a daemon without privileges must get through to its own folder, and see no others
        folder.chmod(0o711)
        journal = Journal(folder / "undo.jsonl")
        pipe, watchdog = _start_watchdog(journal.path)
        names = neutral_names(random.Random())
        try:
            bench = Bench(folder=folder, journal=journal, names=names)
            with bench.scene():
                yield bench
        finally:
            journal.close()
            os.close(pipe)
            _wait_for(watchdog)


def need_root() -> None:
    """Says clearly that the bench needs root."""
    if os.geteuid() != 0:
        raise Unfit(
            "The bench makes cgroups, mounts and network namespaces, so it needs root. "
            "Run it as root: sudo python -m benchmarks ..."
        )


def _start_watchdog(journal: Path) -> tuple[int, subprocess.Popen[bytes]]:
    reading, writing = os.pipe()
    try:
        watchdog = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.host.watchdog", str(journal)],
            stdin=reading,
            cwd=ROOT,
            start_new_session=True,
        )
    finally:
        os.close(reading)
    return writing, watchdog


def _wait_for(watchdog: subprocess.Popen[bytes]) -> None:
    try:
        watchdog.wait(WATCHDOG_LIMIT_SECONDS)
    except subprocess.TimeoutExpired as late:
        raise LeftBehind(
            f"The watchdog (pid {watchdog.pid}) is still undoing after "
            f"{WATCHDOG_LIMIT_SECONDS:g} s; see what it waits for."
        ) from late


@contextmanager
def _alone() -> Iterator[None]:
    """Two benches at once would measure each other."""
    lock = os.open(Path(tempfile.gettempdir(), LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as taken:
        os.close(lock)
        raise BenchError(
            "Another bench runs on this machine; wait for its end, or they measure each other."
        ) from taken
    try:
        yield
    finally:
        os.close(lock)


@contextmanager
def _signals_raise() -> Iterator[None]:
    """Ends on SIGTERM and SIGHUP as on Ctrl-C, so that everything is undone."""

    def stop(number: int, frame: FrameType | None) -> None:
        del frame
        raise SystemExit(128 + number)

    numbers = (signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, stop) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
