"""The panel's line on a terminal: a mark for each specialist, in the order of the flow."""

import sys
from io import StringIO

import pytest

from hexascope.cli.panel_progress import PanelProgress
from hexascope.consult.answered.admitting import Admitted
from hexascope.consult.answered.forms import Answered, Said
from hexascope.consult.record.keeper import Spoken
from hexascope.domain.opinion import Opinion, Stance
from hexascope.domain.use import Severity
from hexascope.llm.contract import Answer, Failure, ModelError, Piece, Rung, Usage
from hexascope.words import Language
from tests.support.panel import opinion

ANSWER = Answer(
    text="{}",
    data={},
    finish="stop",
    usage=Usage(),
    endpoint="compatible/x",
    rung=Rung.TEXT,
    seconds=1.0,
    first_token_s=0.1,
    tries=1,
    size_bytes=2,
)
SAID = Said(
    reason="",
    claims=(),
    hypothesis="h1",
    other_cause="",
    stance=Stance.AGREES,
    severity=Severity.LOW,
    confidence=1,
    remedy="none",
)


def spoke(role: str, *opinions: Opinion) -> Spoken:
    return Spoken(
        role=role,
        answer=ANSWER,
        answered=Answered(said=(SAID,)),
        admitted=Admitted(opinions=opinions, struck=()),
    )


def drawn(monkeypatch: pytest.MonkeyPatch, *, shown: bool = True) -> str:
    stream = StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    live = PanelProgress(Language.ENGLISH, shown=shown)
    live("report_generator", Piece(text="x"))
    live("coordinator", Piece(finish="stop"))
    live("infrastructure_expert", ModelError(Failure.LATE, "x", "no answer"))
    live("cost_optimizer", spoke("cost_optimizer"))
    live("performance_analyst", spoke("performance_analyst", opinion()))
    live("my_own", Piece(text="x"))
    told = stream.getvalue().split("\x1b[2K")[-1]
    live.end()
    return told


def test_six_specialists_stand_in_the_order_of_the_flow_and_own_ones_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = drawn(monkeypatch)

    assert told.split("  ") == [
        " ✓ performance analyst",
        "✗ infrastructure expert",
        "✗ cost optimizer",
        "✓ coordinator",
        "… report generator",
        "… my own",
    ]


def test_nothing_is_drawn_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, shown=False) == ""
