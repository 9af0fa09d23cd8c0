"""History: what earlier examinations of a host measured, and what is usual there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

LEAST_EXAMINATIONS = 5
"""Examinations that must have measured something before anything is called usual."""

MOST_EXAMINATIONS = 20
"""Examinations, the latest, that what is usual is made of."""

NOTABLY_ABOVE, NOTABLY_BELOW = 1.5, 0.67
"""Ratios to the usual value from which on a value is worth a word."""


class Usual(NamedTuple):
    """What is usual: the median of so many `examinations`, the latest that measured it."""

    median: float
    examinations: int

    def ratio(self, value: float) -> float | None:
        """Give how many times the usual value this is; None where usually there is nothing."""
        return value / self.median if self.median > 0 and value >= 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Values of earlier examinations of one host by the key of their evidence, the oldest first."""

    values: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def usual(self, key: str) -> Usual | None:
        """Give what is usual of a piece of evidence; None where too few have measured it.

        >>> History(values={"cpu.utilization": (0.1, 0.1, 0.2, 0.1, 0.1)}).usual("cpu.utilization")
        Usual(median=0.1, examinations=5)
        """
        known = self.values.get(key, ())[-MOST_EXAMINATIONS:]
        return Usual(_median(known), len(known)) if len(known) >= LEAST_EXAMINATIONS else None


def _median(values: tuple[float, ...]) -> float:
    # the library's own costs every start 15 ms
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def notable(ratio: float) -> bool:
    """Say whether a ratio to the usual value is worth a word."""
    return ratio >= NOTABLY_ABOVE or ratio <= NOTABLY_BELOW


MEDIAN, RATIO, COUNT = "history.median", "history.ratio", "history.count"
"""Families of evidence on what is usual; `of` names the family, other labels are as there."""

OF = "of"


def is_past(family: str) -> bool:
    """Say whether a family tells of earlier examinations and not of this one."""
    return family in (MEDIAN, RATIO, COUNT)
