"""A number of a sentence: its value, what it measures, and how it is held to the truth."""

from dataclasses import dataclass
from enum import StrEnum


class Dimension(StrEnum):
    """What a number measures; numbers of different dimensions prove nothing of each other."""

    RATIO = "ratio"
    SECONDS = "seconds"
    BYTES = "bytes"
    BYTES_PER_S = "bytes_per_s"
    PER_S = "per_s"
    COUNT = "count"
    FACTOR = "factor"
    TIMES = "times"  # how often, or how much more: the words don't tell


class Bound(StrEnum):
    """How a sentence holds its number to the truth."""

    IS = "is"
    ABOUT = "about"
    ABOVE = "above"
    BELOW = "below"
    WITHIN = "within"  # of two numbers, this one and `upper`


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a sentence in base units; `step` is what its last digit stands for.

    `upper` is the other end of a range. `denied` says that a 'not' stands before it.
    `unit_factor` leads from what was written to base units.
    """

    value: float
    step: float
    dimension: Dimension
    bound: Bound
    begin: int
    end: int
    worded: bool = False
    upper: float = 0.0
    denied: bool = False
    unit_factor: float = 1.0
