"""Hostile answers: whatever a model writes, no report holds what it made up, and none breaks."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hexascope.consult.specialists
from hexascope.consult.consult import consult
from hexascope.consult.contract import Specialist
from hexascope.domain.examination import Examination
from hexascope.domain.use import Severity
from hexascope.kit.plugins import discover
from hexascope.words import render
from tests.support.cases import case, fact
from tests.support.lies import EVIL, PAYLOADS, injecting
from tests.support.line import INVISIBLE, assert_reports_hold
from tests.support.panel import finding, process_entity
from tests.support.scripted import Script, ScriptedModel, examined, looked, voices, written

HOST = "metal_raid_degraded"
CRITICAL = "cgroup2_oom_pod"
FEW = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

MANY = settings(max_examples=120, deadline=None)
SLOW = finding(
    "disk_latency",
    evidence=(fact("disk.await", 0.0352, device="vda"),),
    culprit=process_entity("postgres", 4242),
    severity=Severity.CRITICAL,
)


def saying(text: str) -> Script:
    return lambda _data, _wanted: text


def assert_nothing_got_through(about: Examination) -> None:
    """No format holds what the model made up; JSON keeps it in the record of the panel alone."""
    assert_reports_hold(about)
    for name, text in written(about).items():
        if name == "json":
            told = json.loads(text)
            told["panel"] = None
            text = json.dumps(told)
        assert EVIL not in text, name
        assert "rm -rf" not in text, name


@pytest.mark.parametrize("mode", ["full", "solo"])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_link_image_markup_or_command_of_a_model_reaches_any_format(
    payload: str, mode: str
) -> None:
    about = examined(looked(HOST), injecting(payload), mode=mode)

    assert_nothing_got_through(about)
    assert about.panel is not None
    assert not [words for _, words in about.panel.proposed if EVIL in words]
    assert any(one.ruling in ("foreign", "unsupported") for one in about.panel.struck)


@pytest.mark.parametrize("payload", PAYLOADS[:4])
def test_what_is_proven_beside_a_payload_is_still_said(payload: str) -> None:
    about = examined(looked(HOST), injecting(payload + "\n"))

    assert any(one.voice != "rules" for one in about.opinions)


def test_findings_commands_and_criticals_are_those_of_the_rules() -> None:
    rules = examined(looked(CRITICAL))
    about = examined(looked(CRITICAL), injecting(PAYLOADS[4]))
    critical = {one.id for one in rules.findings if one.severity is Severity.CRITICAL}

    assert critical
    assert about.findings == rules.findings
    assert {
        one.item for one in about.verdict.items if one.severity is Severity.CRITICAL
    } >= critical
    assert [(one.remedy, one.change) for one in about.verdict.recommendations] == [
        (one.remedy, one.change) for one in rules.verdict.recommendations
    ]


odd_text = st.one_of(
    st.sampled_from(PAYLOADS),
    st.text(max_size=60),
    st.sampled_from(["h1", "h2", "other", "agrees", "opposes", "critical", "info", "none", "i1"]),
)
odd_number = st.one_of(
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=True, allow_infinity=True),
    st.just(10**400),
)
odd_value = st.recursive(
    st.one_of(odd_text, odd_number, st.booleans(), st.none()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(odd_text, inner, max_size=4),
    max_leaves=12,
)
FIELDS = (
    "reason", "claims", "hypothesis", "other_cause", "stance", "severity", "confidence", "remedy",
    "evidence", "operator", "value", "unit", "kind", "item",
)  # fmt: skip
odd_entry = st.dictionaries(st.sampled_from(FIELDS), odd_value, max_size=8)
odd_answer = st.dictionaries(
    st.sampled_from(
        ("opinions", "votes", "answer", "headline", "summary", "rulings", "order", "start",
         "ask_whom", "question", "probe", "probe_on", "code")
    ),
    st.one_of(st.lists(odd_entry, max_size=4), odd_value),
    max_size=8,
)  # fmt: skip


@FEW
@given(odd_answer)
def test_no_answer_of_the_right_names_and_wrong_values_breaks_a_report(told: Any) -> None:
    assert_nothing_got_through(examined(looked(HOST), saying(json.dumps(told))))


@MANY
@given(st.one_of(odd_answer.map(json.dumps), st.text(max_size=300).map("{{{}".format)))
def test_no_answer_at_all_moves_a_finding_or_passes_what_it_made_up(told: str) -> None:
    said = asyncio.run(
        consult(
            case(findings=(SLOW,)),
            discover(hexascope.consult.specialists, Specialist),
            voices(ScriptedModel(saying(told))),
            {},
            fill=lambda remedy, _proposal: remedy,
            prices={},
            patience_seconds=5.0,
        )
    )
    verdict = said.verdict
    words = [render(one.advice) for one in said.opinions]
    words += [render(verdict.headline), *(render(one) for one in verdict.summary)]
    words += [render(one) for item in verdict.items for one in (item.ruling, item.disputed)]
    first = [one.severity for one in verdict.items if one.item == SLOW.id]

    assert not [one for one in words if EVIL in one or "rm -rf" in one]
    assert all(INVISIBLE.search(one) is None for one in words)
    assert first in ([], [Severity.CRITICAL])


@pytest.mark.parametrize(
    "text",
    [
        '{"opinions": [{"hypothesis": "h1", "hypothesis": "other", "reason": "a", "reason": "b"}]}',
        '{"opinions": ' * 30 + "[]" + "}" * 30,
        '{"opinions": ' + "[" * 5_000 + "]" * 5_000 + "}",
        '{"opinions": [{"confidence": NaN, "severity": Infinity}]}',
        '{"opinions": [{"confidence": ' + "9" * 5_000 + "}]}",
        '{"opinions": "\\ud800\\u202e\\u0000\\u001b[31m"}',
        '{"opinions": [' + ",".join(['{"hypothesis": "h1"}'] * 2_000) + "]}",
        "",
        "null",
        "[]",
    ],
    ids=("twice", "deep", "too deep", "nan", "huge", "invisible", "many", "empty", "null", "list"),
)
def test_damaged_and_overgrown_answers_give_way_to_the_rules(text: str) -> None:
    about = examined(looked(HOST), saying(text))

    assert_nothing_got_through(about)
    assert {one.voice for one in about.opinions} <= {"rules"}
    assert about.verdict.headline == examined(looked(HOST)).verdict.headline
