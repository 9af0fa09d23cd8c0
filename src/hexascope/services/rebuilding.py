"""A case made again from a report, where no bundle was kept: findings, evidence, coverage."""

from collections.abc import Iterator, Mapping
from typing import Any

from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind, Identity
from hexascope.domain.errors import BadInput
from hexascope.domain.evidence import Evidence, labels_of
from hexascope.domain.examination import Cell, Unjudged
from hexascope.domain.facts import Facts
from hexascope.domain.finding import Finding
from hexascope.domain.goals import Goals
from hexascope.domain.host import HostFacts
from hexascope.domain.snapshot import Snapshot, Window
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Status, Unit, When

Report = Mapping[str, Any]


def case_in(report: Report) -> Case:
    """Give the case that a report tells of; BadInput where it is no whole report.

    Its sentences are in the language they were kept in, and rows of processes are not there.
    """
    try:
        return _case(report)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"the report can't be read back ({type(error).__name__}: {error})") from None


def _case(report: Report) -> Case:
    pieces = {key: _evidence(one) for key, one in report["evidence"].items()}
    empty = Snapshot(at=0.0, time=0.0, readings={})
    last = Snapshot(at=float(report["window"]["seconds"]), time=0.0, readings={})
    return Case(
        host=HostFacts(**report["host"]),
        window=Window(first=empty, last=last),
        facts=Facts().with_more(pieces.values()),
        findings=tuple(_finding(one, pieces) for one in report["findings"]),
        goals=Goals(statement=str(report["goals"].get("statement", ""))),
        coverage=tuple(_cell(one) for one in report["coverage"]),
        unjudged=tuple(Unjudged(**one) for one in report["unjudged"]),
    )


def _evidence(one: Report) -> Evidence:
    return Evidence(
        family=one["family"],
        labels=labels_of(dict(one["labels"])),
        value=one["value"],
        unit=Unit(one["unit"]),
        source=one["source"],
        window_s=one["window_s"],
        resource=Resource(one["resource"]) if one["resource"] else None,
        aspect=Aspect(one["aspect"]) if one["aspect"] else None,
        series=tuple((float(at), float(value)) for at, value in one["series"]),
    )


def _finding(one: Report, pieces: Mapping[str, Evidence]) -> Finding:
    severities = {each.word: each for each in Severity}
    return Finding(
        id=one["id"],
        check=one["check"],
        resource=Resource(one["resource"]),
        aspect=Aspect(one["aspect"]),
        severity=severities[one["severity"]],
        own_severity=severities[one["own_severity"]],
        title=_words(one["title"]),
        description=_words(one["description"]),
        culprit=_entity(one["culprit"]) if one["culprit"] else None,
        victims=tuple(_entity(each) for each in one["victims"]),
        evidence=tuple(pieces[key] for key in one["evidence"] if key in pieces),
        recommendation=_words(one["recommendation"]),
        proposals=(),
        confidence=one["confidence"],
        harm=Harm[one["harm"].upper()],
        time=one["time"],
        when=When(one["when"]),
        standing=one["standing"],
        threshold=one["threshold"],
        explains=tuple(one["explains"]),
        explained_by=tuple(one["explained_by"]),
    )


def _entity(one: Report) -> Entity:
    return Entity(
        kind=EntityKind(one["kind"]),
        name=one["name"],
        stable_name=one["stable_name"],
        pid=one["pid"],
        pids=tuple(one["pids"]),
        path=one["path"],
        key=one["key"],
        share=one["share"],
        identity=Identity(**one["identity"]) if one["identity"] else None,
    )


def _cell(one: Report) -> Cell:
    return Cell(
        component=one["resource"],
        aspect=one["aspect"],
        status=Status(one["status"]),
        reason=one["reason"],
        evidence=tuple(one["evidence"]),
    )


def _words(words: str) -> Text:
    return text("{words}", words=words) if words else Text("")


def titles_in(report: Report) -> Iterator[tuple[str, str]]:
    """Give the title of each finding by its id."""
    for one in report.get("findings", ()):
        yield str(one.get("id", "")), str(one.get("title", ""))
