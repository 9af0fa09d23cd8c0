"""Runs all cases, round by round, and tells of each run as it ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.contract import Case
from benchmarks.errors import Unfit, Unready
from benchmarks.foreign import wait_for_calm
from benchmarks.host.bench import Bench
from benchmarks.host.commands import absent, missing_tools
from benchmarks.host.groups import here
from benchmarks.noise import WARM_SECONDS, noise_of
from benchmarks.once import Program, others_beside, run_once
from benchmarks.results import Measured, Run
from benchmarks.scoring import Score
from benchmarks.truth import Who

# A machine shared with others may swallow a fault once; twice is a fault of the bench.
TRIES = 2

type_of_telling = Callable[[Run], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which cases, at which noise levels; how long a case waits for others to rest."""

    kind: str
    cases: Sequence[Case]
    levels: Sequence[int] = (0,)
    noise_seconds: float = WARM_SECONDS
    calm_seconds: float = 0.0


def need(cases: Sequence[Case]) -> None:
    """Says what this machine lacks for these cases, before any of them begins."""
    missing = absent([tool for case in cases for tool in case.tools])
    if missing:
        raise Unfit(missing_tools(missing))
    hierarchies = here()
    for controller in sorted({"pids", *(name for case in cases for name in case.controllers)}):
        hierarchies.home(controller)


def run_all(bench: Bench, program: Program, plan: Plan, tell: type_of_telling) -> tuple[Run, ...]:
    """All cases at each level; the noise of a level is started once."""
    need(plan.cases)
    runs = []
    for level in plan.levels:
        with noise_of(bench, level, plan.noise_seconds) as noise:
            for case in plan.cases:
                run = _run(case, bench, program, plan, level, noise)
                tell(run)
                runs.append(run)
    return tuple(runs)


def _run(case: Case, bench: Bench, program: Program, plan: Plan, level: int, noise: Who) -> Run:
    for _ in range(TRIES - 1):
        run = _try(case, bench, program, plan, level, noise)
        if run.valid and not (plan.calm_seconds and blames_others(run)):
            return run
    return _try(case, bench, program, plan, level, noise)


def blames_others(run: Run) -> bool:
    """Whether what it tells may be true, but of somebody who worked beside it."""
    return bool(run.disturbed and run.score.false_findings)


def _try(case: Case, bench: Bench, program: Program, plan: Plan, level: int, noise: Who) -> Run:
    kind = plan.kind
    wait_for_calm(lambda: others_beside(bench), plan.calm_seconds)
    try:
        return run_once(case, bench, program, kind=kind, level=level, noise=noise)
    except Unready as failure:
        not_made = Measured(name=f"made ({failure})", value=0, holds=False)
        score = Score(total=0.0)
        return Run(kind=kind, case=case.name, level=level, score=score, signals=(not_made,))
