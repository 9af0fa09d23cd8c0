"""A profile: how often each call stack was seen."""

from dataclasses import dataclass
from enum import StrEnum


class ProfileKind(StrEnum):
    """What was sampled: stacks on a CPU, or stacks that wait."""

    ON_CPU = "on_cpu"
    OFF_CPU = "off_cpu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Call stacks of one process (or group of them) with their weight in samples.

    A stack is its frames from the root to the leaf. `hertz` is how often was sampled, `seconds` for
    how long, `source` by what (`perf_event cpu-clock`, `py-spy`), `lost` how many samples have no
    stack.
    """

    name: str
    kind: ProfileKind
    pids: tuple[int, ...]
    hertz: int
    seconds: float
    source: str
    stacks: tuple[tuple[tuple[str, ...], int], ...]
    lost: int = 0

    @property
    def samples(self) -> int:
        """Give the number of samples that have a stack."""
        return sum(count for _, count in self.stacks)
