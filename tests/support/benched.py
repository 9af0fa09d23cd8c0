"""Runs cases of the bench as a person would, and gives what it has written."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

PATIENCE_SECONDS = 120
"""How long one case may take."""

WINDOW = "5s"
"""As a user's own look."""

LONGER_WINDOWS = {"faults": "7s"}
"""Some of its cases do something five seconds after the start of a look."""

CALM = "20s"
"""How long a case waits for others to rest before it is taken once more."""

TRIES = 3
RIGHT = 0.9
"""The score from which on a case is named as it should be, and a healthy host left alone."""


HYPERVISOR = "The hypervisor withheld the CPU"
"""So begins the finding of what a virtual machine's neighbours took: true, and not the case's."""


class Benched(NamedTuple):
    """The runs by their case, and what the bench said last."""

    runs: dict[str, dict[str, Any]]
    said: str


def benched(folder: Path, what: str, cases: Sequence[str]) -> Benched:
    """Run these cases, the doubtful ones again.

    One bench has them all: to begin and to end it takes nearly as long as a case.
    """
    runs: dict[str, dict[str, Any]] = {}
    left, said = list(cases), ""
    for attempt in range(TRIES):
        if not left:
            break
        target = folder / f"{what}-{attempt}.json"
        window = LONGER_WINDOWS.get(what, WINDOW)
        words = [what, "--cases", ",".join(left), "--window", window, "--json", str(target)]
        # without noise, which is for `make bench`
        words += ["--levels", "0"] if what == "faults" else []
        words += ["--calm", CALM] if attempt else []
        ended = subprocess.run(
            [sys.executable, "-m", "benchmarks", *words],
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS * len(left),
        )
        said = ended.stdout + ended.stderr
        if target.exists():
            runs |= {run["case"]: run for run in json.loads(target.read_text())["runs"]}
        left = [case for case in left if case not in runs or _in_doubt(runs[case])]
    return Benched(runs, said)


def _in_doubt(run: dict[str, Any]) -> bool:
    """Whether it is not as it should be, and something else used the machine beside it."""
    right = run["score"]["total"] >= RIGHT and all(one["holds"] for one in run["signals"])
    return not right and bool(run["disturbed"] or run["problem"] or withheld(run))


def withheld(run: dict[str, Any]) -> bool:
    """Tell whether the machine under this one took its CPU away meanwhile."""
    return any(one["title"].startswith(HYPERVISOR) for one in run["findings"])
