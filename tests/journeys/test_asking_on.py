"""From an examination with an own specialist to its replay, and asking on, as a user does it."""

import json
from pathlib import Path

import pytest

from tests.support.commands import run

pytestmark = pytest.mark.journey

RULE = """
[[rules]]
id = "busy"
when = { evidence = "cpu.utilization", above = 0.0 }
say = "{cpu} is busy for {cpu.utilization}."
"""


def spoken(*words: str, home: Path) -> str:
    ended = run(*words, home=home)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_an_own_specialist_is_heard_its_panel_replayed_and_the_panel_asked_on(
    models: str, home: Path
) -> None:
    made = spoken(
        "specialists",
        "new",
        "busy_body",
        "--mandate",
        "Say who keeps the processors busy.",
        "--resources",
        "cpu",
        "--aspects",
        "utilization,saturation",
        home=home,
    )
    with Path(made.strip()).open("a") as stream:
        stream.write(RULE)
    spoken("specialists", "check", made.strip(), home=home)

    by_model = ("--model", "compatible/fake-honest", "--base-url", models)
    examined = spoken("examine", "--window", "1", "--format", "json", *by_model, home=home)
    report = json.loads(examined)
    asked = [one["who"] for one in report["panel"]["events"] if one["kind"] == "asked"]
    assert "busy_body" in asked

    replayed = spoken("panel", "show", report["id"][:18], home=home)
    assert "busy body is asked for opinions" in replayed
    assert "busy body has spoken (compatible/fake-honest)" in replayed

    by_rules = spoken("ask", "why not the database?", home=home)
    assert "(rules)" in by_rules
    # the host may be healthy, and then an honest model has nothing to prove: the rules answer
    told = json.loads(spoken("ask", "--json", *by_model, "why the cpu?", home=home))
    assert told["calls"] >= 1
    assert any(reply["proofs"] for reply in told["replies"])
    assert spoken("ask", "--list", home=home).split()[2] == "2"

    spoken("history", "forget", report["id"], home=home)
    assert not list((home / "state").rglob("*.jsonl"))


def test_without_a_model_an_own_specialist_speaks_by_its_rules(home: Path) -> None:
    folder = home / "config" / "hexascope" / "specialists"
    folder.mkdir(parents=True)
    words = 'mandate = "x"\nresources = ["cpu"]\naspects = ["utilization"]\n'
    (folder / "busy_body.toml").write_text(f'name = "busy_body"\n{words}{RULE}')
    (folder / "mute_one.toml").write_text(f'name = "mute_one"\n{words}')

    report = json.loads(
        spoken("examine", "--window", "1", "--no-keep", "--format", "json", home=home)
    )

    said = [one["advice"] for one in report["opinions"] if one["specialist"] == "busy_body"]
    assert said
    assert "is busy for" in said[0]
    assert report["absent"] == {"mute_one": "the mute_one has no rules to speak by"}
