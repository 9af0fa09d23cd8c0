"""One run: makes the case, lets the program look at it, and scores what it says."""

import itertools
import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.baselines import Gauges, by_pressure, by_thresholds, read_gauges
from benchmarks.contract import EVENT_AFTER_SECONDS, Case, Scene
from benchmarks.errors import BadReport
from benchmarks.examine import (
    BEYOND_WINDOW_LIMIT_SECONDS,
    Ran,
    command_line,
    run_measured,
)
from benchmarks.foreign import Others, disturbance, read_others
from benchmarks.host.bench import Bench
from benchmarks.host.groups import here
from benchmarks.report import Finding, read_findings, read_probed
from benchmarks.results import Deep, Measured, Run, shown
from benchmarks.scoring import Score, score_faults, score_healthy
from benchmarks.truth import NO_ONE, Truth, Who

FIRST_WINDOW_SECONDS = 1.0
_STATE = ".state"
_BUNDLE = ".hxb"


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """How the program under test is called, and where its reports are kept."""

    command: str
    window_seconds: float
    keep: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Everything that is read before the look and again after it."""

    at_seconds: float
    signals: tuple[float, ...]
    gauges: Gauges
    others: Others


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the program said; a report that cannot be read is a problem, not a finding."""

    findings: tuple[Finding, ...] = ()
    problem: str = ""


def need_report(program: Program) -> None:
    """One short look before an hour of them: a program that cannot report is told at once."""
    ran = run_measured(
        command_line(program.command, FIRST_WINDOW_SECONDS),
        limit_seconds=FIRST_WINDOW_SECONDS + BEYOND_WINDOW_LIMIT_SECONDS,
    )
    if problem := read_answer(ran).problem:
        raise BadReport(problem)


def run_once(
    case: Case, bench: Bench, program: Program, *, kind: str, level: int = 0, noise: Who = NO_ONE
) -> Run:
    """Makes the case, warms it up, looks at it and undoes it."""
    with bench.scene():
        scene = case.make(bench)
        time.sleep(case.warm_seconds)
        before = _moment(scene, bench)
        ran = _look(program, scene, f"{case.name}-{level}")
        after = _moment(scene, bench)
    answer = read_answer(ran)
    truths = (*([scene.truth] if scene.truth is not None else []), *scene.also)
    seconds = after.at_seconds - before.at_seconds
    return Run(
        kind=kind,
        case=case.name,
        level=level,
        score=_score(answer, truths, noise),
        signals=_measured(scene, before, after),
        findings=tuple(shown(finding) for finding in answer.findings),
        wall_seconds=round(ran.wall_seconds, 3),
        cpu_seconds=round(ran.cpu_seconds, 3),
        resident_bytes=ran.resident_bytes,
        baselines={
            name: _judged(findings, truths, noise)
            for name, findings in (
                ("thresholds", by_thresholds(before.gauges, after.gauges)),
                ("psi", by_pressure(before.gauges, after.gauges, seconds)),
            )
        },
        deep=_deep(ran),
        disturbed=disturbance(before.others, after.others, seconds),
        problem=answer.problem,
    )


def read_answer(ran: Ran) -> Answer:
    """The findings, or why there are none to read."""
    try:
        return Answer(findings=read_findings(ran.output))
    except BadReport as problem:
        said = f" It complained: {ran.complaint.strip()[-300:]}" if ran.complaint.strip() else ""
        return Answer(problem=f"{problem} Exit status {ran.status}.{said}")


def _deep(ran: Ran) -> Deep | None:
    probed = read_probed(ran.output)
    if probed is None:
        return None
    return Deep(seconds=round(probed.seconds, 3), cpu_seconds=round(probed.cpu_seconds, 3))


def _look(program: Program, scene: Scene, label: str) -> Ran:
    keep = program.keep
    label = _unused(label, keep) if keep is not None else label
    ran = run_measured(
        command_line(program.command, program.window_seconds, keeps=keep is not None),
        limit_seconds=program.window_seconds + BEYOND_WINDOW_LIMIT_SECONDS,
        event=scene.event,
        event_after_seconds=EVENT_AFTER_SECONDS,
        state=keep / f"{label}{_STATE}" if keep is not None else None,
    )
    if keep is not None:
        _keep(ran, keep, label)
    return ran


def _unused(label: str, folder: Path) -> str:
    """The label itself, or with the first number that is free: a case may run many times."""
    names = (label if number == 1 else f"{label}-{number}" for number in itertools.count(1))
    return next(name for name in names if not (folder / f"{name}.json").exists())


def _keep(ran: Ran, folder: Path, label: str) -> None:
    """The report as it was printed, and the evidence that the program kept in its state."""
    (folder / f"{label}.json").write_text(ran.output, encoding="utf-8")
    state = folder / f"{label}{_STATE}"
    for bundle in state.rglob(f"*{_BUNDLE}"):
        bundle.replace(folder / f"{label}{_BUNDLE}")
    shutil.rmtree(state, ignore_errors=True)


def _moment(scene: Scene, bench: Bench) -> Moment:
    return Moment(
        at_seconds=time.monotonic(),
        signals=tuple(signal.read() for signal in scene.signals),
        gauges=read_gauges(),
        others=others_beside(bench),
    )


def others_beside(bench: Bench) -> Others:
    """What everybody else on the machine has used so far."""
    groups = [Path(group) for group in bench.journal.all_of("group")]
    return read_others(frozenset({os.getpid()}), here().home("pids"), groups)


def _measured(scene: Scene, before: Moment, after: Moment) -> tuple[Measured, ...]:
    seconds = after.at_seconds - before.at_seconds
    values = [
        signal.value(then, now, seconds)
        for signal, then, now in zip(scene.signals, before.signals, after.signals, strict=True)
    ]
    return tuple(
        Measured(name=signal.name, value=round(value, 3), holds=signal.holds(value))
        for signal, value in zip(scene.signals, values, strict=True)
    )


def _score(answer: Answer, truths: Sequence[Truth], noise: Who) -> Score:
    if answer.problem:
        return Score(total=0.0, why="no report")
    return _judged(answer.findings, truths, noise)


def _judged(findings: Sequence[Finding], truths: Sequence[Truth], noise: Who) -> Score:
    if not truths:
        return score_healthy(findings, noise)
    return score_faults(findings, truths, noise)
