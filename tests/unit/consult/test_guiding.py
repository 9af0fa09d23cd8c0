"""The coordinator by a model: what it is asked, and what of its answer may stand."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.consult.answered.guiding import (
    MOST_RULINGS,
    admit_guidance,
    docket,
    guidance_asked,
    guidance_form,
)
from hexascope.consult.consensus import settle
from hexascope.consult.contract import Guidance
from hexascope.consult.ledger.known import known
from hexascope.consult.specialists.coordinator import coordinator
from hexascope.domain.opinion import ANALYSTS, Opinion, Stance
from hexascope.domain.panel import Struck
from hexascope.report.values import value_shown
from hexascope.words import Language, render
from tests.support.cases import case, fact
from tests.support.panel import finding, opinion, process_entity

AWAIT = fact("disk.await", 0.0352, device="vda")
BUSY = fact("disk.utilization", 0.971, device="vda")
UNCITED = fact("memory.utilization", 0.42)
SLOW = finding("disk_latency", evidence=(AWAIT, BUSY), culprit=process_entity("postgres", 4242))
CASE = case(UNCITED, findings=(SLOW,))
SHOWN = (AWAIT, BUSY, UNCITED)


def said(**fields: Any) -> list[Opinion]:
    return [
        opinion(role, item=SLOW.id, because=(AWAIT.key,), stance=stance, **fields)
        for role, stance in zip(ANALYSTS, (Stance.AGREES, Stance.OPPOSES), strict=False)
    ]


DOCKET = docket(CASE, settle(CASE, said()), [one.key for one in SHOWN])


def admitted(**answer: Any) -> tuple[Guidance, tuple[Struck, ...]]:
    return admit_guidance(
        answer,
        DOCKET,
        known(CASE, SHOWN),
        Language.ENGLISH,
        lambda piece: value_shown(piece, Language.ENGLISH),
    )


def ruled(reason: str, *evidence: str, **more: Any) -> tuple[Guidance, tuple[Struck, ...]]:
    one = {"reason": reason, "evidence": list(evidence), "item": "i1", "disputed": False, **more}
    return admitted(rulings=[one])


def test_only_evidence_that_the_panel_has_cited_is_on_the_docket() -> None:
    form = guidance_form(DOCKET, sorted(DOCKET.cited))

    assert DOCKET.cited == {AWAIT.key}
    assert form["$defs"]["key"]["enum"] == [AWAIT.key]
    assert form["properties"]["start"]["enum"] == ["i1", "none"]
    assert next(iter(form["properties"]["rulings"]["items"]["properties"])) == "reason"


def test_a_ruling_gives_its_reason_with_the_value_filled_in_and_the_keys_it_rests_on() -> None:
    guidance, struck = ruled(f"The wait is {{{AWAIT.key}}}, so it holds.", AWAIT.key)
    [one] = guidance.rulings

    assert render(one.words) == "The wait is 35.2 ms, so it holds."
    assert one.because == (AWAIT.key,)
    assert one.item == SLOW.id
    assert not one.disputed
    assert struck == ()


@pytest.mark.parametrize(
    ("reason", "evidence", "why"),
    [
        ("It holds.", [UNCITED.key], "may not add evidence"),
        (f"Memory is at {{{UNCITED.key}}}.", [AWAIT.key], "may not add evidence"),
        ("It waits 999 ms.", [AWAIT.key], "no evidence"),
        ("See http://evil.example/x.", [AWAIT.key], "address"),
        ("It holds.", [], "rests on no evidence"),
        ("", [AWAIT.key], "rests on no evidence"),
        ("It holds.", ["disk.await{device=sdz}"], "may not add evidence"),
    ],
)
def test_what_adds_evidence_or_proves_nothing_is_struck_with_the_reason(
    reason: str, evidence: list[str], why: str
) -> None:
    guidance, struck = ruled(reason, *evidence)

    assert guidance.rulings == ()
    assert any(why in one.reason for one in struck), struck


def test_a_finding_is_disputed_by_true_and_nothing_else() -> None:
    for mark, disputed in ((True, True), (False, False), ("yes", False), (1, False)):
        guidance, _ = ruled("It is doubtful.", AWAIT.key, disputed=mark)
        assert guidance.rulings[0].disputed is disputed


def test_an_item_or_a_start_that_there_is_not_is_told() -> None:
    guidance, struck = admitted(order=["i9", "i1"], start="i7", rulings=[{"item": "i3"}])

    assert guidance == Guidance(order=(SLOW.id,))
    assert {"severity comes first" in one.reason for one in struck} == {True, False}


def test_more_rulings_than_may_be_are_left_out() -> None:
    one = {"reason": "It holds.", "evidence": [AWAIT.key], "item": "i1", "disputed": False}

    guidance, _ = admitted(rulings=[one] * (MOST_RULINGS + 3))

    assert len(guidance.rulings) == MOST_RULINGS


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ("rulings", "order", "start", "reason", "item", "evidence", "disputed")
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(answer=st.dictionaries(st.sampled_from(("rulings", "order", "start")), JSON))
def test_no_answer_breaks_it_or_brings_in_what_is_not_on_the_docket(answer: Any) -> None:
    guidance, _ = admitted(**answer)

    assert set(guidance.order) <= {SLOW.id}
    assert guidance.start in ("", SLOW.id)
    assert all(set(one.because) <= DOCKET.cited for one in guidance.rulings)


def test_it_is_told_of_both_sides_and_that_figures_stand() -> None:
    asked = guidance_asked(coordinator, CASE, DOCKET, Language.PORTUGUESE, 4000)

    assert '"for":[{"by":"performance_analyst"' in asked
    assert '"against":[{"by":"infrastructure_expert"' in asked
    assert "Severities and agreements stand" in asked
    assert "Portuguese" in asked
