"""The cache of answers: in memory for one process, in files for the next command."""

import json
import re
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from hexascope.store.contract import CachedAnswer
from hexascope.store.folders.files import read, write

MOST_ANSWERS = 500
MOST_BYTES = 16 * 2**20
LARGEST_BYTES = 256 * 1024
"""Bytes of one kept answer; a model's own has 64 KiB at most."""

KEY = re.compile(r"[0-9a-f]{16,128}")
_ENDING = ".json"


class HeldAnswers:
    """Keeps answers in this process."""

    def __init__(self, *, most: int = MOST_ANSWERS, most_bytes: int = MOST_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._held: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._bytes = 0

    def get(self, key: str, *, now: float, most_age_s: float) -> CachedAnswer | None:
        """Give what is held under a key."""
        value, time = self._held.get(key, ("", 0.0))
        return fresh(value, now - time, most_age_s) if key in self._held else None

    def put(self, key: str, value: str, *, now: float) -> None:
        """Hold a text; the oldest go when there are too many."""
        size = len(value.encode(errors="replace"))
        if not KEY.fullmatch(key) or size > LARGEST_BYTES:
            return
        self.forget(key)
        self._held[key] = (value, now)
        self._bytes += size
        while len(self._held) > self._most or self._bytes > self._most_bytes:
            self.forget(next(iter(self._held)))

    def forget(self, key: str) -> None:
        """Let go of one."""
        value, _ = self._held.pop(key, ("", 0.0))
        self._bytes -= len(value.encode(errors="replace"))

    def clear(self) -> int:
        """Let go of all."""
        count = len(self._held)
        self._held.clear()
        self._bytes = 0
        return count


class _File(NamedTuple):
    time: float
    size: int
    path: Path


class FolderAnswers:
    """Keeps answers as files that their owner alone can read; several processes may share them."""

    def __init__(
        self, folder: Path, *, most: int = MOST_ANSWERS, most_bytes: int = MOST_BYTES
    ) -> None:
        self._folder = folder
        self._most = most
        self._most_bytes = most_bytes

    def get(self, key: str, *, now: float, most_age_s: float) -> CachedAnswer | None:
        """Read what is kept under a key; what is damaged is not there."""
        if not KEY.fullmatch(key):
            return None
        try:
            told = read(self._folder / f"{key}{_ENDING}", LARGEST_BYTES * 2)
        except ValueError:
            return None
        if not isinstance(told, dict) or not isinstance(told.get("value"), str):
            return None
        time = told.get("time")
        if isinstance(time, bool) or not isinstance(time, int | float):
            return None
        return fresh(told["value"], now - time, most_age_s)

    def put(self, key: str, value: str, *, now: float) -> None:
        """Keep a text, and let the oldest go; where that can't be, nothing is kept."""
        if not KEY.fullmatch(key) or len(value.encode(errors="replace")) > LARGEST_BYTES:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            told = json.dumps({"time": now, "value": value})
            write(self._folder / f"{key}{_ENDING}", told, lasting=False)
        except OSError:
            return
        self._drop_oldest()

    def forget(self, key: str) -> None:
        """Remove one."""
        if KEY.fullmatch(key):
            _remove(self._folder / f"{key}{_ENDING}")

    def clear(self) -> int:
        """Remove all."""
        files = list(self._files())
        for one in files:
            _remove(one.path)
        return len(files)

    def _drop_oldest(self) -> None:
        files = sorted(self._files(), reverse=True)
        total = 0
        for place, one in enumerate(files):
            total += one.size
            if place >= self._most or (place > 0 and total > self._most_bytes):
                _remove(one.path)

    def _files(self) -> Iterator[_File]:
        try:
            found = list(self._folder.glob(f"*{_ENDING}"))
        except OSError:
            return
        for path in found:
            try:
                state = path.stat()
            except OSError:
                continue  # another process has removed it
            yield _File(state.st_mtime, state.st_size, path)


def fresh(value: str, age_s: float, most_age_s: float) -> CachedAnswer | None:
    """Give an answer that is neither too old nor from the future: clocks can be set back."""
    return CachedAnswer(value, age_s) if 0 <= age_s <= most_age_s else None


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # it will be too old soon
