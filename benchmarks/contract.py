"""What a case of the bench is: how to make it, what shows that it happened, what is true."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from benchmarks.host.bench import Bench
from benchmarks.truth import Truth

WARM_SECONDS = 5.0
EVENT_AFTER_SECONDS = 5.0

type_of_measure = Literal["rate", "growth", "level"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A number of the kernel that must lie within these bounds, or the run is invalid."""

    name: str
    read: Callable[[], float]
    measure: type_of_measure
    least: float = -math.inf
    most: float = math.inf

    def value(self, before: float, after: float, seconds: float) -> float:
        """A rate a second, a growth over the look, or the level at its end."""
        if self.measure == "level":
            return after
        return (after - before) / (seconds if self.measure == "rate" else 1.0)

    def holds(self, value: float) -> bool:
        """Whether the fault, or the load of a healthy case, was really there."""
        return self.least <= value <= self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A case that has been made: it runs now, and its truth is known.

    `event` happens once, EVENT_AFTER_SECONDS into the look. Without a `truth` nothing is wrong;
    `also` are the truths of further faults that happen at the same time.
    """

    signals: tuple[Signal, ...]
    truth: Truth | None = None
    also: tuple[Truth, ...] = ()
    event: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A fault or a healthy control; the file NAME.py offers the object NAME."""

    name: str
    tells: str
    make: Callable[[Bench], Scene]
    tools: tuple[str, ...] = ()
    controllers: tuple[str, ...] = ()
    warm_seconds: float = WARM_SECONDS
