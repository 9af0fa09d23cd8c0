"""Leaks: processes whose own memory grows steadily over the whole window."""

import itertools
from collections.abc import Iterator, Sequence

from hexascope.derive.contract import deriver
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.rows import CgroupUse, ProcessUse
from hexascope.domain.snapshot import Window

LEAST_GROWTH_BYTES_PER_S = 1024 * 1024
"""Slower growth is not told from a window of seconds: that is for the trend over examinations."""

LEAST_SAMPLES = 4
PARTS = 3
LEAST_SHARE_OF_A_PART = 0.4
"""Each third of the window must see at least this share of an even growth: a sawtooth, a cache
that fills once, or a start-up phase does not."""

MOST_FALL_SHARE = 0.05
"""By how much of the whole growth the size may fall between two samples."""

ANON_SHARE = 0.7
"""At least this much of the growth is the process' own memory, not mapped files."""


@deriver(after=("processes", "cgroups"))
def leaks(window: Window, so_far: Facts) -> Iterator[Evidence]:
    """Give steady growth and the time until the memory left to the process is used up."""
    left_of = {
        use.now.path: left for use in so_far.rows(CgroupUse) if (left := _left(use)) is not None
    }
    available = window.last.number("memory.available")
    for use in so_far.rows(ProcessUse):
        growth = _steady_growth(use)
        if growth is None:
            continue
        pid, source = str(use.pid), f"/proc/{use.pid}/status"
        yield evidence(
            "memory.leak_growth",
            growth,
            source=source,
            window_s=use.seconds,
            series=use.rss_series,
            pid=pid,
        )
        memory_group = dict(use.now.cgroups).get("memory", use.now.cgroup)
        lefts = [left_of[path] for path in _upwards(memory_group) if path in left_of]
        if available is not None:
            lefts.append(available)
        if lefts:
            yield evidence(
                "memory.time_left",
                max(0.0, min(lefts)) / growth,
                source=source,
                window_s=use.seconds,
                pid=pid,
            )


def _upwards(path: str) -> Iterator[str]:
    """Give a control group and those around it: a limit holds for all that lies below.

    >>> list(_upwards("/a/b"))
    ['/a/b', '/a', '/']
    """
    while path.rstrip("/"):
        yield path
        path = path.rpartition("/")[0]
    yield "/"


def _left(use: CgroupUse) -> float | None:
    limit, used = use.now.memory_limit_bytes, use.now.memory_bytes
    if limit is None or used is None:
        return None
    return limit - used + (use.now.inactive_file_bytes or 0)


def _steady_growth(use: ProcessUse) -> float | None:
    """Give the growth in bytes a second if it is steady and is the process' own memory."""
    if use.was_new or use.ended or use.rss_growth_per_s < LEAST_GROWTH_BYTES_PER_S:
        return None
    anon = use.anon_growth_per_s
    if anon is not None and anon < ANON_SHARE * use.rss_growth_per_s:
        return None
    return use.rss_growth_per_s if is_steady(use.rss_series) else None


def is_steady(series: Sequence[tuple[float, float]]) -> bool:
    """Say whether a series grows alike in each third of its time and hardly ever falls."""
    if len(series) < LEAST_SAMPLES:
        return False
    (first, low), (last, high) = series[0], series[-1]
    whole = high - low
    if whole <= 0 or last <= first:
        return False
    falls = [before - after for (_, before), (_, after) in itertools.pairwise(series)]
    if max(falls) > MOST_FALL_SHARE * whole:
        return False
    marks = [_at(series, first + (last - first) * part / PARTS) for part in range(PARTS + 1)]
    even = whole / PARTS
    return all(
        after - before >= LEAST_SHARE_OF_A_PART * even
        for before, after in itertools.pairwise(marks)
    )


def _at(series: Sequence[tuple[float, float]], moment: float) -> float:
    """Give the value at a moment, on the straight line between its neighbours."""
    for (early, before), (late, after) in itertools.pairwise(series):
        if early <= moment <= late and late > early:
            return before + (after - before) * (moment - early) / (late - early)
    return series[-1][1]
