"""Every case is found by its file, and tells what it is."""

import ast
from pathlib import Path

import pytest

import benchmarks
from benchmarks.errors import BenchError
from benchmarks.plugins import controls, faults, investigations, twins

FAULTS = 26
FEWEST_CONTROLS = 20
HOME = Path(benchmarks.__file__).parent


def test_all_faults_of_the_table_and_the_quiet_control_are_there() -> None:
    assert len(faults()) == FAULTS + 1


def test_there_are_enough_healthy_controls() -> None:
    assert len(controls()) >= FEWEST_CONTROLS


def test_each_case_bears_its_own_name_and_a_whole_sentence() -> None:
    cases = faults() + controls() + investigations() + twins()
    assert len({case.name for case in cases}) == len(cases)
    assert all(case.tells.endswith(".") for case in cases)
    paths = [*HOME.glob("*/cases/*.py"), *HOME.glob("investigate/healthy/*.py")]
    files = {path.stem for path in paths} - {"__init__"}
    assert {case.name.replace("-", "_") for case in cases} == files


def test_chosen_cases_come_in_the_order_asked_for() -> None:
    assert [case.name for case in faults(["zombies", "cpu-hog"])] == ["zombies", "cpu-hog"]


def test_an_unknown_case_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BenchError, match="zombies"):
        faults(["zombie"])


@pytest.mark.parametrize("file", sorted(HOME.glob("workers/[a-z]*.py")), ids=lambda path: path.stem)
def test_a_worker_runs_from_its_text_alone(file: Path) -> None:
    tree = ast.parse(file.read_text())
    names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    modules = {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    assert "main" in names
    assert not any(name.startswith(("benchmarks", "hexascope")) for name in modules)
