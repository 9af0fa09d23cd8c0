"""The panel beside frameworks of others, as a user runs it, against the fake that anyone starts."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hexascope.domain.opinion import Role

pytestmark = pytest.mark.journey

PATIENCE_SECONDS = 120
HEXASCOPE = Path(sys.executable).with_name("hexascope")
EXAMPLES = Path("examples").resolve()
AUTOGEN = Path("tests/journeys/autogen/.venv/bin/python").absolute()


def run(*words: object, home: Path, **more: str) -> str:
    environment = {**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home / "state"), **more}
    done = subprocess.run(
        [str(word) for word in words],
        capture_output=True,
        text=True,
        env=environment,
        cwd=home,
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def judged(case: str, models: str, home: Path, engine: str) -> dict[str, Any]:
    told = run(
        HEXASCOPE,
        *("examine", "--from", case, "--format", "json"),
        *("--model", "compatible/fake-contrary", "--base-url", models),
        home=home,
        HEXASCOPE_PANEL__ENGINE=engine,
    )
    found: dict[str, Any] = json.loads(told)
    return found


def test_a_command_comes_to_the_same_verdict_by_either_engine(
    throttled: str, models: str, tmp_path: Path
) -> None:
    ours = judged(throttled, models, tmp_path, "own")
    theirs = judged(throttled, models, tmp_path, "agent-framework")

    assert theirs["absent"] == {}
    assert {one["role"] for one in theirs["panel"]["votes"]}
    assert theirs["verdict"] == ours["verdict"]
    assert theirs["digest"] == ours["digest"]


def test_the_example_of_ones_own_workflow_runs(throttled: str, models: str, tmp_path: Path) -> None:
    told = run(
        sys.executable,
        EXAMPLES / "agent_framework" / "own_workflow.py",
        *("--base-url", models, "--model", "fake-lying", "--case", throttled),
        home=tmp_path,
    )

    assert "performance_analyst: Nothing of what it said is proven by the evidence." in told
    assert "struck: security_analyst: It waits 999 ms" in told
    assert "shop_keeper: " in told


def test_the_example_for_who_comes_from_autogen_runs_both_ways(
    throttled: str, models: str, tmp_path: Path
) -> None:
    if not AUTOGEN.exists():
        pytest.skip("AutoGen's environment is not there: `make journeys` makes it")
    config_list = tmp_path / "OAI_CONFIG_LIST"
    entry = {"model": "fake-lying", "base_url": models, "api_key": "none"}
    config_list.write_text(json.dumps([entry]))

    told = run(
        AUTOGEN,
        EXAMPLES / "autogen" / "both_ways.py",
        *("--case", throttled, "--config-list", config_list, "--hexascope", HEXASCOPE),
        home=tmp_path,
    )
    by_autogen, _, ours = told.partition("BY HEXASCOPE")
    published = ours.partition("struck, with the reason")[0]

    for role in Role:
        assert f"{role}: It waits 999 ms, says `phantom`" in by_autogen
    assert "999" not in published
    assert "nothing of this case is called phantom" in ours
