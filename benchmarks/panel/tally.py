"""Adding up outcomes: scores, calibration, flips between times, and the result file to share."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from statistics import mean, median
from typing import Any

from benchmarks.panel.outcome import Outcome
from hexascope import __version__

SCHEMA = "hexascope-evaluation/1"
ROWS = (
    ("top-1", "top_1", ".3f"),
    ("healthy hosts called healthy", "all_clear", ".3f"),
    ("score", "score", ".3f"),
    ("false findings a case", "false_findings", ".2f"),
    ("analysts that named the cause", "analysts_right", ".3f"),
    ("Brier score (0 is best)", "brier", ".3f"),
    ("flips between times and languages", "flips", "d"),
    ("claims struck", "struck", "d"),
    ("answers that failed", "failed", "d"),
    ("seconds a panel (median)", "seconds", ".1f"),
    ("tokens a panel", "tokens", ".0f"),
    ("dollars in all", "dollars", ".4f"),
)


def result(model: str, rules: Sequence[Outcome], made: Sequence[Outcome]) -> dict[str, Any]:
    """Give the result: figures of the rules and of the model, and each panel without a name."""
    return {
        "schema": SCHEMA,
        "hexascope": __version__,
        "name": model,
        "rules": figures(rules),
        "model": figures(made),
        "struck_by_class": dict(sum((Counter(one.struck) for one in made), Counter[str]())),
        # what a server says of a failure may name it
        "panels": [{**asdict(one), "why": "", "score": one.score} for one in made],
    }


def figures(made: Sequence[Outcome]) -> dict[str, float | int | None]:
    """Add up: None where there is nothing to be measured."""
    faulty = [one for one in made if one.faulty]
    healthy = [one for one in made if not one.faulty]
    analysts = sum(one.analysts for one in made)
    dollars = [one.dollars for one in made]
    return {
        "top_1": _mean([one.right for one in faulty]),
        "all_clear": _mean([one.right for one in healthy]),
        "score": _mean([one.score for one in made]) or 0.0,
        "false_findings": _mean([float(one.false_findings) for one in made]),
        "analysts_right": sum(one.picks for one in made) / analysts if analysts else None,
        "brier": brier(made),
        "flips": flips(made),
        "struck": sum(sum(one.struck.values()) for one in made),
        "failed": sum(one.failed for one in made),
        "seconds": median(one.seconds for one in made) if made else None,
        "tokens": _mean([float(one.tokens) for one in made]),
        "dollars": None if None in dollars else sum(one or 0.0 for one in dollars),
    }


def brier(made: Sequence[Outcome]) -> float | None:
    """Give the mean square of how far the analysts' confidence is from what is true."""
    return _mean([(one.sure - one.first_is_true) ** 2 for one in made if one.sure is not None])


def flips(made: Sequence[Outcome]) -> int:
    """Count the cases of which not every panel has put the same first."""
    firsts: dict[str, set[str]] = defaultdict(set)
    for one in made:
        firsts[one.case].add(one.first)
    return sum(len(several) > 1 for several in firsts.values())


def line(made: Sequence[Outcome]) -> str:
    """Tell the score of some panels in a line."""
    told = figures(made)
    return f"score {told['score']:.3f}, {told['failed']} of {sum(one.calls for one in made)} failed"


def table(told: Mapping[str, Any]) -> str:
    """Write the figures of both as Markdown."""
    lines = ["", f"| | {told['name']} | rules |", "|---|---|---|"]
    for title, name, how in ROWS:
        shown = [
            "–" if told[who][name] is None else format(told[who][name], how)
            for who in ("model", "rules")
        ]
        lines.append(f"| {title} | {shown[0]} | {shown[1]} |")
    classes = ", ".join(
        f"{name} {count}" for name, count in sorted(told["struck_by_class"].items())
    )
    return "\n".join([*lines, "", f"Struck by class: {classes or 'nothing'}."])


def written(told: Mapping[str, Any]) -> str:
    """Write the result file."""
    return json.dumps(told, indent=1, sort_keys=True) + "\n"


def _mean(values: Sequence[float]) -> float | None:
    return mean(values) if values else None
