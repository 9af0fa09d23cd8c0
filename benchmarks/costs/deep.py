"""What --deep adds to a look: the same look with it and without it, in turn, beside a fault."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks import plugins
from benchmarks.contract import Case
from benchmarks.costs.measured import Cost, measure, median
from benchmarks.examine import BEYOND_WINDOW_LIMIT_SECONDS, Ran, command_line
from benchmarks.host.bench import Bench

CASES = ("cpu-hog", "ctx-switch")
WORD = "--deep"
GOAL = "goal ≤ 5 %"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """How much longer a look takes with probes, and the CPU time that it uses more."""

    seconds: float
    cpu_seconds: float

    @property
    def share(self) -> float:
        """Of one CPU, over the time that the look takes longer."""
        return self.cpu_seconds / self.seconds if self.seconds > 0 else 0.0


def added(plain: Sequence[Ran], deep: Sequence[Ran]) -> Added:
    """From the medians of both."""
    without, with_probes = median(plain), median(deep)
    return Added(
        seconds=with_probes.wall_seconds - without.wall_seconds,
        cpu_seconds=with_probes.cpu_seconds - without.cpu_seconds,
    )


def chosen(names: Sequence[str]) -> list[Case]:
    """The cases of these names, of whichever kind."""
    known = {case.name for case in plugins.investigations()}
    return [
        case
        for name in names
        for case in (plugins.investigations if name in known else plugins.faults)([name])
    ]


def compare(bench: Bench, case: Case, command: str, window_seconds: float, rounds: int) -> str:
    """A line on what --deep adds beside this fault."""
    limit = window_seconds + BEYOND_WINDOW_LIMIT_SECONDS
    plain: list[Ran] = []
    deep: list[Ran] = []
    with bench.scene():
        case.make(bench)
        time.sleep(case.warm_seconds)
        for _ in range(rounds):
            plain.append(measure(command_line(command, window_seconds), limit))
            deep.append(measure(command_line(f"{command} {WORD}", window_seconds), limit))
    return line(case.name, added(plain, deep), median(deep))


def line(name: str, more: Added, deep: Cost) -> str:
    """In words: what is added over the probes' time, and over the whole look."""
    whole = more.cpu_seconds / deep.wall_seconds if deep.wall_seconds else 0.0
    return (
        f"  {WORD} beside {name:20} {more.seconds:5.2f} s longer, {more.cpu_seconds:5.2f} s more "
        f"CPU: {more.share:.1%} of one CPU meanwhile ({GOAL}), {whole:.1%} over the look "
        f"{deep.failed}"
    )
