"""Figures are means over each case's mean, and survive being kept."""

from pathlib import Path

import pytest

from benchmarks import results
from benchmarks.errors import BenchError
from benchmarks.results import Measured, Results, Run, Shown
from benchmarks.scoring import Score
from benchmarks.summary import faults_of, healthy_of, judges
from benchmarks.tables import line, markdown, overview

HAPPENED = Measured(name="zombies", value=150, holds=True)
FAILED = Measured(name="zombies", value=0, holds=False)


def run(case: str, total: float, *, kind: str = "faults", signal: Measured = HAPPENED) -> Run:
    return Run(
        kind=kind,
        case=case,
        level=0,
        score=Score(total=total, top_1=total > 0.5, top_3=total > 0.2),
        signals=(signal,),
        baselines={"psi": Score(total=0.5)},
        wall_seconds=15.4,
        cpu_seconds=0.6,
    )


RUNS = (
    run("a", 1.0),
    run("a", 0.0),
    run("b", 1.0),
    run("c", 0.0, signal=FAILED),
    run("quiet", 1.0),
    run("web-server", 1.0, kind="healthy"),
)


def test_a_case_with_many_runs_counts_as_much_as_one_with_few() -> None:
    figures = judges(faults_of(RUNS))
    assert figures["program"].score == pytest.approx(0.75)
    assert figures["program"].top_1 == pytest.approx(0.75)
    assert figures["psi"].score == pytest.approx(0.5)
    assert figures["program"].cases == 2


def test_a_fault_that_did_not_happen_is_no_score() -> None:
    assert all(one.case != "c" for one in faults_of(RUNS))
    assert "Invalid runs, not counted: 1 (c)" in overview(RUNS)
    assert "invalid" in line(RUNS[3])


def test_the_quiet_control_counts_among_the_healthy() -> None:
    assert [one.case for one in healthy_of(RUNS)] == ["quiet", "web-server"]


def test_results_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    shown = Shown(
        severity="high", resource="disk", aspect="errors", title="I/O", check="x", culprit="d"
    )
    told = Run(
        kind="faults",
        case="io-error",
        level=2,
        score=Score(total=0.9, false_findings=("one",)),
        signals=(HAPPENED,),
        findings=(shown,),
        baselines={"psi": Score(total=0.0)},
    )
    kept = Results(command="examine", window_seconds=15.0, runs=(told,))
    file = tmp_path / "results.json"
    results.write(kept, file)
    assert results.read([file]) == kept
    assert len(results.read([file, file]).runs) == 2


def test_a_file_of_something_else_is_refused_with_its_name(tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text("{}")
    with pytest.raises(BenchError, match=r"other\.json"):
        results.read([file])


def test_the_documents_table_has_a_row_for_each_case() -> None:
    text = markdown(Results(command="examine | tee", window_seconds=15.0, runs=RUNS))
    assert "| a | 0.50 | 0.50 | 0 |" in text
    assert "| web-server | 1 | none |" in text
    assert "| psi | 0.500 |" in text
