"""Onset: which signal rose first above its own start."""

from collections.abc import Iterator, Sequence

from hexascope.derive.contract import deriver
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.snapshot import Window

Points = Sequence[tuple[float, float]]

START_SHARE = 0.15
"""Share of the window that is taken as a signal's own start, and at least so many points:"""
LEAST_START = 3
LEAST_POINTS = 10
RISES = 2
"""So many neighbouring points must be above: one alone is chance."""

FACTOR = 1.5
"""How far above its start's highest value a signal must rise, and by how much at least:"""

SIGNALS: tuple[tuple[str, str, tuple[tuple[str, str], ...], bool, float], ...] = (
    ("cpu", "cpu.busy_time", (("cpu", "all"),), True, 0.2),
    ("pressure_cpu", "pressure.some_time", (("resource", "cpu"),), True, 0.1),
    ("pressure_memory", "pressure.some_time", (("resource", "memory"),), True, 0.05),
    ("pressure_io", "pressure.some_time", (("resource", "io"),), True, 0.1),
    ("run_queue", "cpu.runnable", (), False, 2.0),
    ("context_switches", "cpu.context_switches", (), True, 5_000.0),
    ("forks", "cpu.forks", (), True, 50.0),
    ("packets", "softnet.packet_count", (("cpu", "all"),), True, 10_000.0),
)
"""Name, family and labels, whether it is a counter, and the least rise that means anything."""

OTHERS = (
    ("memory.available", "memory", -64.0 * 2**20),
    ("disk.busy_time", "disk", 0.2),
    ("disk.io_time", "disk", 0.2),
)
"""Series of other subjects, where light looks saw them; a negative rise is a fall."""


@deriver(after=("cpu",))
def onset(window: Window, _so_far: Facts) -> Iterator[Evidence]:
    """Give when each of the main signals first rose clearly above its own start.

    What rose first is nearer to the cause. A signal that was high from the start has no onset.
    """
    for signal, family, labels, counter, least in SIGNALS:
        named = dict(labels)
        points = window.rates(family, **named) if counter else window.series(family, **named)
        yield from _told(window, signal, family, points, least)
    for family, signal, least in OTHERS:
        for reading in window.last.of(family):
            named = dict(reading.labels)
            name = ":".join((signal, *named.values()))
            if least < 0:
                fallen = [(at, -value) for at, value in window.series(family, **named)]
                yield from _told(window, name, family, fallen, -least, factor=1.0)
            else:
                yield from _told(window, name, family, window.rates(family, **named), least)


def _told(
    window: Window, signal: str, family: str, points: Points, least: float, factor: float = FACTOR
) -> Iterator[Evidence]:
    at = first_rise(points, window.seconds, least, factor)
    if at is not None:
        yield evidence(
            "onset.at",
            at,
            source=family,
            window_s=window.seconds,
            series=tuple(points),
            signal=signal,
        )


def first_rise(points: Points, seconds: float, least: float, factor: float) -> float | None:
    """Give the time of the first of several neighbouring points above the start; None: none."""
    if len(points) < LEAST_POINTS or seconds <= 0:
        return None
    begin = max(sum(at <= seconds * START_SHARE for at, _ in points), LEAST_START)
    highest = max(value for _, value in points[:begin])
    bound = max(highest * factor, highest + least)
    above = [value > bound for _, value in points]
    for place in range(begin, len(points) - RISES + 1):
        if all(above[place : place + RISES]):
            return points[place][0]
    return None
