"""Finds the cases: the file NAME.py of a package offers the object NAME."""

import importlib
import pkgutil
from collections.abc import Sequence
from types import ModuleType

import benchmarks.faults.cases
import benchmarks.healthy.cases
import benchmarks.investigate.cases
import benchmarks.investigate.healthy
from benchmarks.contract import Case
from benchmarks.errors import BenchError


def faults(names: Sequence[str] = ()) -> list[Case]:
    """The fault cases, or those of these names."""
    return _chosen(_cases_in(benchmarks.faults.cases), names)


def controls(names: Sequence[str] = ()) -> list[Case]:
    """The healthy cases, or those of these names."""
    return _chosen(_cases_in(benchmarks.healthy.cases), names)


def investigations(names: Sequence[str] = ()) -> list[Case]:
    """The faults to be investigated, or those of these names."""
    return _chosen(_cases_in(benchmarks.investigate.cases), names)


def twins(names: Sequence[str] = ()) -> list[Case]:
    """The healthy twins of the faults to be investigated, or those of these names."""
    return _chosen(_cases_in(benchmarks.investigate.healthy), names)


def _cases_in(package: ModuleType) -> list[Case]:
    found = []
    for module in pkgutil.iter_modules(package.__path__):
        case = getattr(importlib.import_module(f"{package.__name__}.{module.name}"), module.name)
        if not isinstance(case, Case):
            raise BenchError(f"{module.name}.py must offer a Case named {module.name}.")
        found.append(case)
    return found


def _chosen(cases: list[Case], names: Sequence[str]) -> list[Case]:
    by_name = {case.name: case for case in cases}
    unknown = [name for name in names if name not in by_name]
    if unknown:
        raise BenchError(f"No case named {', '.join(unknown)}; there are {', '.join(by_name)}.")
    return [by_name[name] for name in names] if names else cases
