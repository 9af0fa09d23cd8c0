"""What lasts of panels by models, over commands: what servers refuse, and what a day has spent."""

import json
from pathlib import Path

import pytest

from tests.support.commands import run

pytestmark = pytest.mark.journey

PRICED = """
[token_prices."compatible/fake-only-tools"]
input = 1.0
output = 10.0
cached = 0.1
"""


def test_what_one_command_learnt_and_spent_is_known_to_the_next(models: str, home: Path) -> None:
    settings = home / "config" / "hexascope" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(PRICED)
    asked = ("examine", "--window", "0.5", "--no-cache", "--format", "json")
    named = ("--model", "compatible/fake-only-tools", "--base-url", models)

    first = run(*asked, *named, home=home)
    second = run(*asked, *named, home=home)
    calls = [json.loads(one.stdout)["panel"]["calls"] for one in (first, second)]
    spent = json.loads(run("models", "spend", "--json", home=home).stdout)
    third = run(*asked, *named, home=home, HEXASCOPE_PANEL__DAY_TOKENS="100")

    assert max(one["tries"] for one in calls[0]) == 3
    assert {one["tries"] for one in calls[1]} == {1}
    tokens = sum(one["input_tokens"] + one["output_tokens"] for one in calls[0] + calls[1])
    assert spent["today"]["tokens"] == tokens
    assert spent["today"]["dollars"] == pytest.approx(
        sum(one["dollars"] for one in calls[0] + calls[1])
    )
    assert "US dollars; with talk among them never more than 1" in first.stderr
    assert "100 tokens of a day would be passed" in third.stdout
    assert "fake-only-tools" in run("models", "spend", home=home).stdout


def test_a_collector_of_spans_that_is_not_there_costs_nobody_his_report(
    models: str, home: Path
) -> None:
    ended = run(
        *("examine", "--window", "0.5", "--quiet", "--model", "compatible/fake-honest"),
        *("--base-url", models),
        home=home,
        OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9",
    )

    assert ended.returncode == 0, ended.stderr
    assert ended.stdout
    assert "the collector of spans did not take them" in ended.stderr
    assert "Traceback" not in ended.stderr
