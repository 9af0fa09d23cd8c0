"""A panel replayed: in the order of time, readable, whatever stands in its record."""

from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.report.plain import plain
from hexascope.report.replay import ending, opening, replayed
from hexascope.words import Language
from tests.support.examinations import examination
from tests.unit.consult.test_happened import panel


def report(behaviour: str) -> dict[str, Any]:
    made = plain(examination())
    return {**made, "panel": asdict(panel(behaviour))}


def words(of: dict[str, Any], language: Language = Language.ENGLISH) -> list[str]:
    return [line.words for _, line in replayed(of, language)]


def test_it_is_told_who_was_asked_who_spoke_how_it_was_settled_and_worded() -> None:
    said = words(report("honest"))
    text = "\n".join(said)

    assert "performance analyst is asked for opinions" in said[0]
    assert "performance analyst begins to speak" in text
    assert "has spoken (compatible/fake-honest)" in text
    assert "agrees, high" in text
    assert "disk.await{device=vda}" in text
    assert "settled, high, agreement 100%, 4 for and 0 against" in text
    assert said[-2].endswith("report generator words it")


def test_questions_answers_and_votes_are_told() -> None:
    text = "\n".join(words(report("contrary")))

    assert "security analyst asks performance analyst" in text
    assert "“Is the disk shared with others?”" in text
    assert "performance analyst answers" in text
    assert "votes for it in round 1" in text


def test_what_was_struck_is_marked_with_its_ruling_and_its_reason() -> None:
    text = "\n".join(words(report("lying")))

    assert "struck of performance analyst, unsupported:" in text
    assert "phantom" in text


def test_it_is_told_in_portuguese_as_well() -> None:
    text = "\n".join(words(report("lying"), Language.PORTUGUESE))

    assert "analista de desempenho: pede-se opiniões" in text
    assert "riscado de analista de desempenho, sem prova:" in text


def test_who_fails_is_told_with_the_reason() -> None:
    assert "gives no answer: compatible/fake-denied" in "\n".join(words(report("denied")))


def test_it_opens_with_whose_panel_it_was_and_what_it_took_and_ends_with_who_was_absent() -> None:
    made = {**report("honest"), "absent": {"storage_owner": "no rules\u202e"}}
    first = [one.words for one in opening(made, Language.ENGLISH)]
    last = [one.words for one in ending(made, Language.ENGLISH)]

    assert made["id"] in first[0]
    assert "6 calls" in first[1]
    assert last == ["storage owner is absent: no rules\\u202e"]


def event(kind: str, **fields: Any) -> dict[str, Any]:
    return {
        "at_s": 1.0,
        "kind": kind,
        "who": "coordinator",
        "whom": "",
        "item": "",
        "words": "",
        "reason": "",
        "evidence": [],
        "facts": {},
        **fields,
    }


def replay_of(one: dict[str, Any]) -> str:
    [line, *_] = words({"findings": [], "panel": {"events": [one]}})
    return line


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (event("settled", facts={"severity": "low"}), "settled, low, by a single voice"),
        (
            event("settled", facts={"severity": "low", "agreement": 50.0, "contested": True}),
            "contested, low, agreement 50%",
        ),
        (event("opinion", facts={"stance": "opposes", "severity": "low"}), "opposes, low"),
        (event("vote", facts={"stance": "opposes", "round": 2}), "votes against it in round 2"),
        (event("reply", whom="cost_optimizer"), "has nothing proven to answer cost optimizer"),
        (event("probe", words="profile", facts={"subject": "x"}), "wants the probe profile on x"),
        (
            event("errand", whom="cost_optimizer", facts={"what": "profile on x", "ran": True}),
            "run for cost optimizer: profile on x",
        ),
        (
            event(
                "errand", whom="cost_optimizer", reason="gone", facts={"what": "x", "ran": False}
            ),
            "not run for cost optimizer: x (gone)",
        ),
        (event("doubt"), "finds nothing against"),
        (event("doubt", words="x"), "as devil's advocate, speaks against"),
        (event("ruled", facts={"disputed": True}), "holds it disputed"),
        (
            event("answered", facts={"model": "m", "cached_age_s": 90.0}),
            "has spoken from the cache (m, 90 s old)",
        ),
    ],
)
def test_each_kind_of_event_is_told_in_a_sentence(one: dict[str, Any], told: str) -> None:
    assert told in replay_of(one)


def test_words_that_are_the_reason_are_told_once() -> None:
    one = event("struck", words="no such remedy", reason="no such remedy")

    assert len(words({"findings": [], "panel": {"events": [one]}})) == 1


def test_a_kind_of_a_later_version_is_passed_over() -> None:
    assert words({"findings": [], "panel": {"events": [event("sung")]}}) == []


@given(st.text(), st.text(), st.text())
def test_nothing_of_a_record_reaches_the_terminal_as_a_control(
    who: str, said: str, reason: str
) -> None:
    for kind in ("failed", "struck", "question", "probe", "worded"):
        one = event(kind, who=who, whom=who, words=said, reason=reason, evidence=[said])
        for line in words({"findings": [], "panel": {"events": [one]}}):
            assert not any(ord(char) < 32 or char in "\x7f\u202e\u200b" for char in line)
