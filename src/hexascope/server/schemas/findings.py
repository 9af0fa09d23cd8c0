"""Findings, as the API shows them."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from hexascope.kit.clock import rfc3339
from hexascope.kit.visible import visible
from hexascope.services.translating import Sentences
from hexascope.store.database.content.findings import KeptFinding
from hexascope.store.database.content.ignored import Ignored

SAMPLE: dict[str, Any] = {
    "id": "aaaaaaaaaaaaaaaa",
    "examination": "01a1ff56-d95e-7da0-b37e-12cd9a8a8345",
    "host": "0f3c5b7a9d1e2f40516273849a0b1c2d",
    "host_name": "web-1",
    "time": "2026-11-21T06:00:05.000Z",
    "check": "cpu_saturation",
    "resource": "cpu",
    "severity": "high",
    "when": "now",
    "culprit_kind": "process",
    "culprit": "worker",
    "title": "worker made tasks wait 47% of the time",
    "ignored": False,
}


class Finding(BaseModel):
    """One finding in a line; its id is the same in each examination of the host."""

    model_config = ConfigDict(json_schema_extra={"examples": [SAMPLE]})

    id: str
    examination: str
    host: str
    host_name: str
    time: str
    check: str
    resource: str
    severity: str
    when: str
    culprit_kind: str
    culprit: str
    title: str
    ignored: bool = False


class WholeFinding(Finding):
    """One finding with its evidence, as the report has them."""

    whole: dict[str, Any]
    evidence: dict[str, Any]
    ignored_because: str = ""
    ignored_until: str = ""


class IgnoreAsked(BaseModel):
    """Why a finding need not be shown, and until when; without a time it is for good."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"reason": "known, bought new disks", "until": "2026-12-24T00:00:00Z"}]
        },
    )

    reason: str = Field(min_length=3, max_length=500)
    until: str = Field(default="", max_length=40)


def finding_shown(one: KeptFinding, said: Sentences, ignored: Ignored | None = None) -> Finding:
    """Show a finding in a line."""
    title = said.titles.get(one.id, one.title)
    return Finding(**_line(one, title, ignored=ignored is not None))


def finding_whole(
    one: KeptFinding, report: Mapping[str, Any], ignored: Ignored | None = None
) -> WholeFinding:
    """Show a finding with its evidence, as a report of its examination has them."""
    until = ignored.until if ignored else 0.0
    whole = next((each for each in report["findings"] if each["id"] == one.id), one.whole)
    keys, pieces = whole.get("evidence", ()), report["evidence"]
    return WholeFinding(
        **_line(one, whole.get("title", one.title), ignored=ignored is not None),
        whole=dict(whole),
        evidence={key: pieces[key] for key in keys if key in pieces},
        ignored_because=visible(ignored.reason) if ignored else "",
        ignored_until=rfc3339(until) if until else "",
    )


def _line(one: KeptFinding, title: str, *, ignored: bool) -> dict[str, Any]:
    return {
        "id": one.id,
        "examination": one.examination,
        "host": one.host_id,
        "host_name": visible(one.host_name),
        "time": rfc3339(one.time),
        "check": one.check,
        "resource": one.resource,
        "severity": one.severity.word,
        "when": one.when,
        "culprit_kind": one.culprit_kind,
        "culprit": visible(one.culprit_name),
        "title": visible(title),
        "ignored": ignored,
    }
