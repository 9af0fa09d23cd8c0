"""A run beside which others worked is marked."""

import pytest

from benchmarks import foreign
from benchmarks.foreign import Others, disturbance, wait_for_calm
from benchmarks.results import Run
from benchmarks.rounds import blames_others
from benchmarks.scoring import Score

SHELL, COMPILER = (7, "100"), (8, "200")
NAMES = {SHELL: "bash", COMPILER: "cc1"}


def others(**used: float) -> Others:
    keys = {"shell": SHELL, "compiler": COMPILER}
    return Others(used_seconds={keys[name]: seconds for name, seconds in used.items()}, names=NAMES)


def test_others_who_work_are_named() -> None:
    told = disturbance(others(shell=1.0), others(shell=1.0, compiler=12.0), 15.0)
    assert "cc1 (8)" in told


def test_a_quiet_neighbour_is_not_mentioned() -> None:
    assert disturbance(others(shell=1.0), others(shell=1.5), 15.0) == ""


def test_time_that_a_child_used_before_the_look_does_not_count() -> None:
    before = others(shell=1.0, compiler=50.0)
    assert disturbance(before, others(shell=51.5), 15.0) == ""


def test_a_case_begins_when_others_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "CALM_SECONDS", 0.01)
    used = iter([0.0, 1.0, 1.0, 2.0, 2.0, 2.0])
    assert wait_for_calm(lambda: others(compiler=next(used)), most_seconds=60)
    assert list(used) == []


def test_a_case_waits_no_longer_than_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign, "CALM_SECONDS", 0.01)
    used = iter(range(1000))
    assert not wait_for_calm(lambda: others(compiler=float(next(used))), most_seconds=0.05)
    assert next(used) > 0
    assert not wait_for_calm(lambda: others(compiler=float(next(used))), most_seconds=0.0)


@pytest.mark.parametrize(
    ("disturbed", "false", "blames"),
    [("1.0 CPUs", ("x",), True), ("", ("x",), False), ("1.0 CPUs", (), False)],
)
def test_only_a_disturbed_run_may_blame_others(
    disturbed: str, false: tuple[str, ...], blames: bool
) -> None:
    score = Score(total=0.9, false_findings=false)
    assert (
        blames_others(Run(kind="twins", case="x", level=0, score=score, disturbed=disturbed))
        is blames
    )
