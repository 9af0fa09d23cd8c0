"""Comparing two examinations: findings gone, new, better and worse, and evidence that moved."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hexascope.domain.errors import BadInput
from hexascope.kit.format import number, show
from hexascope.kit.visible import visible
from hexascope.report.plain import SCHEMA, plain
from hexascope.services.examinations import Examinations, Wishes
from hexascope.services.running import examine
from hexascope.services.sources.kept import KeptLooks
from hexascope.store.contract import Archive
from hexascope.words import Language

MOVED_BY = 0.2
"""By which share of the larger value evidence must have moved to be told."""

LEAST_MOVED = {"ratio": 0.02, "count": 0.5, "per_s": 1.0, "s": 0.001}
"""What counts as a move by its unit: a fifth of next to nothing is nothing."""

HOW_SHOWN = {"ratio": "percent", "bytes": "bytes", "per_s": "per_s", "s": "seconds"}
MOST_MOVED = 40
_ORDER = ("info", "low", "medium", "high", "critical")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """One finding in both examinations, or in one of them (the other severity is empty)."""

    id: str
    check: str
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One piece of evidence whose value moved."""

    key: str
    before: float
    after: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What differs between two examinations."""

    hosts: tuple[str, str]
    times: tuple[str, str]
    scores: tuple[int | None, int | None]
    new: tuple[Changed, ...]
    gone: tuple[Changed, ...]
    worse: tuple[Changed, ...]
    better: tuple[Changed, ...]
    moved: tuple[Moved, ...]


def report_of(
    name: str, archive: Archive, service: Callable[[], Examinations], language: Language
) -> Mapping[str, Any]:
    """Give the report of a bundle (judged now), a JSON report, or a kept examination."""
    path = Path(name)
    if path.suffix == ".json" and path.is_file():
        return _report(path.read_text(encoding="utf-8"), name)
    if path.is_file():
        parts, wishes = service(), Wishes()
        looked = KeptLooks(path=path).look(parts, wishes, lambda _: None, None)
        return plain(examine(parts, looked, wishes), language)
    if path.suffix in (".hxb", ".json"):
        raise BadInput(f"{name} is not there; give a bundle, a JSON report or a kept id")
    return _report(archive.report(name), name)


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Difference:
    """Compare two reports of `hexascope.report/1`."""
    old = {one["id"]: one for one in before["findings"] if one["when"] == "now"}
    new = {one["id"]: one for one in after["findings"] if one["when"] == "now"}
    both = [_changed(old[id_], new[id_]) for id_ in new if id_ in old]
    return Difference(
        hosts=(before["host"]["name"], after["host"]["name"]),
        times=(before["time"], after["time"]),
        scores=(before["health"]["score"], after["health"]["score"]),
        new=tuple(_changed(None, new[id_]) for id_ in new if id_ not in old),
        gone=tuple(_changed(old[id_], None) for id_ in old if id_ not in new),
        worse=tuple(one for one in both if _ORDER.index(one.after) > _ORDER.index(one.before)),
        better=tuple(one for one in both if _ORDER.index(one.after) < _ORDER.index(one.before)),
        moved=tuple(_moved(before["evidence"], after["evidence"])),
    )


def as_json(difference: Difference) -> str:
    """Write a difference as JSON."""
    return json.dumps({"schema": "hexascope.difference/1", **asdict(difference)}, indent=1)


def lines(difference: Difference, word: Callable[[str], str]) -> Iterator[str]:
    """Write a difference as lines for people."""
    for number_, name in enumerate(("before", "after")):
        score = difference.scores[number_]
        shown = word("health unknown") if score is None else f"{word('health')} {score}/100"
        host = visible(difference.hosts[number_])
        yield f"{word(name):<8} {host}  {difference.times[number_]}  {shown}"
    for title, several in (
        ("new", difference.new),
        ("worse", difference.worse),
        ("better", difference.better),
        ("gone", difference.gone),
    ):
        for one in several:
            step = " → ".join(word(level) for level in (one.before, one.after) if level)
            yield f"{word(title):<8} {step}: {visible(one.title)}"
    if not any((difference.new, difference.worse, difference.better, difference.gone)):
        yield word("The findings are the same.")
    for moved in difference.moved:
        yield (
            f"{word('moved'):<8} {visible(moved.key)}:"
            f" {_shown(moved.before, moved.unit)} → {_shown(moved.after, moved.unit)}"
        )


def _shown(value: float, unit: str) -> str:
    how = HOW_SHOWN.get(unit)
    return show(value, how) if how else number(value)


def _report(text: str, name: str) -> Mapping[str, Any]:
    try:
        report = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{name} is no JSON report: {error}") from None
    if not isinstance(report, dict) or report.get("schema") != SCHEMA:
        raise BadInput(f"{name} is no report of the schema {SCHEMA}")
    return report


def _changed(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Changed:
    known = after or before or {}
    return Changed(
        id=known["id"],
        check=known["check"],
        title=known["title"],
        before=before["severity"] if before else "",
        after=after["severity"] if after else "",
    )


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Moved]:
    found = []
    for key in before.keys() & after.keys():
        old, new = before[key]["value"], after[key]["value"]
        if isinstance(old, str) or isinstance(new, str):
            continue
        larger, unit = max(abs(old), abs(new)), after[key]["unit"]
        if abs(new - old) < LEAST_MOVED.get(unit, 0.0) or not larger:
            continue
        if abs(new - old) / larger >= MOVED_BY:
            moved = Moved(key=key, before=old, after=new, unit=unit)
            found.append((abs(new - old) / larger, moved))
    found.sort(key=lambda pair: (-pair[0], pair[1].key))
    yield from (one for _, one in found[:MOST_MOVED])
