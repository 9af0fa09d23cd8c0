"""What probes cost is seen by the bench itself, and shown in its tables."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import results
from benchmarks.examine import Sample, used_seconds
from benchmarks.host.counters import cpu_seconds_below, thread_cpu_seconds
from benchmarks.report import Probed, read_probed
from benchmarks.results import Deep, Measured, Results, Run, Shown
from benchmarks.scoring import Score
from benchmarks.tables import line, markdown, overview

SAMPLES = tuple(Sample(at=100.0 + step, cpu_seconds=0.25 * step) for step in range(9))


def run(kind: str = "investigate", deep: Deep | None = None) -> Run:
    return Run(
        kind=kind,
        case="pool-exhausted",
        level=0,
        score=Score(total=0.75, top_1=True),
        signals=(Measured(name="waiting", value=55, holds=True),),
        deep=deep,
    )


def report(*probes: tuple[float, float]) -> str:
    told = [{"probe": "x", "seconds": seconds, "cpu_s": spent} for seconds, spent in probes]
    return json.dumps({"window": {"ended": "2026-11-21T03:10:00Z"}, "probes": told})


@pytest.mark.parametrize(
    ("start", "end", "used"),
    [(100.0, 108.0, 2.0), (102.0, 104.0, 0.5), (101.5, 104.5, 0.5), (200.0, 203.0, 0.0)],
)
def test_cpu_time_between_two_moments_is_that_of_the_samples_within(
    start: float, end: float, used: float
) -> None:
    assert used_seconds(SAMPLES, start, end) == pytest.approx(used)


def test_no_samples_are_no_time() -> None:
    assert used_seconds((), 0.0, 1.0) == 0.0


def test_probes_that_run_at_once_take_as_long_as_the_longest() -> None:
    probed = read_probed(report((3.0, 0.5), (1.0, 0.25)))
    assert probed == Probed(began="2026-11-21T03:10:00Z", seconds=3.0, cpu_seconds=0.75)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", report(), report((0.0, 0.0)), '{"probes": [{"probe": "x"}]}']
)
def test_without_probes_there_is_nothing_to_tell(text: str) -> None:
    assert read_probed(text) is None


def test_the_tables_show_the_share_of_a_cpu_over_all_runs() -> None:
    first = run(deep=Deep(seconds=3.0, cpu_seconds=0.09, told_cpu_seconds=0.06))
    second = run(deep=Deep(seconds=1.0, cpu_seconds=0.11, told_cpu_seconds=0.10))
    shown = "Probes ran 2.0 s and used 5.0% of one CPU meanwhile as the bench saw it, 4.0% as they"
    assert shown in overview([first, second, run()])
    assert "Probes ran" not in overview([run()])


def test_the_cost_of_probes_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    deep = Deep(seconds=3.0, cpu_seconds=0.09, told_cpu_seconds=0.06)
    kept = Results(command="examine --deep", window_seconds=15.0, runs=(run(deep=deep), run()))
    results.write(kept, tmp_path / "results.json")
    assert results.read([tmp_path / "results.json"]) == kept


def test_each_kind_of_bench_has_its_own_figures() -> None:
    text = markdown(
        Results(
            command="examine",
            window_seconds=15.0,
            runs=(run(), run("faults"), run("twins")),
        )
    )
    assert text.count("| judge | score |") == 2
    assert "| pool-exhausted | 1 |" in text


def test_of_mere_notes_that_on_the_past_is_shown() -> None:
    note = Shown(
        severity="info", resource="security", aspect="security", title="A", check="", culprit=""
    )
    was = replace(note, resource="memory", title="B", when="past")
    assert "[info memory/security] B" in line(replace(run(), findings=(note, was)))
    loud = replace(note, severity="low")
    assert "[low security/security] A" in line(replace(run(), findings=(loud, was)))


def test_cpu_time_of_this_process_is_seen_with_its_children() -> None:
    assert cpu_seconds_below(os.getpid()) > 0.0


def test_only_threads_of_these_names_count() -> None:
    task = Path("/proc/self/task") / str(os.getpid())
    name = (task / "comm").read_text().strip()
    assert thread_cpu_seconds(task, (name[:3],)) > 0.0
    assert thread_cpu_seconds(task, ("no such thread",)) == 0.0
    assert thread_cpu_seconds(Path("/proc/self/task/0"), (name,)) == 0.0
