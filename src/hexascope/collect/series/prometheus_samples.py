"""What a Prometheus answered: samples by scrape, and the longest part of them without a gap.

Raw samples are asked for, never interpolated ones: a value exists only where the exporter was
scraped. Between two scrapes that are too far apart nothing is known, so no window reaches across.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from statistics import median

from hexascope.collect.contract import Json
from hexascope.domain.errors import CannotExamine, CannotReach
from hexascope.domain.evidence import LONGEST_TEXT, Labels

GAP_INTERVALS = 2.5
"""Scrape intervals without a sample from which on it is a gap."""

HOLE_SCRAPES = 2
"""Scrapes in a row that a series may miss; a counter that misses more may have begun anew."""

REBOOT_SECONDS = 30.0
"""How far the boot time must move to be that of another boot: clocks are set by less."""

MOST_SERIES = 50_000
MOST_SAMPLES = 4_000_000
MOST_VALUE = 1e24
NONSENSE = "is no answer of a Prometheus"

Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One series: its name, the labels that the exporter gave it, and its samples in order."""

    metric: str
    labels: Labels
    points: Points

    def label(self, name: str) -> str:
        """Give one label's value, empty where there is none."""
        return dict(self.labels).get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """The scrapes of one window without a gap, and what had to be left out."""

    times: tuple[float, ...]
    interval: float
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Cut:
    """Scrapes up to a place beyond which the window can't reach, and why."""

    times: list[float] = field(default_factory=list)
    why: str = ""


def series_of(data: Json, target: Labels) -> list[Series]:
    """Read the answer to a question for a range of samples; `target` is taken off the labels.

    NaN, infinities and texts are no samples. CannotReach: it is not what a Prometheus answers.
    """
    rows = data.get("result") if isinstance(data, dict) else None
    if not isinstance(data, dict) or data.get("resultType") != "matrix":
        raise CannotReach(f"what came {NONSENSE}: it has no samples of a range")
    if not isinstance(rows, list) or len(rows) > MOST_SERIES:
        raise CannotReach(f"what came {NONSENSE}, or has more than {MOST_SERIES} series")
    of_target = frozenset(target)
    found = []
    total = 0
    for row in rows:
        one = _series(row, of_target)
        total += len(one.points)
        if total > MOST_SAMPLES:
            raise CannotReach(f"more than {MOST_SAMPLES} samples came; ask for a shorter --window")
        if one.points:
            found.append(one)
    return found


def _series(row: Json, of_target: frozenset[tuple[str, str]]) -> Series:
    labels = row.get("metric") if isinstance(row, dict) else None
    values = row.get("values", []) if isinstance(row, dict) else None
    if not isinstance(labels, dict) or not isinstance(values, list):
        raise CannotReach(f"what came {NONSENSE}: a series without labels or samples")
    named = {str(name): str(value)[:LONGEST_TEXT] for name, value in labels.items()}
    metric = named.pop("__name__", "")
    own = tuple(sorted(pair for pair in named.items() if pair not in of_target))
    points = [point for value in values if (point := _point(value)) is not None]
    if any(late <= early for (early, _), (late, _) in pairwise(points)):
        raise CannotReach(f"what came {NONSENSE}: its samples are not in the order of time")
    return Series(metric, own, tuple(points))


def _point(pair: Json) -> tuple[float, float] | None:
    if not isinstance(pair, list) or len(pair) != 2:
        raise CannotReach(f"what came {NONSENSE}: a sample is not a time and a value")
    at, told = pair
    if isinstance(at, bool) or not isinstance(at, int | float) or not isinstance(told, str):
        raise CannotReach(f"what came {NONSENSE}: a sample is not a time and a value")
    try:
        value = float(told)
    except ValueError:
        return None
    usable = math.isfinite(value) and abs(value) <= MOST_VALUE and math.isfinite(at)
    return (float(at), value) if usable else None


