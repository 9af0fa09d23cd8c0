"""The panel by models through the command line, against the fake that anyone can start."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.journey

PATIENCE_SECONDS = 120
HEXASCOPE = [sys.executable, "-m", "hexascope"]


@pytest.fixture(scope="module")
def models() -> Iterator[str]:
    """Start `hexascope models fake` on a free port, and end it."""
    server = subprocess.Popen(
        [*HEXASCOPE, "models", "fake", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    yield server.stdout.readline().strip()
    server.send_signal(signal.SIGTERM)
    server.wait(PATIENCE_SECONDS)
    server.stdout.close()


@contextmanager
def busy() -> Iterator[None]:
    """Keep more programs busy than there are CPUs, so that there is something to judge."""
    loops = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"])
        for _ in range((os.cpu_count() or 1) + 1)
    ]
    try:
        yield
    finally:
        for one in loops:
            one.kill()
            one.wait()


def run(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home / "state")}
    return subprocess.run(
        [*HEXASCOPE, *words],
        capture_output=True,
        text=True,
        env=environment,
        timeout=PATIENCE_SECONDS,
    )


def judged(model: str, url: str, home: Path, *more: str) -> dict[str, Any]:
    words: tuple[str, ...] = (
        "examine",
        "--window",
        "3",
        "--format",
        "json",
        "--model",
        model,
        "--base-url",
        url,
    )
    words += more
    with busy():
        ended = run(*words, home=home)
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def test_a_panel_by_a_model_says_who_spoke_and_what_it_took(models: str, home: Path) -> None:
    found = judged("compatible/fake-honest", models, home)

    voices = {one["voice"] for one in found["opinions"]}
    assert voices == {"compatible/fake-honest"}
    assert found["verdict"]["quality"] == "excellent"
    assert len(found["panel"]["calls"]) == 6
    assert found["panel"]["struck"] == []


def test_a_solo_panel_makes_one_call_and_the_rules_speak_beside_it(models: str, home: Path) -> None:
    found = judged("compatible/fake-honest", models, home, "--panel", "solo")

    assert len(found["panel"]["calls"]) == 1
    assert found["panel"]["mode"] == "solo"
    assert found["verdict"]["quality"] == "fallback"
    assert {one["voice"] for one in found["opinions"]} == {"compatible/fake-honest", "rules"}


def test_of_a_panel_of_liars_nothing_is_published_and_the_rules_speak(
    models: str, home: Path
) -> None:
    found = judged("compatible/fake-lying", models, home)

    assert {one["voice"] for one in found["opinions"]} == {"rules"}
    assert len(found["absent"]) >= 4
    assert len(found["panel"]["struck"]) > 4
    assert "phantom" not in json.dumps({**found, "panel": None, "absent": None})


def test_a_model_that_is_not_there_leaves_the_report_whole(home: Path) -> None:
    found = judged("compatible/none", "http://127.0.0.1:9/v1", home)

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
