"""What a coordinator's guidance may move, and what it may not."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hexascope.consult.consensus import settle
from hexascope.consult.contract import Guidance, Ruling, Settled
from hexascope.consult.guided import guided, starts
from hexascope.domain.case import Case
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import ANALYSTS, Opinion, Role, Stance
from hexascope.domain.text import text
from hexascope.domain.use import Resource, Severity
from tests.support.cases import case, fact
from tests.support.panel import finding, opinion

CALM = fact("pressure.some_share", 0.01, resource="io")
BUSY = fact("disk.utilization", 0.97, device="vda")


def slow(check: str, severity: Severity = Severity.HIGH) -> Finding:
    return finding(check, severity=severity, resource=Resource.DISK, evidence=(BUSY,))


GRAVE = slow("grave", Severity.CRITICAL)
FIRST, SECOND, THIRD = slow("first"), slow("second"), slow("third")
CASE = case(CALM, findings=(GRAVE, FIRST, SECOND, THIRD))


def said(*more: Opinion) -> list[Opinion]:
    agreed = [
        opinion(role, item=one.id, severity=one.severity, voice="model")
        for one in CASE.findings
        for role in ANALYSTS[:2]
    ]
    return [*agreed, *more]


def against(item: Finding, key: str = CALM.key, voice: str = "model") -> Opinion:
    return opinion(
        Role.COST_OPTIMIZER,
        item=item.id,
        stance=Stance.OPPOSES,
        because=(key,),
        voice=voice,
        severity=item.severity,
    )


def order(guidance: Guidance, *more: Opinion, of: Case = CASE) -> list[str]:
    names = {one.id: one.check for one in of.findings}
    settled = guided(of, settle(of, said(*more)), guidance)
    return [names[one.item] for one in settled.items]


def wanted(*findings: Finding) -> Guidance:
    return Guidance(order=tuple(one.id for one in findings))


def test_equally_grave_items_change_places_where_evidence_speaks_against_the_first() -> None:
    guidance = wanted(SECOND, FIRST, THIRD, GRAVE)

    assert order(guidance, against(FIRST)) == ["grave", "second", "first", "third"]


def test_what_a_coordinator_prefers_moves_no_cause_that_nothing_speaks_against() -> None:
    assert order(wanted(THIRD, SECOND, FIRST)) == ["grave", "first", "second", "third"]
    assert order(wanted(SECOND, FIRST), against(FIRST, key=BUSY.key))[1] == "first"
    assert order(wanted(SECOND, FIRST), against(FIRST, voice="rules"))[1] == "first"


def test_a_milder_item_never_stands_before_a_graver_one() -> None:
    guidance = Guidance(order=(SECOND.id, GRAVE.id), start=SECOND.id)
    settled = guided(CASE, settle(CASE, said(against(GRAVE))), guidance)

    assert settled.items[0].item == GRAVE.id
    assert settled.start == ""


@given(names=st.lists(st.sampled_from([one.id for one in CASE.findings] + ["nobody"])))
def test_no_order_loses_adds_or_changes_an_item(names: list[str]) -> None:
    before = settle(CASE, said(against(FIRST), against(SECOND)))
    after = guided(CASE, before, Guidance(order=tuple(names)))

    assert sorted(after.items, key=lambda one: one.item) == sorted(
        before.items, key=lambda one: one.item
    )
    severities = [one.severity for one in after.items]
    assert severities == [one.severity for one in before.items]
    assert (after.agreement, after.legacy_consensus_score) == (
        before.agreement,
        before.legacy_consensus_score,
    )


def test_it_starts_with_the_gravest_cause_or_nowhere() -> None:
    settled = settle(CASE, said())

    assert starts(CASE, settled.items) == {GRAVE.id}
    assert guided(CASE, settled, Guidance(start=GRAVE.id)).start == GRAVE.id
    assert guided(CASE, settled, Guidance(start="nobody")).start == ""


def ruling(item: Finding, *, disputed: bool = False) -> Guidance:
    one = Ruling(item=item.id, words=text("It is so."), because=(BUSY.key,), disputed=disputed)
    return Guidance(rulings=(one,))


def test_a_ruling_stands_at_what_is_contested_and_moves_no_figure() -> None:
    before = settle(CASE, said())
    torn = replace(
        before,
        items=tuple(
            replace(one, contested=True) if one.item == FIRST.id else one for one in before.items
        ),
    )
    after = guided(CASE, torn, ruling(FIRST))
    one = next(each for each in after.items if each.item == FIRST.id)

    assert (one.ruling, one.ruled_by) == (text("It is so."), (BUSY.key,))
    assert one.contested
    assert one.agreement == 100.0
    assert guided(CASE, before, ruling(FIRST)).items == before.items, "what is agreed on needs none"


def test_a_critical_can_be_disputed_and_stays_what_it_is() -> None:
    before: Settled = settle(CASE, said())
    after = guided(CASE, before, ruling(GRAVE, disputed=True))

    assert after.items[0].disputed == text("It is so.")
    assert after.items[0].severity is Severity.CRITICAL
    assert replace(after.items[0], disputed=text(""), ruled_by=()) == before.items[0]
