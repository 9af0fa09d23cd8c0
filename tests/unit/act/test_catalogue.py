"""The catalogue of remedies: what holds for each of them, and that what is proposed exists."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import hexascope.act.remedies
from hexascope.act.contract import PLACE, SHOWN, filled
from hexascope.domain.families import families
from hexascope.domain.remedy import Command, Parameter, ParameterKind, Proposal, Remedy, Risk
from hexascope.kit.plugins import discover

SOURCE = Path("src/hexascope")
CATALOGUE = discover(hexascope.act.remedies, Remedy)

GOOD = {
    ParameterKind.PID: "4242",
    ParameterKind.CGROUP: "/system.slice/web.service",
    ParameterKind.DEVICE: "vda",
    ParameterKind.MOUNT: "/srv/data",
    ParameterKind.PATH: "/var/log/web.log",
    ParameterKind.INTERFACE: "eth0",
    ParameterKind.UNIT: "web.service",
    ParameterKind.SYSCTL: "vm.swappiness",
    ParameterKind.PORT: "8080",
    ParameterKind.CPUS: "0-3",
    ParameterKind.NUMBER: "2097152",
    ParameterKind.NAME: "10",
}


each = pytest.mark.parametrize("remedy", [pytest.param(v, id=k) for k, v in CATALOGUE.items()])


def commands(remedy: Remedy) -> Iterator[Command]:
    yield from (*remedy.look, *remedy.change, *remedy.undo, *remedy.verify)


def places(several: Iterator[Command] | tuple[Command, ...]) -> set[str]:
    return {
        name for one in several for word in (*one.words, one.input) for name in PLACE.findall(word)
    }


def good(parameter: Parameter) -> str:
    value = GOOD[parameter.kind]
    if parameter.most is not None and float(value) > parameter.most:
        return f"{parameter.most:g}"
    return value


def proposed() -> Iterator[Any]:
    """Give each call of proposal("name", parameter=…) in the code."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "proposal":
                [first] = node.args
                assert isinstance(first, ast.Constant), f"{file}: name the remedy in the call"
                assert isinstance(first.value, str)
                names = frozenset(one.arg for one in node.keywords)
                yield pytest.param(
                    first.value, names, id=f"{file.stem}:{node.lineno}:{first.value}"
                )


@pytest.mark.parametrize(("name", "parameters"), list(proposed()))
def test_what_is_proposed_is_in_the_catalogue_with_these_parameters(
    name: str, parameters: frozenset[str]
) -> None:
    assert name in CATALOGUE, f"write act/remedies/{name}.py"
    assert {one.name for one in CATALOGUE[name].parameters} == parameters


@each
def test_a_remedy_fills_from_good_parameters(remedy: Remedy) -> None:
    values = tuple(sorted((one.name, good(one)) for one in remedy.parameters))

    ready = filled(remedy, Proposal(remedy.name, values))

    assert places(tuple(commands(ready))) <= set(SHOWN)


@each
def test_a_remedy_uses_all_its_parameters_and_no_others(remedy: Remedy) -> None:
    named = {one.name: {one.name, *(name for name, _ in one.also)} for one in remedy.parameters}
    used = places(commands(remedy)) - set(SHOWN)

    assert used <= set().union(*named.values())
    assert all(used & forms for forms in named.values()), "a parameter without a use"


@each
def test_a_change_has_an_undo_or_says_that_it_can_not_be_undone(remedy: Remedy) -> None:
    if remedy.change:
        assert remedy.undo or "can't be undone" in remedy.risk_text.template
        assert remedy.verify, "who changes something looks whether it worked"
    else:
        assert not remedy.undo


@each
def test_what_an_undo_puts_back_was_shown_by_a_look(remedy: Remedy) -> None:
    for version in ("cgroup1", "cgroup2"):
        looks = [one for one in remedy.look if one.only in ("", version)]
        rest = [*remedy.change, *remedy.undo]
        wanted = places(tuple(one for one in rest if one.only in ("", version)))
        assert len(looks) >= ("shown" in wanted) + ("shown2" in wanted)


@each
def test_a_remedy_looks_before_it_changes_and_says_what_must_become_better(remedy: Remedy) -> None:
    assert remedy.look
    assert remedy.why_it_matters.endswith(".")
    assert remedy.what_to_do.endswith(".")
    assert remedy.risk_text.template.endswith(".")
    for one in remedy.expects:
        assert one.family in families(), f"{one.family} is not declared"
        assert one.direction in ("down", "up")


@each
def test_commands_are_argument_lists_and_no_shell(remedy: Remedy) -> None:
    for one in commands(remedy):
        assert one.words[0] not in ("sh", "bash", "env", "eval", "sudo", "awk", "python3")
        assert not set("".join(one.words)) & set("|;&$<>`*~\n"), one.words
        assert one.only in ("", "cgroup1", "cgroup2")
        assert not one.input or one.words[0] == "tee"


@each
def test_both_versions_of_control_groups_are_served(remedy: Remedy) -> None:
    for group in (remedy.look, remedy.change, remedy.undo, remedy.verify):
        only = {one.only for one in group} - {""}
        assert only in (set(), {"cgroup1", "cgroup2"})


@each
def test_a_remedy_that_changes_nothing_here_says_so(remedy: Remedy) -> None:
    if not remedy.change:
        assert remedy.risk in (Risk.NONE, Risk.MEDIUM)


@pytest.mark.parametrize("name", ["stop_process", "stop_client", "stop_writer"])
def test_the_first_process_is_never_stopped(name: str) -> None:
    with pytest.raises(ValueError, match="not within"):
        filled(CATALOGUE[name], Proposal(name, (("pid", "1"),)))