def run_of(series: Sequence[Series], begin: float, end: float, at: float | None = None) -> Run:
    """Give the longest run of scrapes without a gap that reaches the end, or is nearest to `at`.

    CannotExamine: there is none with two scrapes; it says what is there instead.
    """
    times = _scrapes(series)
    if not times:
        raise CannotExamine(
            f"Prometheus holds no sample of this instance from {told(begin)} to {told(end)}"
        )
    interval = _interval(series, times)
    if interval is None:
        raise CannotExamine(
            f"Prometheus holds a single scrape of this instance, at {told(times[0])}: no rate can"
            " be made of it; ask for a longer --window"
        )
    runs = _runs(series, times, interval)
    chosen = _at_end(runs, end, interval) if at is None else _nearest(runs, at)
    if chosen is None:
        raise CannotExamine(_why_none(times, end, at))
    notes = _notes(runs, chosen, (max(begin, times[0]), end), interval)
    return Run(times=tuple(chosen.times), interval=interval, notes=notes)


def told(at: float) -> str:
    """Write a moment for people, in UTC."""
    try:
        return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (OSError, OverflowError, ValueError):
        return f"{at:.0f}"


def _scrapes(series: Sequence[Series]) -> list[float]:
    """Give the times at which most series have a sample: those at which the exporter answered."""
    counts: dict[float, int] = {}
    for one in series:
        if one.metric != "up":
            for at, _ in one.points:
                counts[at] = counts.get(at, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(at for at, count in counts.items() if count * 2 >= most)


def _interval(series: Iterable[Series], times: Sequence[float]) -> float | None:
    """Give the usual time between two scrapes, failed ones included where they are known."""
    up = next((one for one in series if one.metric == "up" and len(one.points) > 2), None)
    known = [at for at, _ in up.points] if up else list(times)
    steps = [late - early for early, late in pairwise(known)]
    return median(steps) if steps else None


def _runs(series: Sequence[Series], times: Sequence[float], interval: float) -> list[_Cut]:
    """Cut the scrapes where some are missing, where one failed, and where the host was rebooted."""
    failed = [at for one in series if one.metric == "up" for at, value in one.points if value == 0]
    boots = next((dict(one.points) for one in series if one.metric == "node_boot_time_seconds"), {})
    runs = [_Cut([times[0]])]
    for early, late in pairwise(times):
        why = _break(early, late, failed, boots, interval)
        if why:
            runs[-1].why = why
            runs.append(_Cut())
        runs[-1].times.append(late)
    return runs


def _break(
    early: float,
    late: float,
    failed: Sequence[float],
    boots: Mapping[float, float],
    interval: float,
) -> str:
    missed = sum(early < at < late for at in failed)
    span = f"from {told(early)} to {told(late)}"
    if missed:
        return f"the exporter did not answer {span}"
    if late - early > GAP_INTERVALS * interval:
        return f"there is no sample {span}"
    before, after = boots.get(early), boots.get(late)
    if before is not None and after is not None and abs(after - before) > REBOOT_SECONDS:
        return f"the host was started anew, at {told(after)}"
    return ""


def _at_end(runs: Sequence[_Cut], end: float, interval: float) -> _Cut | None:
    last = runs[-1].times
    reaches = end - last[-1] <= GAP_INTERVALS * interval
    return runs[-1] if reaches and len(last) > 1 else None


def _nearest(runs: Sequence[_Cut], at: float) -> _Cut | None:
    def distance(run: _Cut) -> tuple[float, float]:
        first, last = run.times[0], run.times[-1]
        return (max(first - at, at - last, 0.0), first - last)

    return min((one for one in runs if len(one.times) > 1), key=distance, default=None)


def _why_none(times: Sequence[float], end: float, at: float | None) -> str:
    if at is None:
        return (
            f"the last scrape that Prometheus holds of this instance in one piece with another is"
            f" older than its interval allows (the last one is of {told(times[-1])}, it is"
            f" {told(end)} now): the exporter does not answer; choose a time with --at"
        )
    return (
        "Prometheus holds no two scrapes of this instance without a gap between them"
        f" around {told(at)}"
    )


def _notes(
    runs: Sequence[_Cut], chosen: _Cut, wanted: tuple[float, float], interval: float
) -> tuple[str, ...]:
    """Say what of the wanted time is left out, and why."""
    place = runs.index(chosen)
    before = runs[place - 1].why if place > 0 else ""
    notes = []
    begin, end = wanted
    slack = GAP_INTERVALS * interval
    if before and chosen.times[0] - begin > slack:
        notes.append(f"left out is what was before {told(chosen.times[0])}: {before}")
    if chosen.why and end - chosen.times[-1] > slack:
        notes.append(f"left out is what was after {told(chosen.times[-1])}: {chosen.why}")
    return tuple(notes)
