"""The undo journal: what the bench has made, written down before it is made."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Undo:
    """One thing to undo: what kind of thing it is, and which one."""

    what: str
    which: str

    def line(self) -> str:
        """The entry as the journal keeps it."""
        return json.dumps([self.what, self.which]) + "\n"


class Journal:
    """Entries in a file, so that a watchdog can undo them when the bench is gone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._entries: list[Undo] = []
        self._ends: list[int] = [0]
        # O_APPEND without buffering: an entry is in the file before the thing exists. A kill of
        # the process loses nothing that the kernel has taken, so no fsync is needed.
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)

    def write(self, what: str, which: str) -> None:
        """Notes what must be undone; call it before making the thing."""
        entry = Undo(what, which)
        line = entry.line().encode()
        os.write(self._file, line)
        self._entries.append(entry)
        self._ends.append(self._ends[-1] + len(line))

    @property
    def mark(self) -> int:
        """A place to come back to."""
        return len(self._entries)

    def since(self, mark: int) -> list[Undo]:
        """The entries written after the mark, oldest first."""
        return self._entries[mark:]

    def forget(self, mark: int) -> None:
        """Drops the entries after the mark: they have been undone."""
        del self._entries[mark:]
        del self._ends[mark + 1 :]
        os.ftruncate(self._file, self._ends[-1])

    def all_of(self, what: str) -> list[str]:
        """Which things of this kind there are now."""
        return [entry.which for entry in self._entries if entry.what == what]

    def close(self) -> None:
        """Closes the file; what it says stays."""
        os.close(self._file)


def read(path: Path) -> list[Undo]:
    """The entries of a journal; a last line that was cut short is left out."""
    return list(_entries(path.read_text(encoding="utf-8").splitlines(keepends=True)))


def _entries(lines: Iterable[str]) -> Iterable[Undo]:
    for line in lines:
        if not line.endswith("\n"):
            return
        what, which = json.loads(line)
        yield Undo(str(what), str(which))
