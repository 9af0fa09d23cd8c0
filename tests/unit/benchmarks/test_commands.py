"""A tool is found where Debian keeps it, and a missing one is told with its package."""

import os
from pathlib import Path

import pytest

from benchmarks.errors import BenchError, Unfit
from benchmarks.host import commands
from benchmarks.host.commands import PACKAGES, absent, find, need, run
from benchmarks.plugins import controls, faults, investigations, twins
from benchmarks.rounds import need as need_all


def test_a_tool_off_the_path_is_found_in_the_folder_of_its_newest_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version in ("14", "15"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        (folder / "hx-no-such-tool").touch(mode=0o755)
    monkeypatch.setattr(commands, "_FURTHER_PLACES", (f"{tmp_path}/*/bin",))
    assert need("hx-no-such-tool") == tmp_path / "15" / "bin" / "hx-no-such-tool"


def test_a_missing_tool_is_told_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "_FURTHER_PLACES", ())
    monkeypatch.setenv("PATH", "/nowhere")
    assert find("initdb") is None
    assert absent(["initdb", "redis-cli", "initdb"]) == ["initdb", "redis-cli"]
    with pytest.raises(Unfit, match="apt-get install postgresql"):
        need("initdb")


def test_a_bench_tells_what_its_cases_lack_before_any_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(commands, "_FURTHER_PLACES", ())
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Unfit, match="mariadb-server") as told:
        need_all(investigations(["mysql-lock", "redis-slow"]))
    assert "redis-server" in str(told.value)


def test_the_package_of_each_tool_of_a_case_is_known() -> None:
    cases = faults() + controls() + investigations() + twins()
    tools = {tool for case in cases for tool in case.tools}
    assert tools <= set(PACKAGES)


def test_a_failing_tool_is_told_with_what_it_said() -> None:
    with pytest.raises(BenchError, match="failed with 3: no"):
        run("sh", "-c", "echo no >&2; exit 3")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")
def test_a_tool_runs_as_another_user_without_further_groups() -> None:
    assert run("id", "-u", user=65534).strip() == "65534"
    assert run("id", "-G", user=65534).strip() == "65534"
