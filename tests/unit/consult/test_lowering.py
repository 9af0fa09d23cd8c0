"""A finding sinks by one step, if two analysts by models show evidence against it."""

from dataclasses import replace
from typing import Any

import pytest

from hexascope.consult.lowering import in_order, lowered
from hexascope.consult.specialists.coordinator import settle
from hexascope.consult.specialists.report_generator import word
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Opinion, Role, Stance
from hexascope.domain.use import Aspect, Resource, Severity
from hexascope.words import render
from tests.support.cases import case, fact
from tests.support.panel import finding, opinion, process_entity

CALM = fact("pressure.some_share", 0.01, resource="cpu")
BUSY = fact("cpu.utilization", 0.97, cpu="all")
AWAIT = fact("disk.await", 0.04, device="vda")
FIRST = finding("cpu_busy", evidence=(BUSY,), culprit=process_entity("busy", 7))
SECOND = finding(
    "disk_latency",
    resource=Resource.DISK,
    aspect=Aspect.LATENCY,
    severity=Severity.MEDIUM,
    evidence=(AWAIT,),
    culprit=process_entity("writer", 8),
)
TWO = (Role.PERFORMANCE_ANALYST, Role.INFRASTRUCTURE_EXPERT)
OTHERS = (Role.SECURITY_ANALYST, Role.COST_OPTIMIZER)


def about(first: Finding = FIRST) -> Case:
    return case(CALM, BUSY, AWAIT, findings=(first, SECOND))


def against(role: str, **fields: Any) -> Opinion:
    return opinion(
        role,
        **{
            "item": FIRST.id,
            "stance": Stance.OPPOSES,
            "because": (CALM.key,),
            "severity": Severity.MEDIUM,
            "voice": "openai/x",
            **fields,
        },
    )


def for_second(role: str) -> Opinion:
    return opinion(role, item=SECOND.id, because=(AWAIT.key,), voice="openai/x")


def said(*objections: Opinion, first: Finding = FIRST) -> list[tuple[str, Severity]]:
    opinions = (*objections, for_second(Role.SECURITY_ANALYST), for_second(Role.COST_OPTIMIZER))
    return [(one.item, one.severity) for one in settle(about(first), opinions).items]


def test_two_with_evidence_against_lower_a_finding_and_the_other_cause_goes_first() -> None:
    assert said(*map(against, TWO)) == [
        (SECOND.id, Severity.MEDIUM),
        (FIRST.id, Severity.MEDIUM),
    ]


@pytest.mark.parametrize(
    "objections",
    [
        [against(TWO[0])],
        [against(TWO[0]), against(TWO[0])],
        [against(one, because=(BUSY.key,)) for one in TWO],
        [against(one, because=(AWAIT.key,)) for one in TWO],
        [against(one, severity=Severity.HIGH) for one in TWO],
        [against(one, voice="rules") for one in TWO],
        [against(one, stands_in=True) for one in TWO],
        [*map(against, OTHERS), *(against(one, stance=Stance.AGREES) for one in TWO)],
    ],
    ids=("one", "one twice", "for it", "another's", "no milder", "rules", "stand-ins", "outvoted"),
)
def test_it_stays_where_the_objections_are_not_enough(objections: list[Opinion]) -> None:
    assert said(*objections)[0] == (FIRST.id, Severity.HIGH)


def test_a_critical_finding_is_never_lowered() -> None:
    critical = replace(FIRST, severity=Severity.CRITICAL)

    assert said(*map(against, TWO), first=critical)[0] == (FIRST.id, Severity.CRITICAL)


def test_what_is_lowered_stays_above_what_is_milder_still() -> None:
    mild = replace(SECOND, severity=Severity.LOW)
    items = settle(about(), (*map(against, TWO), for_second(Role.COST_OPTIMIZER))).items
    first = next(one for one in items if one.item == FIRST.id)
    second = next(one for one in items if one.item == SECOND.id)
    before = (replace(first, severity=Severity.HIGH), replace(second, severity=Severity.LOW))

    made = lowered(case(CALM, BUSY, findings=(FIRST, mild)), before)

    assert [(one.item, one.severity) for one in made] == [
        (FIRST.id, Severity.MEDIUM),
        (SECOND.id, Severity.LOW),
    ]


def test_plan_and_words_follow_the_order_of_the_verdict_and_the_case_keeps_its_own() -> None:
    whole = about()
    items = settle(whole, (*map(against, TWO), for_second(Role.COST_OPTIMIZER))).items

    assert [one.id for one in in_order(whole, items).findings] == [SECOND.id, FIRST.id]
    assert [one.id for one in whole.findings] == [FIRST.id, SECOND.id]
    assert in_order(whole, items[::-1]) is whole


def test_the_summary_tells_what_was_lowered_and_the_headline_begins_with_the_other() -> None:
    whole = about()
    settled = settle(whole, (*map(against, TWO), for_second(Role.COST_OPTIMIZER)))
    wording = word(in_order(whole, settled.items), settled, ())
    told = " ".join(render(one) for one in wording.summary)

    assert "the panel holds it to be medium: cpu_busy is at fault" in told
    assert render(wording.headline).startswith("disk_latency is at fault")


def test_a_summary_of_what_was_not_lowered_says_nothing_of_it() -> None:
    settled = settle(about(), (against(TWO[0]),))

    assert "holds it to be" not in str([render(one) for one in word(about(), settled, ()).summary])
