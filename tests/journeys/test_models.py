"""The panel by models through the command line, against the fake that anyone can start."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.commands import run

pytestmark = pytest.mark.journey


def judged(bundle: str, model: str, url: str, home: Path, *more: str) -> dict[str, Any]:
    named = ("--model", model, "--base-url", url, *more)
    ended = run("examine", "--from", bundle, "--format", "json", *named, home=home)
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def test_a_panel_by_a_model_says_who_spoke_and_what_it_took(
    throttled: str, models: str, home: Path
) -> None:
    found = judged(throttled, "compatible/fake-honest", models, home)

    voices = {one["voice"] for one in found["opinions"]}
    assert voices == {"compatible/fake-honest"}
    assert found["verdict"]["quality"] == "excellent"
    assert len(found["panel"]["calls"]) == 6
    assert found["panel"]["struck"] == []


def test_a_solo_panel_makes_one_call_and_the_rules_speak_beside_it(
    throttled: str, models: str, home: Path
) -> None:
    found = judged(throttled, "compatible/fake-honest", models, home, "--panel", "solo")

    assert len(found["panel"]["calls"]) == 1
    assert found["panel"]["mode"] == "solo"
    assert found["verdict"]["quality"] == "fallback"
    assert {one["voice"] for one in found["opinions"]} == {"compatible/fake-honest", "rules"}


def test_of_a_panel_of_liars_nothing_is_published_and_the_rules_speak(
    throttled: str, models: str, home: Path
) -> None:
    found = judged(throttled, "compatible/fake-lying", models, home)

    assert {one["voice"] for one in found["opinions"]} == {"rules"}
    assert len(found["absent"]) >= 4
    assert len(found["panel"]["struck"]) > 4
    assert "phantom" not in json.dumps({**found, "panel": None, "absent": None})


def test_a_model_that_is_not_there_leaves_the_report_whole(throttled: str, home: Path) -> None:
    found = judged(throttled, "compatible/none", "http://127.0.0.1:9/v1", home)

    assert {one["voice"] for one in found["opinions"]} == {"rules"}
    assert found["findings"]


def test_a_dry_run_shows_what_would_be_sent_and_sends_nothing(models: str, home: Path) -> None:
    ended = run(
        "examine",
        "--window",
        "1",
        "--dry-run",
        "--model",
        "compatible/fake-honest",
        "--base-url",
        models,
        home=home,
    )

    assert ended.returncode == 0, ended.stderr
    assert " BEGIN\n{" in ended.stdout
    assert "6 calls" in ended.stderr
    assert "0.0000 US dollars" in ended.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--model", "gpt-5"), "openai/NAME"),
        (("--model", "openai/gpt-5"), "OPENAI_API_KEY"),
        (("--model", "compatible/x"), "--base-url"),
        (("--dry-run",), "--model"),
    ],
)
def test_what_can_not_be_asked_is_told_with_what_to_write(
    words: tuple[str, ...], told: str, home: Path
) -> None:
    ended = run("examine", "--window", "0.5", *words, home=home)

    assert ended.returncode == 2
    assert told in ended.stderr
