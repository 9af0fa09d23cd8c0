import json
from typing import Any

import pytest

from hexascope.consult.own.contract import MOST_SPECIALISTS
from hexascope.consult.own.reading import read
from hexascope.consult.own.rules import specialist_of
from hexascope.domain.case import Case
from hexascope.report.plain import plain
from hexascope.services.asking import Asking
from hexascope.services.own_specialists import gathered_from
from hexascope.services.rebuilding import case_in
from hexascope.services.trying import NO_RULES, tried
from hexascope.words import Language
from tests.support.examinations import examination
from tests.support.line import service

TOML = """
name = "waits_keeper"
mandate = "Say where tasks wait."
resources = ["cpu"]
aspects = ["saturation"]
[[rules]]
id = "waits"
when = { evidence = "pressure.some_share", above = 0.2 }
say = "Tasks wait {pressure.some_share} of the time."
"""
AS_JSON: dict[str, Any] = {
    "name": "waits_keeper",
    "mandate": "Say where tasks wait.",
    "resources": ["cpu"],
    "aspects": ["saturation"],
    "rules": [
        {
            "id": "waits",
            "when": [{"evidence": "pressure.some_share", "above": 0.2}],
            "say": "Tasks wait {pressure.some_share} of the time.",
        }
    ],
}


def case() -> Case:

    return case_in(json.loads(json.dumps(plain(examination()))))


def asking() -> Asking:
    return Asking(service=service(), fields={}, language=Language.PORTUGUESE, clock=lambda: 0.0)


def test_a_specialist_reads_the_same_from_json_as_from_a_file() -> None:
    assert read(json.dumps(AS_JSON)) == read(TOML)


@pytest.mark.parametrize("words", ["{", "{}", '{"name": NaN}', "[" * 5000, '{"a":' * 5000])
def test_json_that_is_no_specialist_costs_nobody_the_others(words: str) -> None:
    found = gathered_from({"broken": words, "waits_keeper": TOML})

    assert list(found.found) == ["waits_keeper"]
    assert list(found.unfit) == ["broken"]


def test_of_too_many_specialists_the_first_are_heard() -> None:
    texts = {
        f"keeper_{number}": json.dumps({**AS_JSON, "name": f"keeper_{number}"})
        for number in range(MOST_SPECIALISTS + 1)
    }

    found = gathered_from(texts)

    assert list(found.found) == list(texts)[:MOST_SPECIALISTS]
    assert list(found.unfit) == list(texts)[MOST_SPECIALISTS:]


def test_what_its_rules_say_of_an_examination_is_shown_with_the_evidence() -> None:
    said = tried(asking(), specialist_of(read(TOML)), case())

    assert [one.words for one in said.sentences] == ["Tasks wait 47% of the time."]
    assert [one.key for one in said.proofs] == list(said.sentences[0].keys)


def test_rules_that_could_not_see_and_none_at_all_are_told_and_are_no_silence() -> None:
    blind = {
        **AS_JSON,
        "rules": [
            {
                **AS_JSON["rules"][0],
                "say": "{disk.await}",
                "when": [{"evidence": "disk.await", "above": 1}],
            }
        ],
    }
    none = {**AS_JSON, "rules": []}

    assert (
        "disk.await was not seen"
        in tried(asking(), specialist_of(read(json.dumps(blind))), case()).absent
    )
    assert tried(asking(), specialist_of(read(json.dumps(none))), case()).absent == NO_RULES
