"""What a kept report leaves to later examinations: values to compare with, and its panel."""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from hexascope.domain.evidence import Kind
from hexascope.domain.families import families
from hexascope.domain.memory import Interaction

MOST_EXAMINATIONS = 50
"""Examinations of a host, the latest, whose values are remembered."""

MOST_KEYS_OF_ONE = 500
MOST_KEYS = 2_000
"""Keys of one host's values; those that were not measured lately go first."""

MOST_MODELS = 8
PASSING = frozenset(("at", "pid", "tid"))
"""Labels that mean something else in the next examination."""


def values_of(report: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Give what findings and coverage cite, where it can be compared with the next examination."""
    if report["window"]["source"]:  # somebody else's window is no past of ours
        return
    cited = [key for one in report["findings"] for key in one["evidence"]]
    cited += [key for one in report["coverage"] for key in one["evidence"]]
    evidence = report["evidence"]
    comparable = (key for key in dict.fromkeys(cited) if key in evidence)
    taken = 0
    for key in comparable:
        piece = evidence[key]
        value = piece["value"]
        if isinstance(value, str) or not _lasts(piece) or taken == MOST_KEYS_OF_ONE:
            continue
        taken += 1
        yield key, float(f"{number_of(value):.6g}")


def _lasts(piece: Mapping[str, Any]) -> bool:
    """Say whether evidence means the same next time: counters and pids do not."""
    family = families().get(piece["family"])
    measured = family is not None and family.kind in (Kind.GAUGE, Kind.DERIVED)
    return measured and not PASSING & piece["labels"].keys()


def panel_of(id: str, time: str, panel: Mapping[str, Any] | None) -> Interaction | None:  # noqa: A002 - the word of the domain
    """Give what a panel came to; None where models held none."""
    if panel is None:
        return None
    models = dict.fromkeys(str(one["model"]) for one in panel["calls"])
    return Interaction(
        examination=id,
        time=time,
        models=tuple(models)[:MOST_MODELS],
        calls=len(panel["calls"]),
        struck=len(panel["struck"]),
        questions=len(panel["questions"]),
        votes=len(panel["votes"]),
    )


def number_of(value: object) -> float:
    """Give a value that can be compared; ValueError for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError(f"{value!r:.40} is no value")
    return float(value)
