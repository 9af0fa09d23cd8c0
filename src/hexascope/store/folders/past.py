"""The index of a host's kept examinations: the values that trends are made of, by column."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from hexascope.domain.history import History
from hexascope.domain.memory import Interaction
from hexascope.store.folders.files import read, write
from hexascope.store.measured import (
    MOST_EXAMINATIONS,
    MOST_KEYS,
    MOST_MODELS,
    number_of,
    panel_of,
    values_of,
)

MOST_BYTES = 8 * 2**20
MOST_REPORT_BYTES = 64 * 2**20
FILE, REPORT, SUMMARY = "values.json", "report.json", "summary.json"
_NOTHING: Mapping[str, float] = MappingProxyType({})
_ID = re.compile(r"[0-9a-f-]{36}")


class Entry(NamedTuple):
    """One examination in the index: its values by key, and what its panel came to."""

    id: str
    time: str = ""
    values: Mapping[str, float] = _NOTHING
    panel: Interaction | None = None


class Past(NamedTuple):
    """The index: entries in the order of their time."""

    entries: tuple[Entry, ...] = ()

    def history(self) -> History:
        """Give all values by key, the oldest first."""
        columns: dict[str, list[float]] = {}
        for one in self.entries:
            for key, value in one.values.items():
                columns.setdefault(key, []).append(value)
        return History(values={key: tuple(column) for key, column in columns.items()})

    def only(self, ids: Iterable[str]) -> "Past":
        """Give what it holds of some examinations."""
        wanted = set(ids)
        return Past(tuple(one for one in self.entries if one.id in wanted))


def kept_ids(host: Path) -> list[str]:
    """Give the ids of the newest kept examinations of a host, the oldest first."""
    try:
        names = [one.name for one in host.iterdir() if _ID.fullmatch(one.name)]
    except OSError:
        return []
    return sorted(names)[-MOST_EXAMINATIONS:]


def load(host: Path) -> Past:
    """Read the index of a host; ValueError where it is damaged."""
    told = read(host / FILE, MOST_BYTES)
    if told is None:
        return Past()
    try:
        return _past(told)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{host / FILE} is damaged: {error}") from None


def refresh(host: Path) -> None:
    """Bring the index to what is kept now; only reports that it does not know yet are read."""
    ids = kept_ids(host)
    try:
        before = load(host)
    except ValueError:
        before = Past()  # it is made anew from the reports
    known = {one.id: one for one in before.entries}
    entries = tuple(known.get(one) or _of_report(host / one) for one in ids)
    if entries != before.entries or not (host / FILE).exists():
        write(host / FILE, _written(Past(entries)), lasting=False)


def _past(told: Mapping[str, Any]) -> Past:
    heads = told["examinations"]
    rows: list[dict[str, float]] = [{} for _ in heads]
    for key, column in told["values"].items():
        if len(column) != len(rows):
            raise ValueError(f"the column of {key[:80]} has another length")
        for row, value in zip(rows, column, strict=True):
            if value is not None:
                row[key] = number_of(value)
    return Past(
        tuple(
            Entry(id=str(head["id"]), time=str(head["time"]), values=row, panel=_panel(head))
            for head, row in zip(heads, rows, strict=True)
        )
    )


def _panel(head: Mapping[str, Any]) -> Interaction | None:
    told = head["panel"]
    if told is None:
        return None
    return Interaction(
        examination=str(head["id"]),
        time=str(head["time"]),
        models=tuple(str(one) for one in told["models"])[:MOST_MODELS],
        **{name: int(told[name]) for name in ("calls", "struck", "questions", "votes")},
    )


def _written(past: Past) -> str:
    keys: dict[str, None] = {}
    for one in reversed(past.entries):  # the latest first: they stay
        keys.update(dict.fromkeys(one.values))
    columns = {
        key: [one.values.get(key) for one in past.entries] for key in sorted([*keys][:MOST_KEYS])
    }
    heads = [
        {"id": one.id, "time": one.time, "panel": one.panel._asdict() if one.panel else None}
        for one in past.entries
    ]
    return json.dumps({"examinations": heads, "values": columns}, separators=(",", ":"))


def _of_report(folder: Path) -> Entry:
    """Make the entry of a kept examination; one that can't be read has no values, and stays so."""
    try:
        report = read(folder / REPORT, MOST_REPORT_BYTES)
        return Entry(
            id=folder.name,
            time=str(report["time"]),
            values=dict(values_of(report)),
            panel=panel_of(folder.name, str(report["time"]), report.get("panel")),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return Entry(id=folder.name)
