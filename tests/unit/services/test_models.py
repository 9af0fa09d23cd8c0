"""A whole panel by scripted models, from a case to a verdict."""

import time
from dataclasses import replace

from hexascope.domain.opinion import ANALYSTS
from hexascope.llm.fake.server import FakeModels
from hexascope.services.models import CALLS, ModelVoices
from hexascope.words import Language, render
from tests.support.cases import case
from tests.support.consulted import CASE, consulted
from tests.support.models import endpoint, wires


def test_four_analysts_speak_by_model_and_the_record_says_what_each_took() -> None:
    made, _, _ = consulted("honest")

    assert {one.voice for one in made.opinions} == {"compatible/fake-honest-0"}
    assert made.verdict.quality == "excellent"
    assert made.record is not None
    assert len(made.record.calls) == CALLS
    assert made.absent == {}


def test_the_analysts_are_heard_at_once() -> None:
    _, server, _ = consulted("honest", pause_s=0.2)

    assert server.heard.most_at_once == len(ANALYSTS)


def test_who_hangs_is_named_and_its_rules_speak_in_its_place() -> None:
    made, _, _ = consulted("honest", "hang", "honest", "honest", patience_s=1.0)

    assert set(made.absent) == {"infrastructure_expert"}
    assert "no answer in 1 s" in made.absent["infrastructure_expert"]
    assert made.verdict.quality == "good"
    spoken = {(one.role, one.stands_in) for one in made.opinions}
    assert ("performance_analyst", False) in spoken


def test_a_panel_of_liars_publishes_not_one_of_their_numbers() -> None:
    made, _, _ = consulted("lying")
    words = " ".join(render(one.advice) for one in made.opinions)
    words += render(made.verdict.headline) + " ".join(map(render, made.verdict.summary))

    assert {one.voice for one in made.opinions} <= {"rules"}
    assert all(one.stands_in for one in made.opinions)
    assert "999" not in words
    assert "phantom" not in words
    assert len(made.absent) >= len(ANALYSTS)


def test_without_findings_a_model_has_nothing_to_word() -> None:
    made, _, _ = consulted("honest", of=case())

    assert made.opinions == ()
    assert "Nothing above information" in render(made.verdict.headline)


def test_what_a_panel_takes_at_most_is_known_before() -> None:
    server = FakeModels()
    server.url = "http://127.0.0.1:9"
    voices = ModelVoices(
        endpoints=(replace(endpoint(server, "honest"), local=True),),
        wires=wires(),
        language=Language.ENGLISH,
        show=lambda piece: "",
        clock=time.monotonic,
        nonce=lambda: "n0nce",
    )
    told = voices.estimate(voices.briefing(CASE))

    assert told.calls == CALLS
    assert told.dollars == 0.0
    assert told.tokens > CALLS * 1500


def test_what_is_contested_is_discussed_until_it_is_settled() -> None:
    made, _, _ = consulted("contrary")

    assert made.record is not None
    assert {one.round for one in made.record.votes} == {1}
    assert {one.stance.value for one in made.opinions} == {"agrees"}
    assert not any(one.contested for one in made.verdict.items)


def test_a_question_to_a_colleague_is_answered_and_kept() -> None:
    made, _, _ = consulted("contrary")

    assert made.record is not None
    asked = [one for one in made.record.questions if one.to == "performance_analyst"]
    assert asked
    assert "35.2 ms" in asked[0].answer


def test_a_panel_that_agrees_asks_nobody_twice() -> None:
    made, server, _ = consulted("honest")

    assert made.record is not None
    assert made.record.votes == ()
    assert len(server.heard.bodies) == CALLS


def test_the_report_generators_words_are_its_models_with_the_values_filled_in() -> None:
    made, _, _ = consulted("honest")

    assert "35.2 ms" in render(made.verdict.headline)
