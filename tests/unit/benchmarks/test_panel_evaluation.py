"""Evaluating a model over kept hosts: figures, the file to share, and what the exit status says."""

import argparse
import json
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.errors import BenchError, Unfit
from benchmarks.panel import evaluate, hosts, tally
from benchmarks.panel.outcome import Outcome
from hexascope.services.models import ModelVoices
from hexascope.words import Language
from tests.support.lies import making_up, speaking
from tests.support.scripted import Script, ScriptedModel, voices

FEW = "cgroup2_throttled_unit,cgroup2_throttled_unit-healthy,metal_raid_degraded"


def outcome(**fields: object) -> Outcome:
    return replace(
        Outcome(
            case="c1",
            faulty=True,
            language="en",
            seed=0,
            right=True,
            false_findings=0,
            first="f1",
            sure=0.9,
            first_is_true=True,
            picks=4,
            analysts=4,
            struck={},
            seconds=2.0,
            tokens=1000,
            dollars=0.01,
            calls=6,
            failed=0,
        ),
        **fields,  # type: ignore[arg-type] # the fields are checked by the value
    )


def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: Script, *more: str
) -> tuple[int, dict[str, dict[str, float]]]:
    """Evaluate a scripted model as the command does: its status and its result file."""

    def of_script(_options: argparse.Namespace, language: Language) -> ModelVoices:
        return voices(ScriptedModel(script), language)

    monkeypatch.setattr(evaluate, "_voices", of_script)
    parser = argparse.ArgumentParser()
    evaluate.add_options(parser)
    file = tmp_path / "result.json"
    options = parser.parse_args(["--model", "a/b", "--hosts", FEW, "--json", str(file), *more])
    return int(options.do(options)), json.loads(file.read_text())


def test_an_honest_model_keeps_the_level_of_the_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, told = run(tmp_path, monkeypatch, speaking("honest"), "--seeds", "2")

    assert status == 0
    assert told["model"]["score"] == told["rules"]["score"]
    assert told["model"]["top_1"] == 1.0
    assert told["model"]["struck"] == 0
    assert len(told["panels"]) == 6 * 2 * 2


def test_what_a_liar_made_up_is_counted_by_its_class(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status, told = run(tmp_path, monkeypatch, making_up(3), "--language", "en", "--plain")

    assert status == 0
    assert told["model"]["struck"] > 0
    assert sum(told["struck_by_class"].values()) == told["model"]["struck"]
    assert len(told["panels"]) == 3


def test_the_file_to_share_names_no_host_and_nothing_that_was_found_on_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, told = run(tmp_path, monkeypatch, making_up(3), "--language", "pt")
    text = json.dumps(told)

    assert [name for name in hosts.names() if name in text] == []
    assert not [word for word in ("render", "/system.slice", "md0", "http") if word in text]


def test_nobody_answering_ends_the_evaluation_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BenchError, match="the model gives no answer"):
        run(tmp_path, monkeypatch, lambda _data, _wanted: "no object")


@pytest.mark.parametrize(
    "more",
    [
        ("--language", "de"),
        ("--language", ""),
        ("--seeds", "0"),
        ("--seeds", "21"),
        ("--hosts", "x"),
    ],
)
def test_what_can_not_be_done_is_told_before_anybody_is_asked(
    more: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Unfit):
        run(tmp_path, monkeypatch, speaking("honest"), *more)


def test_a_model_that_judges_worse_than_the_rules_ends_with_a_status_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [outcome(right=False)] * 3 + [outcome()] * 97
    told = tally.result("a/b", [outcome()], made)
    monkeypatch.setattr(tally, "result", lambda *_: told)

    assert run(tmp_path, monkeypatch, speaking("honest"), "--plain")[0] == evaluate.WORSE


def test_the_score_loses_a_tenth_for_each_false_finding() -> None:
    assert outcome(false_findings=2).score == pytest.approx(0.8)
    assert outcome(right=False, false_findings=1).score == pytest.approx(-0.1)


def test_brier_is_nothing_for_who_is_sure_and_right_and_one_for_who_is_sure_and_wrong() -> None:
    assert tally.brier([outcome(sure=1.0)]) == 0.0
    assert tally.brier([outcome(sure=1.0, first_is_true=False)]) == 1.0
    assert tally.brier([outcome(sure=None)]) is None
    assert tally.brier([outcome(sure=0.5), outcome(sure=None)]) == 0.25


def test_a_case_flips_once_however_often_it_was_put() -> None:
    assert tally.flips([outcome(), outcome(seed=1)]) == 0
    assert tally.flips([outcome(), outcome(first="f2"), outcome(first="f3")]) == 1
    assert tally.flips([outcome(), outcome(case="c2", first="f2")]) == 0


def test_an_unknown_price_leaves_the_cost_unknown() -> None:
    assert tally.figures([outcome(), outcome(dollars=None)])["dollars"] is None
    assert tally.figures([outcome(), outcome()])["dollars"] == pytest.approx(0.02)


def test_the_truth_of_every_kept_host_is_known() -> None:
    for name in ("metal_heat", "ec2_allowance", "cgroup2_oom_pod"):
        assert hosts.host(name).truth is not None
    assert hosts.host("metal_heat-healthy").truth is None
    with pytest.raises(KeyError):
        hosts.host("nobody")
