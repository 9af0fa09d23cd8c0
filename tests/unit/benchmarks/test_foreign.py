"""A run beside which others worked is marked."""

from benchmarks.foreign import Others, disturbance

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
