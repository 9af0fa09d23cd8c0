"""What a run of the bench leaves: kept as JSON, and read back for the tables."""

import dataclasses
import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.errors import BenchError
from benchmarks.report import Finding
from benchmarks.scoring import Score

SCHEMA = "hexascope-bench/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A signal as it was measured in one run."""

    name: str
    value: float
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A finding, as short as a table wants it."""

    severity: str
    resource: str
    aspect: str
    title: str
    check: str
    culprit: str
    when: str = "now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deep:
    """What the probes cost by their own account: how long they took, and their CPU time."""

    seconds: float
    cpu_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One case at one noise level."""

    kind: str
    case: str
    level: int
    score: Score
    signals: tuple[Measured, ...] = ()
    findings: tuple[Shown, ...] = ()
    wall_seconds: float = 0.0
    cpu_seconds: float = 0.0
    resident_bytes: int = 0
    baselines: Mapping[str, Score] = field(default_factory=dict)
    deep: Deep | None = None
    disturbed: str = ""
    problem: str = ""

    @property
    def valid(self) -> bool:
        """Whether the fault, or the healthy load, was really there."""
        return all(signal.holds for signal in self.signals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All runs of one call of the bench."""

    command: str
    window_seconds: float
    runs: tuple[Run, ...]


def shown(finding: Finding) -> Shown:
    """The short form of a finding."""
    culprit = finding.culprit
    pid = f" ({culprit.pid})" if culprit is not None and culprit.pid is not None else ""
    return Shown(
        severity=finding.severity,
        resource=finding.resource,
        aspect=finding.aspect,
        title=finding.title,
        check=finding.check,
        culprit=f"{culprit.kind} {culprit.name}{pid}" if culprit else "",
        when=finding.when,
    )


def write(results: Results, file: Path) -> None:
    """Writes the results, with what is worth knowing of the machine."""
    document = {
        "schema": SCHEMA,
        "machine": {"kernel": platform.release(), "cpus": os.cpu_count()},
        **dataclasses.asdict(results),
    }
    file.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def read(files: Sequence[Path]) -> Results:
    """The runs of several files as one."""
    several = [_results(file) for file in files]
    runs = tuple(run for results in several for run in results.runs)
    return dataclasses.replace(several[0], runs=runs)


def _results(file: Path) -> Results:
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        schema = document["schema"]
        results = Results(
            command=document["command"],
            window_seconds=document["window_seconds"],
            runs=tuple(_run(item) for item in document["runs"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise BenchError(
            f"{file} holds no results of this bench ({problem!r}); write them with --json FILE."
        ) from problem
    if schema != SCHEMA:
        raise BenchError(f"{file} is of schema {schema}, this bench reads {SCHEMA}; run it again.")
    return results


def _run(item: Mapping[str, Any]) -> Run:
    nested = {
        "score": _score(item["score"]),
        "signals": tuple(Measured(**signal) for signal in item["signals"]),
        "findings": tuple(Shown(**finding) for finding in item["findings"]),
        "deep": Deep(**item["deep"]) if item.get("deep") else None,
        "baselines": {name: _score(score) for name, score in item["baselines"].items()},
    }
    return Run(**(dict(item) | nested))


def _score(item: Mapping[str, Any]) -> Score:
    return Score(**(dict(item) | {"false_findings": tuple(item["false_findings"])}))
