"""Sums up the runs of a bench: means over each case's mean of its noise levels."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.results import Run
from benchmarks.scoring import Score, mean

QUIET = "quiet"
FAULTY = ("faults", "investigate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The figures of one judge (the program, or a baseline) over all fault cases."""

    score: float
    top_1: float
    top_3: float
    culprit: float
    false_findings: int
    cases: int
    runs: int


def by_case(runs: Iterable[Run]) -> dict[str, list[Run]]:
    """The runs of each case, in the order in which the cases came."""
    cases: dict[str, list[Run]] = {}
    for run in runs:
        cases.setdefault(run.case, []).append(run)
    return cases


def by_kind(runs: Iterable[Run]) -> dict[str, list[Run]]:
    """The runs of each kind of bench."""
    kinds: dict[str, list[Run]] = {}
    for run in runs:
        kinds.setdefault(run.kind, []).append(run)
    return kinds


def faults_of(runs: Sequence[Run]) -> list[Run]:
    """Valid runs with a fault in them; the quiet control is a healthy one."""
    return [run for run in runs if run.kind in FAULTY and run.case != QUIET and run.valid]


def healthy_of(runs: Sequence[Run]) -> list[Run]:
    """Valid runs in which nothing was wrong."""
    return [run for run in runs if (run.kind not in FAULTY or run.case == QUIET) and run.valid]


def summarize(runs: Sequence[Run], score_of: Callable[[Run], Score]) -> Summary:
    """Means over the cases; a case is the mean of its levels."""
    cases = by_case(runs)

    def over_cases(figure: Callable[[Score], float]) -> float:
        return mean(mean(figure(score_of(run)) for run in several) for several in cases.values())

    return Summary(
        score=over_cases(lambda score: score.total),
        top_1=over_cases(lambda score: score.top_1),
        top_3=over_cases(lambda score: score.top_3),
        culprit=over_cases(lambda score: score.culprit),
        false_findings=sum(len(score_of(run).false_findings) for run in runs),
        cases=len(cases),
        runs=len(runs),
    )


def judges(runs: Sequence[Run]) -> Mapping[str, Summary]:
    """The program and the baselines, on the same runs."""
    names = list(dict.fromkeys(name for run in runs for name in run.baselines))
    return {
        "program": summarize(runs, lambda run: run.score),
        **{name: summarize(runs, _of_baseline(name)) for name in names},
    }


def _of_baseline(name: str) -> Callable[[Run], Score]:
    return lambda run: run.baselines[name]
