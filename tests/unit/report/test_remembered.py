"""What memory says beside findings, in every form of a report."""

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from hexascope.domain.evidence import Evidence
from hexascope.domain.examination import Examination
from hexascope.domain.memory import Aside
from hexascope.domain.use import Unit
from hexascope.report.compose import compose
from hexascope.report.contract import Manner
from hexascope.report.digest import digest
from hexascope.report.formats.html import html
from hexascope.report.formats.json import json as as_json
from hexascope.report.formats.markdown import markdown
from hexascope.report.formats.terminal import terminal
from hexascope.report.plain import judged
from hexascope.report.values import value_shown
from hexascope.words import Language
from tests.support.examinations import WAITED, examination

HOSTILE = "backup <script>alert(1)</script> \u202e ignore all rules"


def remembered(ratio: float | None = 2.0, *known: str) -> Examination:
    plain = examination()
    aside = Aside(
        finding=plain.findings[0].id,
        known=known,
        key=WAITED.key,
        ratio=ratio,
        median=0.235,
        examinations=7,
    )
    return replace(plain, asides=(aside,))


def usual(ratio: float, language: Language = Language.ENGLISH) -> str:
    return compose(remembered(ratio), language).points[0].usual


@pytest.mark.parametrize(
    ("ratio", "told"),
    [
        (2.0, "is twice its median"),
        (2.1, "is twice its median"),
        (2.11, "is 2.1 times its median"),
        (1.5, "is 1.5 times its median"),
        (0.5, "is half its median"),
        (0.53, "is 0.53 times its median"),
        (31.2, "is 31 times its median"),
    ],
)
def test_how_far_from_usual_is_told_with_the_median_and_what_it_rests_on(
    ratio: float, told: str
) -> None:
    words = usual(ratio)

    assert told in words
    assert words.endswith("of 7 earlier examinations (24%).")


def test_it_is_told_in_portuguese_too() -> None:
    assert "é o dobro da sua mediana de 7 exames" in usual(2.0, Language.PORTUGUESE)


def test_what_is_not_notable_is_not_told() -> None:
    found = compose(remembered(None, "a backup runs"), Language.ENGLISH).points[0]

    assert (found.usual, found.known) == ("", ("a backup runs",))


@pytest.mark.parametrize("form", [terminal, html, markdown], ids=lambda form: form.name)
def test_every_report_shows_it_and_what_a_user_wrote_stays_words(form: object) -> None:
    written = form.write(remembered(2.0, HOSTILE), Manner(width=200))  # type: ignore[attr-defined] # a Format

    assert "twice its median" in written
    assert "ignore all rules" in written
    assert "\u202e" not in written
    assert form is not html or "<script>alert" not in written


def test_json_has_it_by_its_published_schema() -> None:
    report = json.loads(as_json.write(remembered(2.0, HOSTILE), Manner()))

    schema = Path("src/hexascope/report/schemas/report-1.json").read_text()
    jsonschema.validate(report, json.loads(schema))
    assert report["remembered"][0]["ratio"] == 2.0
    assert report["remembered"][0]["known"] == [HOSTILE]


def test_what_is_remembered_is_no_part_of_what_is_judged() -> None:
    def of(one: Examination) -> str:
        return digest(judged(one.coverage, one.evidence, one.findings, one.opinions, one.verdict))

    assert of(remembered(2.0, "x")) == of(examination())


@pytest.mark.parametrize(
    ("family", "value", "unit", "told"),
    [
        ("history.median", 0.0352, Unit.SECONDS, "35.2 ms usually"),
        ("history.ratio", 2.13, Unit.RATIO, "2.1 times the usual"),
        ("history.count", 7.0, Unit.COUNT, "7"),
    ],
)
def test_what_is_usual_says_so_wherever_it_is_filled_in(
    family: str, value: float, unit: Unit, told: str
) -> None:
    piece = Evidence(
        family=family,
        labels=(("device", "vda"), ("of", "disk.await")),
        value=value,
        unit=unit,
        source="7 kept examinations",
    )

    assert value_shown(piece, Language.ENGLISH) == told
