"""What probes cost is read from the report, and shown in the tables."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import results
from benchmarks.host.counters import thread_cpu_seconds
from benchmarks.report import Probed, read_probed
from benchmarks.results import Deep, Measured, Results, Run, Shown
from benchmarks.scoring import Score
from benchmarks.tables import line, markdown, overview


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
    return json.dumps({"probes": told})


def test_probes_that_run_at_once_take_as_long_as_the_longest() -> None:
    probed = read_probed(report((3.0, 0.5), (1.0, 0.25)))
    assert probed == Probed(seconds=3.0, cpu_seconds=0.75)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", report(), report((0.0, 0.0)), '{"probes": [{"probe": "x"}]}']
)
def test_without_probes_there_is_nothing_to_tell(text: str) -> None:
    assert read_probed(text) is None


def test_the_tables_show_the_share_of_a_cpu_over_all_runs() -> None:
    first = run(deep=Deep(seconds=3.0, cpu_seconds=0.09))
    second = run(deep=Deep(seconds=1.0, cpu_seconds=0.11))
    shown = "Probes took 2.0 s and 5.0% of one CPU meanwhile by their own account"
    assert shown in overview([first, second, run()])
    assert "Probes took" not in overview([run()])


def test_the_cost_of_probes_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    deep = Deep(seconds=3.0, cpu_seconds=0.09)
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


def test_the_finding_that_was_scored_is_shown() -> None:
    note = Shown(
        severity="info", resource="security", aspect="security", title="A", check="", culprit=""
    )
    was = replace(note, resource="memory", title="B", when="past")
    both = replace(run(), findings=(note, was))
    assert "[info security/security] A" in line(both)
    assert "[info memory/security] B" in line(replace(both, score=Score(total=1.0, place=1)))


def test_only_threads_of_these_names_count() -> None:
    task = Path("/proc/self/task") / str(os.getpid())
    name = (task / "comm").read_text().strip()
    assert thread_cpu_seconds(task, (name[:3],)) > 0.0
    assert thread_cpu_seconds(task, ("no such thread",)) == 0.0
    assert thread_cpu_seconds(Path("/proc/self/task/0"), (name,)) == 0.0
