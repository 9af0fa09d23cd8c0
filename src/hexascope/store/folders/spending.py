"""What models took on each day, in one small file that all processes share."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import Any

from hexascope.domain.spending import Spent
from hexascope.store.folders.files import alone, read, write

MOST_DAYS = 92
"""A quarter of a year; older days are dropped."""

MOST_MODELS = 100
"""Models of one day that are told apart; what more of them took is added to OTHERS."""

MOST_BYTES = 2 * 1024 * 1024
LONGEST_NAME = 220
SCHEMA = "hexascope.spent/1"
OTHERS = "others"

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_COUNTS = ("calls", "input_tokens", "output_tokens", "cached_tokens")

Days = dict[str, dict[str, Spent]]


class FileSpending:
    """Keeps what was spent in `models/spent.json` below a folder.

    A damaged file is put aside before it would be written over, and counts as nothing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "models"
        self._file = self._folder / "spent.json"

    def add(self, spent: Spent) -> Spent:
        with alone(self._folder):
            days = self._days(aside=True)
            models = days.setdefault(spent.day, {})
            name = spent.model[:LONGEST_NAME]
            if name not in models and len(models) >= MOST_MODELS:
                name = OTHERS
            before = models.get(name, Spent(day=spent.day, model=name))
            models[name] = before.plus(spent)
            newest = sorted(days, reverse=True)[:MOST_DAYS]
            told = {day: [_told(one) for one in days[day].values()] for day in sorted(newest)}
            # a power failure may cost the last few answers' count, and never the file
            write(self._file, json.dumps({"schema": SCHEMA, "days": told}), lasting=False)
        return whole_of(spent.day, models.values())

    def day(self, day: str) -> Spent:
        return whole_of(day, self._days().get(day, {}).values())

    def all(self) -> tuple[Spent, ...]:
        days = self._days()
        return tuple(
            one
            for day in sorted(days, reverse=True)
            for one in sorted(days[day].values(), key=lambda one: (-one.dollars, -one.tokens))
        )

    def _days(self, *, aside: bool = False) -> Days:
        try:
            found = read(self._file, MOST_BYTES)
            told = found["days"] if found is not None else {}
            return {day: _models(day, told[day]) for day in told if _DAY.fullmatch(day)}
        except (ValueError, KeyError, TypeError):
            if aside and self._file.exists():
                self._file.replace(self._file.with_suffix(".damaged"))
            return {}


def whole_of(day: str, models: Iterable[Spent]) -> Spent:
    """Give a day over all models."""
    whole = Spent(day=day, model="")
    for one in models:
        whole = whole.plus(one)
    return whole


def _models(day: str, told: Any) -> dict[str, Spent]:
    """Read one day; ValueError, KeyError or TypeError for what is none."""
    read_ones = [_spent(day, one) for one in told[: MOST_MODELS + 1]]
    return {one.model: one for one in read_ones}


def _spent(day: str, told: Any) -> Spent:
    counts = {word: told[word] for word in _COUNTS}
    dollars = told["dollars"]
    if not all(isinstance(one, int) and one >= 0 for one in counts.values()):
        raise ValueError("a count is none")
    if not isinstance(dollars, int | float) or not isfinite(dollars) or dollars < 0:
        raise ValueError("a sum of dollars is none")
    if not isinstance(told["model"], str):
        raise TypeError("a name is none")
    plain = Spent(day=day, model=told["model"][:LONGEST_NAME], dollars=float(dollars))
    return replace(plain, **counts)


def _told(spent: Spent) -> dict[str, Any]:
    return {
        "model": spent.model,
        **{word: getattr(spent, word) for word in _COUNTS},
        "dollars": spent.dollars,
    }
