import json
from dataclasses import replace
from pathlib import Path

import pytest

from hexascope.domain.errors import BadInput
from hexascope.domain.examination import Examination
from hexascope.domain.use import Severity
from hexascope.report.plain import plain
from hexascope.services.comparing import as_json, compare, lines, report_of
from hexascope.services.examinations import Examinations
from hexascope.store.folders.archive import FolderArchive
from hexascope.words import Language
from tests.support.cases import fact
from tests.support.examinations import WAITED, examination, finding


def with_severity(severity: Severity) -> Examination:
    return replace(examination(), findings=(replace(finding(), severity=severity),))


def test_a_finding_that_became_milder_is_better_and_one_that_left_is_gone() -> None:
    before, after = plain(with_severity(Severity.HIGH)), plain(with_severity(Severity.LOW))
    nothing = plain(replace(examination(), findings=()))

    assert [one.after for one in compare(before, after).better] == ["low"]
    assert [one.before for one in compare(before, nothing).gone] == ["high"]
    assert [one.after for one in compare(nothing, after).new] == ["low"]
    assert [one.after for one in compare(after, before).worse] == ["high"]


def test_evidence_that_moved_by_a_fifth_is_told_and_noise_is_not() -> None:
    def seen(value: float) -> dict[str, object]:
        piece = fact("pressure.some_share", value, resource="cpu")
        return plain(replace(examination(), evidence={piece.key: piece}))

    assert [one.key for one in compare(seen(0.2), seen(0.5)).moved] == [WAITED.key]
    assert compare(seen(0.20), seen(0.21)).moved == ()
    assert compare(seen(0.0001), seen(0.0100)).moved == ()
    told = list(lines(compare(seen(0.2), seen(0.5)), str))
    assert told[-1].endswith("20% → 50%")


def test_the_same_report_twice_says_so() -> None:
    same = compare(plain(examination()), plain(examination()))

    assert "The findings are the same." in list(lines(same, str))
    assert json.loads(as_json(same))["schema"] == "hexascope.difference/1"


def never() -> Examinations:
    raise AssertionError("a report needs no judging")


def test_what_is_no_report_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    archive = FolderArchive(tmp_path)

    with pytest.raises(BadInput, match="no report of the schema"):
        report_of(str(tmp_path / "a.json"), archive, never, Language.ENGLISH)
    with pytest.raises(BadInput, match="is not there"):
        report_of(str(tmp_path / "b.hxb"), archive, never, Language.ENGLISH)
