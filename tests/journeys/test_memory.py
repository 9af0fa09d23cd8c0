"""What is remembered of a host, through the command line: told, used again, forgotten."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import busy, run

pytestmark = pytest.mark.journey


def remembered(home: Path) -> list[str]:
    """Give all files that hold anything of a host: examinations, memory, models' answers."""
    state = home / "state" / "hexascope"
    folders = (state / "hosts", state / "answers")
    return [str(one) for folder in folders for one in folder.rglob("*") if one.is_file()]


def told(home: Path, *words: str) -> dict[str, Any]:
    ended = run(*words, home=home)
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def test_what_is_not_to_be_kept_leaves_nothing_behind(models: str, home: Path) -> None:
    told(
        home,
        *("examine", "--window", "0.5", "--no-keep", "--format", "json"),
        *("--model", "compatible/fake-honest", "--base-url", models),
    )

    assert remembered(home) == []


def test_a_fact_stands_beside_the_finding_that_it_is_about(home: Path) -> None:
    added = run("memory", "add", "the test's loops", "--resource", "cpu", home=home)
    assert added.returncode == 0, added.stderr
    with busy():
        report = told(home, "examine", "--window", "3", "--format", "json")

    about_cpu = {one["id"] for one in report["findings"] if one["resource"] == "cpu"}
    beside = {one["finding"]: one["known"] for one in report["remembered"] if one["known"]}
    assert set(beside) == about_cpu
    assert set(map(tuple, beside.values())) == {("the test's loops",)}

    memory = told(home, "memory", "show", "--json")
    assert {one["examination"] for one in memory["conclusions"]} == {report["id"]}
    gone = run("history", "forget", report["id"], home=home)
    assert gone.returncode == 0, gone.stderr
    after = told(home, "memory", "show", "--json")
    assert after["conclusions"] == []
    assert [one["words"] for one in after["facts"]] == ["the test's loops"]


def test_the_same_bundle_is_asked_once_and_again_with_no_cache(
    throttled: str, models: str, home: Path
) -> None:
    asked = (
        *("examine", "--from", throttled, "--format", "json"),
        *("--model", "compatible/fake-honest", "--base-url", models),
    )
    first, second, third = told(home, *asked), told(home, *asked), told(home, *asked, "--no-cache")

    def ages(report: dict[str, Any]) -> list[float | None]:
        return [one["cached_age_s"] for one in report["panel"]["calls"]]

    assert set(ages(first)) == {None}
    assert None not in ages(second)
    assert set(ages(third)) == {None}
    assert second["opinions"] == first["opinions"]
    assert second["verdict"]["headline"] == first["verdict"]["headline"]


def test_commands_at_once_lose_no_fact(home: Path) -> None:
    environment = {**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home / "state")}
    several = [
        subprocess.Popen(
            [sys.executable, "-m", "hexascope", "memory", "add", f"fact {number}"],
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        for number in range(4)
    ]
    assert [one.wait(60) for one in several] == [0, 0, 0, 0]

    found = told(home, "memory", "show", "--json")
    hosts = [one for one in (home / "state" / "hexascope" / "hosts").iterdir() if one.is_dir()]
    assert len(hosts) == 1
    assert sorted(one["words"] for one in found["facts"]) == [f"fact {n}" for n in range(4)]
