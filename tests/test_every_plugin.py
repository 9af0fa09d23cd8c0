"""What holds for every plug-in, also for those not yet written."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from hexascope.check.contract import Check
from hexascope.collect.contract import Collector
from hexascope.collect.probing.contract import LONGEST_SECONDS, Probe
from hexascope.consult.contract import Specialist
from hexascope.derive.contract import Deriver
from hexascope.domain.families import families
from hexascope.domain.remedy import Remedy
from hexascope.kit.plugins import discover
from hexascope.report.contract import Format
from hexascope.sandbox.contract import Executor

SOURCE = Path("src/hexascope")
TESTS = Path("tests/unit")


class Point(NamedTuple):
    """A plug-in point: its package, what its files offer, and where their tests lie."""

    package: str
    kind: type
    tests: str


POINTS = (
    Point("collect.collectors", Collector, "collect"),
    Point("collect.probes", Probe, "probes"),
    Point("derive.derivers", Deriver, "derive"),
    Point("check.checks", Check, "check"),
    Point("consult.specialists", Specialist, "consult"),
    Point("act.remedies", Remedy, "act"),
    Point("report.formats", Format, "report"),
    Point("sandbox.executors", Executor, "sandbox"),
)
TESTED_TOGETHER = {"act.remedies": "test_catalogue.py"}
"""Points whose plug-ins are data: one suite holds them all."""


def package(point: Point) -> ModuleType:
    return import_module(f"hexascope.{point.package}")


def plugins() -> Iterator[Any]:
    for point in POINTS:
        for name in discover(package(point), point.kind):
            yield pytest.param(point, name, id=f"{point.package}.{name}")


def of(kind: type) -> Iterator[Any]:
    for point in POINTS:
        if point.kind is kind:
            found: dict[str, Any] = discover(package(point), kind)
            yield from (pytest.param(one, id=name) for name, one in found.items())


@pytest.mark.parametrize(("point", "name"), list(plugins()))
def test_every_plug_in_has_a_test_file(point: Point, name: str) -> None:
    wanted = TESTED_TOGETHER.get(point.package, f"test_{name}.py")

    assert (TESTS / point.tests / wanted).is_file(), f"write tests/unit/{point.tests}/{wanted}"


@pytest.mark.parametrize(("point", "name"), list(plugins()))
def test_every_plug_in_says_what_it_is_for(point: Point, name: str) -> None:
    module = import_module(f"hexascope.{point.package}.{name}")

    assert module.__doc__, "begin the file with one sentence on what it is for"
    one = getattr(module, name)
    assert getattr(one, "name", name) == name


@pytest.mark.parametrize("one", list(of(Check)))
def test_every_check_says_why_it_matters_and_what_to_do(one: Check) -> None:
    assert "Why it matters:" in one.text
    assert "What to do:" in one.text


@pytest.mark.parametrize("one", list(of(Check)))
def test_every_check_needs_declared_evidence(one: Check) -> None:
    assert one.needs, "a check without needs would call unknown healthy"
    unknown = [name for name in one.needs if name not in families()]
    assert not unknown, f"declare in domain/families: {unknown}"


@pytest.mark.parametrize("one", list(of(Check)))
def test_every_limit_has_a_meaning_a_source_and_a_window(one: Check) -> None:
    for limit in one.limits().values():
        assert limit.meaning
        assert limit.source
        assert limit.window


@pytest.mark.parametrize("one", list(of(Collector)))
def test_every_collector_gives_declared_families_and_names_what_it_reads(one: Collector) -> None:
    assert one.reads
    unknown = [name for name in one.gives if name not in families()]
    assert not unknown, f"declare in domain/families: {unknown}"


@pytest.mark.parametrize("one", list(of(Probe)))
def test_every_probe_gives_declared_families_and_tells_its_cost_and_rights(one: Probe) -> None:
    unknown = [name for name in one.gives if name not in families()]
    assert not unknown, f"declare in domain/families: {unknown}"
    assert one.gives
    assert one.text, "say in its docstring what it measures, and how"
    assert 0 < one.cost.seconds <= LONGEST_SECONDS
    assert 0 < one.cost.cpu_share <= 0.05
    assert one.cost.needs


@pytest.mark.parametrize("one", list(of(Deriver)))
def test_every_deriver_builds_on_derivers_that_exist(one: Deriver) -> None:
    import hexascope.derive.derivers

    assert set(one.after) <= discover(hexascope.derive.derivers, Deriver).keys()


def test_every_family_is_made_from_declared_ones_and_has_a_meaning() -> None:
    for family in families().values():
        assert family.meaning.endswith("."), family.name
        unknown = [name for name in family.made_from if name not in families()]
        assert not unknown, f"{family.name} is made from {unknown}"


def test_links_speak_of_checks_that_exist() -> None:
    import hexascope.check.checks
    from hexascope.check.known_links import LINKS

    known = discover(hexascope.check.checks, Check).keys()
    named = {name for link in LINKS for name in (link.cause, *link.symptoms)}
    assert not named - known


def test_every_family_named_in_the_code_is_declared() -> None:
    """`evidence("x", …)`, `Reading("x", …)`, `case.of("x")` with a name that nobody declared."""
    calls = re.compile(r'\b(?:evidence|Reading|\.of|\.one|\.number|\.has)\(\s*"([a-z_]+\.[a-z_]+)"')
    for file in sorted(SOURCE.rglob("*.py")):
        for name in calls.findall(file.read_text(encoding="utf-8")):
            assert name in families(), f"{file}: {name} is not declared in domain/families"


def test_nothing_but_bundle_and_host_touches_files_in_the_collectors() -> None:
    """A collector that opens a file itself would not be in the bundle."""
    for file in sorted((SOURCE / "collect/collectors").glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        imported = {
            name.name.partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import)
            for name in node.names
        } | {
            (node.module or "").partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
        }
        assert not imported & {"os", "pathlib", "subprocess", "socket", "ctypes", "psutil"}, file
