"""A report is read as far as the bench needs it, and a broken one is told apart."""

import json
from typing import Any

import pytest

from benchmarks.errors import BadReport
from benchmarks.report import read_findings

FINDING: dict[str, Any] = {
    "id": "a1",
    "check": "disk_full",
    "resource": "filesystem",
    "aspect": "capacity",
    "severity": "high",
    "title": "Full",
    "description": None,
    "culprit": {"kind": "mount", "name": "/data", "pid": None, "identity": {}},
    "victims": [{"kind": "process", "name": "db", "pid": 7}],
    "evidence": ["filesystem.used{mount=/data}"],
    "when": "now",
    "explains": ["b2"],
    "explained_by": ["c3"],
}


def test_findings_are_read_in_rank_order() -> None:
    second = FINDING | {"id": "z9", "culprit": None}
    first, last = read_findings(json.dumps({"findings": [FINDING, second]}))
    assert first.culprit is not None
    assert first.culprit.name == "/data"
    assert first.victims[0].pid == 7
    assert first.linked == {"b2", "c3"}
    assert last.culprit is None


@pytest.mark.parametrize(
    "text",
    ["", "Traceback …", "{}", '{"findings": 3}', '{"findings": [{"severity": "dire"}]}'],
)
def test_what_is_no_report_is_told_with_what_was_printed(text: str) -> None:
    with pytest.raises(BadReport, match="printed"):
        read_findings(text)


def test_severities_are_ordered() -> None:
    (finding,) = read_findings(json.dumps({"findings": [FINDING | {"severity": "medium"}]}))
    assert finding.at_least("low")
    assert not finding.at_least("high")
