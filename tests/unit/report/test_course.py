"""A panel's course in the reports: rulings, disputes, who came late, what did not fit."""

import json
from dataclasses import replace

import pytest

from hexascope.domain.examination import Examination
from hexascope.domain.panel import Doubt, PanelRecord
from hexascope.domain.text import text
from hexascope.domain.use import Severity
from hexascope.domain.verdict import Item
from hexascope.report.contract import Manner
from hexascope.report.course import course_shown
from hexascope.report.formats.html import html
from hexascope.report.formats.json import json as as_json
from hexascope.report.formats.markdown import markdown
from hexascope.report.formats.terminal import terminal
from hexascope.words import Language
from tests.support.examinations import examination

RECORD = PanelRecord(
    seconds=2.0,
    calls=(),
    late=("cost_optimizer",),
    doubts=(
        Doubt(role="security_analyst", item="x", words="Nobody waits \x1b[31m for it."),
        Doubt(role="cost_optimizer", item="x", words=""),
    ),
    left_out=12,
    causes_left_out=3,
)


def made() -> Examination:
    """Give an examination whose first finding is disputed and ruled on."""
    whole = examination()
    first = whole.findings[0]
    item = Item(
        item=first.id,
        severity=Severity.HIGH,
        agreement=50.0,
        contested=True,
        single=False,
        for_=(),
        against=(),
        ruling=text("{words}", words="The wait bears it out."),
        ruled_by=("disk.await{device=vda}",),
        disputed=text("{words}", words="It was a backup."),
    )
    verdict = replace(whole.verdict, items=(item,), start=first.id)
    return replace(whole, verdict=verdict, panel=RECORD)


@pytest.mark.parametrize("form", [terminal, html, markdown], ids=lambda one: one.name)
def test_a_dispute_and_a_ruling_are_shown_with_their_reasons(form: object) -> None:
    shown = form.write(made(), Manner())  # type: ignore[attr-defined] # one of three formats

    assert "The wait bears it out." in shown
    assert "It was a backup." in shown
    assert "disputed" in shown


@pytest.mark.parametrize("form", [terminal, html], ids=lambda one: one.name)
def test_who_came_late_and_what_did_not_fit_is_shown(form: object) -> None:
    shown = " ".join(form.write(made(), Manner(width=200)).split())  # type: ignore[attr-defined] # one of two formats

    assert "cost optimizer: came late" in shown
    assert "12 pieces of evidence did not fit" in shown
    assert "3 lesser hypotheses did not fit" in shown
    assert "start" in shown


def test_json_holds_order_rulings_and_what_they_rest_on() -> None:
    told = json.loads(as_json.write(made(), Manner()))

    [item] = told["verdict"]["items"]
    assert told["verdict"]["start"] == item["item"]
    assert item["ruling"] == "The wait bears it out."
    assert item["ruled_by"] == ["disk.await{device=vda}"]
    assert item["disputed"] == "It was a backup."
    assert told["panel"]["late"] == ["cost_optimizer"]


def test_the_course_speaks_portuguese_and_nothing_of_it_can_move_a_terminal() -> None:
    shown = course_shown(RECORD, Language.PORTUGUESE)

    assert any("advogado do diabo" in one for one in shown)
    assert any("nada encontrou contra" in one for one in shown)
    assert not any("\x1b" in one for one in shown)


def test_by_rules_there_is_no_course() -> None:
    assert course_shown(None, Language.ENGLISH) == ()


def test_a_solo_panel_says_so() -> None:
    shown = course_shown(PanelRecord(seconds=1.0, calls=(), mode="solo"), Language.ENGLISH)

    assert shown == ("one call for all (solo)",)
