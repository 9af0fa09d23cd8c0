"""The panel of one: a small prompt, a flat form, one voice beside the rules."""

import json
from dataclasses import replace
from typing import Any

import pytest

from hexascope.consult.answered.solo_form import (
    MOST_CAUSES,
    MOST_PROMPT_TOKENS,
    RULES,
    gravest,
    read_solo,
    solo_asked,
    solo_form,
    solo_room,
)
from hexascope.consult.hypotheses import hypotheses
from hexascope.consult.solo import SOLO, solo
from hexascope.consult.told.briefing import Briefing, brief
from hexascope.consult.told.fitting import BYTES_A_TOKEN
from hexascope.domain.case import Case
from hexascope.domain.opinion import ANALYSTS, Stance
from hexascope.domain.use import Severity
from hexascope.words import Language, render
from tests.support.cases import case, fact
from tests.support.consulted import CASE, consulted
from tests.support.crowded import crowded
from tests.support.panel import finding, process_entity

AWAIT = fact("disk.await", 0.0352, device="vda")


def briefed(of: Case, window: int = 4096) -> Briefing:
    about = gravest(hypotheses(of))
    return brief(of, about, nonce="n0nce", room=solo_room(window), rules=RULES)


def answered(**fields: Any) -> Any:
    told = {
        "reason": "It is borne out.",
        "evidence": [AWAIT.key],
        "hypothesis": "h1",
        "stance": "agrees",
        "severity": "high",
        "confidence": 80,
    }
    return read_solo({**told, **fields}, briefed(CASE))


@pytest.mark.parametrize("window", [4096, 8192, 131072])
def test_the_whole_prompt_of_a_crowded_host_has_at_most_three_thousand_tokens(window: int) -> None:
    shown = briefed(crowded(), window)
    form = json.dumps(solo_form(shown), ensure_ascii=False, separators=(",", ":"))
    whole = shown.shared + solo_asked(solo, Language.PORTUGUESE) + form

    assert len(whole.encode()) / BYTES_A_TOKEN <= MOST_PROMPT_TOKENS
    assert shown.left_out > 0


def test_a_small_model_is_asked_of_the_gravest_few() -> None:
    about = hypotheses(crowded())
    few = gravest(about)

    assert len(few) == MOST_CAUSES < len(about)
    assert max(one.finding.severity for one in few) is Severity.CRITICAL
    assert [one.id for one in few] == sorted((one.id for one in few), key=lambda id_: int(id_[1:]))


def test_the_form_is_flat_and_has_six_fields_the_reason_first() -> None:
    fields = solo_form(briefed(CASE))["properties"]

    assert len(fields) == 6
    assert next(iter(fields)) == "reason"
    assert all(one.get("type") != "object" for one in fields.values())


def test_one_call_is_made_and_its_opinion_stands_beside_the_rules_of_the_four() -> None:
    made, server, _ = consulted("honest", mode="solo")

    assert len(server.heard.bodies) == 1
    assert [one.voice for one in made.opinions if one.role == SOLO] == ["compatible/fake-honest-0"]
    rules = [one for one in made.opinions if one.role != SOLO]
    assert {one.role for one in rules} <= set(ANALYSTS)
    assert rules
    assert all(one.stands_in for one in rules)


def test_one_voice_counts_as_one_and_the_report_is_no_surer_than_that() -> None:
    made, _, _ = consulted("honest", mode="solo")

    assert made.verdict.quality == "fallback"
    assert made.verdict.confidence_cap == 80
    assert made.absent == {}
    assert made.record is not None
    assert made.record.mode == "solo"


@pytest.mark.parametrize("behaviour", ["hang", "prose", "ill", "empty"])
def test_where_the_one_fails_it_is_named_and_the_rules_speak(behaviour: str) -> None:
    made, _, _ = consulted(behaviour, mode="solo", patience_s=0.3)

    assert set(made.absent) == {SOLO}
    assert {one.voice for one in made.opinions} == {"rules"}
    assert made.verdict.quality == "fallback"


def test_of_a_liar_nothing_is_published_but_the_true_keys_that_it_named() -> None:
    made, _, _ = consulted("lying", mode="solo")
    [one] = [each for each in made.opinions if each.role == SOLO]

    assert "999" not in render(one.advice)
    assert "phantom" not in render(one.advice)
    assert AWAIT.key in one.because
    assert made.record is not None
    assert any("999" in each.words for each in made.record.struck)


def test_it_can_not_lower_a_critical_whatever_it_says() -> None:
    grave = replace(CASE.findings[0], severity=Severity.CRITICAL)
    made, _, _ = consulted("obeying", mode="solo", of=replace(CASE, findings=(grave,)))

    assert made.verdict.items[0].severity is Severity.CRITICAL


def test_a_key_that_does_not_bear_its_side_out_is_no_claim() -> None:
    opposed = answered(stance="opposes")

    assert opposed.said[0].claims == ()
    assert "does not bear out" in opposed.refused[0]
    assert answered().said[0].claims[0].evidence == (AWAIT.key,)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"hypothesis": "h9"}, "that there is not"),
        ({"stance": "maybe"}, "no stance"),
        ({"severity": 7}, "no severity"),
        ({"evidence": "all of it"}, ""),
    ],
)
def test_what_does_not_keep_the_form_is_left_out_and_told(
    fields: dict[str, Any], told: str
) -> None:
    found = answered(**fields)

    assert not any(one.claims for one in found.said)
    assert told in " ".join(found.refused)


def test_nothing_to_say_is_an_answer() -> None:
    found = answered(hypothesis="none")

    assert (found.said, found.refused) == ((), ())


def test_an_honest_opinion_says_where_to_start() -> None:
    made, _, _ = consulted("honest", mode="solo")

    assert made.verdict.start == CASE.findings[0].id
    agreed = next(one for one in made.opinions if one.role == SOLO)
    assert agreed.stance is Stance.AGREES


def test_a_host_without_findings_is_asked_about_and_nothing_is_made_up() -> None:
    made, _, _ = consulted("honest", mode="solo", of=case())

    assert made.opinions == ()
    assert finding(culprit=process_entity()).id not in {one.item for one in made.verdict.items}
