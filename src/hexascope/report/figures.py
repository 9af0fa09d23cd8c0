"""Figures: sparklines with their threshold, and the ring of the health score, as inline SVG."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 240.0, 44.0, 3.0
RADIUS = 52.0
ROUND = 2 * 3.141592653589793 * RADIUS


@dataclass(frozen=True, slots=True, kw_only=True)
class Sparkline:
    """The polyline of a series, and where its threshold lies (None: outside or none)."""

    points: str
    threshold_y: float | None
    width: float = WIDTH
    height: float = HEIGHT


def sparkline(
    series: Sequence[tuple[float, float]], threshold: float | None = None
) -> Sparkline | None:
    """Draw a series of at least three points; the scale begins at 0 and holds the threshold."""
    if len(series) < 3:
        return None
    first, last = series[0][0], series[-1][0]
    top = max([value for _, value in series] + ([threshold] if threshold else []))
    bottom = min(0.0, *(value for _, value in series))
    if last <= first:
        return None
    spread = (top - bottom) or 1.0

    def y(value: float) -> float:
        share = (value - bottom) / spread
        return round(HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN), 1)

    def x(at: float) -> float:
        return round(MARGIN + (at - first) / (last - first) * (WIDTH - 2 * MARGIN), 1)

    return Sparkline(
        points=" ".join(f"{x(at)},{y(value)}" for at, value in series),
        threshold_y=y(threshold) if threshold is not None else None,
    )


def ring(score: int | None) -> tuple[float, float]:
    """Give the drawn and the open part of the ring of a score, in units of its circumference."""
    share = (score or 0) / 100
    return round(ROUND * share, 1), round(ROUND * (1 - share), 1)
