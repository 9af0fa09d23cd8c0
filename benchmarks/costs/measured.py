"""Runs of a program as figures: the median of each."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.examine import Ran, run_measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Medians over the rounds."""

    cpu_seconds: float
    wall_seconds: float
    resident_bytes: float
    failed: str = ""


def median(rounds: Sequence[Ran]) -> Cost:
    """The median of each figure; a run that failed is told, not hidden."""
    bad = [ran for ran in rounds if ran.status != 0]
    last_words = bad[0].complaint.strip().splitlines()[-1:] if bad else []
    return Cost(
        cpu_seconds=statistics.median(ran.cpu_seconds for ran in rounds),
        wall_seconds=statistics.median(ran.wall_seconds for ran in rounds),
        resident_bytes=statistics.median(ran.resident_bytes for ran in rounds),
        failed=f"FAILED {len(bad)} times: {' '.join(last_words)}" if bad else "",
    )


def measure(arguments: Sequence[str], limit_seconds: float) -> Ran:
    """Runs it once."""
    return run_measured(arguments, limit_seconds=limit_seconds)
