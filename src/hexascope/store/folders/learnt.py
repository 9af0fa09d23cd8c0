"""What was learnt of models' servers, in one small file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hexascope.domain.learnt import Learnt
from hexascope.store.folders.files import alone, read, write

KEPT_S = 30 * 86_400.0
"""For how long it is believed: servers get better, and are then asked for their best again."""

MOST_ENDPOINTS = 200
MOST_BYTES = 256 * 1024
MOST_QUIRKS = 20
LONGEST_KEY, LONGEST_WORD = 500, 40
SCHEMA = "hexascope.learnt/1"


@dataclass(frozen=True, slots=True)
class _Kept:
    learnt: Learnt
    time: float


class FileLearning:
    """Keeps what was learnt in `models/learnt.json` below a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "models"
        self._file = self._folder / "learnt.json"

    def known(self, *, now: float) -> dict[str, Learnt]:
        return {key: one.learnt for key, one in self._fresh(now).items()}

    def keep(self, learnt: Mapping[str, Learnt], *, now: float) -> None:
        with alone(self._folder):
            kept = self._fresh(now)
            for key, one in learnt.items():
                # what was known before keeps its time, so that it is looked at again some day
                if key not in kept or kept[key].learnt != one:
                    kept[key] = _Kept(one, now)
            newest = sorted(kept.items(), key=lambda pair: pair[1].time, reverse=True)
            told = {
                key: {"rung": one.learnt.rung, "quirks": one.learnt.quirks, "time": one.time}
                for key, one in newest[:MOST_ENDPOINTS]
                if len(key) <= LONGEST_KEY
            }
            write(self._file, json.dumps({"schema": SCHEMA, "endpoints": told}))

    def _fresh(self, now: float) -> dict[str, _Kept]:
        try:
            found = read(self._file, MOST_BYTES)
        except ValueError:
            return {}  # it is only learnt again
        told = found.get("endpoints") if isinstance(found, dict) else None
        kept = {key: _kept(one) for key, one in told.items()} if isinstance(told, dict) else {}
        return {
            key: one
            for key, one in kept.items()
            if one is not None and 0 <= now - one.time < KEPT_S and len(key) <= LONGEST_KEY
        }


def _kept(told: Any) -> _Kept | None:
    if not isinstance(told, dict):
        return None
    rung, quirks, time = (told.get(word) for word in ("rung", "quirks", "time"))
    if not isinstance(rung, str) or not isinstance(quirks, list):
        return None
    if not isinstance(time, int | float) or isinstance(time, bool):
        return None
    words = [one for one in quirks[:MOST_QUIRKS] if isinstance(one, str)]
    if any(len(word) > LONGEST_WORD for word in (rung, *words)):
        return None
    return _Kept(Learnt(rung=rung, quirks=tuple(words)), float(time))
