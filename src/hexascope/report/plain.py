"""An examination as plain values: the one report model that JSON, digests and formats share."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from hexascope.domain.entity import Entity
from hexascope.domain.evidence import Evidence, key
from hexascope.domain.examination import Cell, Examination
from hexascope.domain.families import piece_unit
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Opinion
from hexascope.domain.probe import ProbeResult
from hexascope.domain.remedy import Command
from hexascope.domain.rows import Change
from hexascope.domain.target import TargetStory
from hexascope.domain.text import Text
from hexascope.domain.verdict import Item, Recommendation, Verdict
from hexascope.kit.clock import rfc3339
from hexascope.words import Language, render

SCHEMA = "hexascope.report/1"


def plain(about: Examination, language: Language = Language.ENGLISH) -> dict[str, Any]:
    """Give an examination as the object that `hexascope.report/1` describes."""
    return {
        "schema": SCHEMA,
        "id": about.id,
        "time": about.time,
        "version": about.version,
        "host": asdict(about.host),
        "window": asdict(about.window),
        "health": asdict(about.health),
        "coverage": [cell(one) for one in about.coverage],
        "evidence": {key: evidence(one) for key, one in sorted(about.evidence.items())},
        "findings": [finding(one, language) for one in about.findings],
        "recommendations": [recommendation(one, language) for one in about.verdict.recommendations],
        "opinions": [opinion(one, language) for one in about.opinions],
        "verdict": verdict(about.verdict, language),
        "unjudged": [asdict(one) for one in about.unjudged],
        "absent": dict(about.absent),
        "self_cost": asdict(about.self_cost),
        "digest": about.digest,
        "settings_digest": about.settings_digest,
        "scope": [one.value for one in about.scope],
        "goals": asdict(about.goals),
        "target": None if about.story is None else story(about.story),
        "timeline": [change(one) for one in about.timeline],
        "probes": [probed(one) for one in about.probed],
        "panel": None if about.panel is None else asdict(about.panel),
        "remembered": [one._asdict() for one in about.asides],
        "language": language.value,
    }


def judged(
    coverage: Iterable[Cell],
    pieces: Mapping[str, Evidence],
    findings: Iterable[Finding],
    opinions: Iterable[Opinion],
    settled: Verdict,
) -> dict[str, Any]:
    """Give what the digest is made over; in English, for a language changes no judgement."""
    return {
        "coverage": [cell(one) for one in coverage],
        "evidence": {key: evidence(one) for key, one in sorted(pieces.items())},
        "findings": [finding(one) for one in findings],
        "opinions": [opinion(one) for one in opinions],
        "verdict": verdict(settled),
    }


def cell(one: Cell) -> dict[str, Any]:
    """Give one cell of the coverage."""
    return {
        "resource": one.component,
        "aspect": one.aspect,
        "status": one.status.value,
        "reason": one.reason,
        "evidence": list(one.evidence),
    }


def evidence(one: Evidence) -> dict[str, Any]:
    """Give one piece of evidence."""
    return {
        "value": one.value,
        "unit": one.unit.value,
        "told_unit": piece_unit(one),
        "window_s": one.window_s,
        "source": one.source,
        "family": one.family,
        "labels": dict(one.labels),
        "resource": one.resource.value if one.resource else None,
        "aspect": one.aspect.value if one.aspect else None,
        "series": [list(point) for point in one.series],
    }


def finding(one: Finding, language: Language = Language.ENGLISH) -> dict[str, Any]:
    """Give one finding."""
    return {
        "id": one.id,
        "check": one.check,
        "resource": one.resource.value,
        "aspect": one.aspect.value,
        "severity": one.severity.word,
        "own_severity": one.own_severity.word,
        "title": render(one.title, language),
        "description": render(one.description, language),
        "culprit": entity(one.culprit) if one.culprit else None,
        "victims": [entity(victim) for victim in one.victims],
        "evidence": list(one.keys),
        "recommendation": render(one.recommendation, language),
        "proposals": [
            {"remedy": said.remedy, "parameters": dict(said.values())} for said in one.proposals
        ],
        "confidence": one.confidence,
        "harm": one.harm.name.lower(),
        "time": one.time,
        "when": one.when.value,
        "standing": one.standing,
        "threshold": one.threshold,
        "explains": list(one.explains),
        "explained_by": list(one.explained_by),
        "changed": render(one.changed, language),
    }


def entity(one: Entity) -> dict[str, Any]:
    """Give a culprit or victim."""
    return {
        "kind": one.kind.value,
        "name": one.name,
        "stable_name": one.stable,
        "pid": one.pid,
        "pids": list(one.pids),
        "path": one.path,
        "key": one.key,
        "share": one.share,
        "identity": asdict(one.identity) if one.identity else None,
    }


def story(one: TargetStory) -> dict[str, Any]:
    """Give where the time of a target went."""
    told = asdict(one)
    told["kind"], told["name"] = one.target.kind.value, one.target.name
    del told["target"]
    return told


def change(one: Change) -> dict[str, Any]:
    """Give one change on the host."""
    return {**one._asdict(), "time": _moment(one.at)}


def probed(one: ProbeResult) -> dict[str, Any]:
    """Give what one probe measured, and what it cost; its profiles have formats of their own."""
    return {
        "probe": one.probe,
        "subject": asdict(one.subject),
        "status": one.status.value,
        "reason": one.reason,
        "seconds": one.seconds,
        "cpu_s": one.cpu_s,
        "evidence": [key(reading.family, reading.labels) for reading in one.readings],
        "profiles": [
            {"name": each.name, "kind": each.kind.value, "samples": each.samples}
            for each in one.profiles
        ],
    }


def _moment(at: float) -> str:
    try:
        return rfc3339(at)
    except ValueError:
        return ""  # a time that no calendar has


def opinion(one: Opinion, language: Language = Language.ENGLISH) -> dict[str, Any]:
    """Give one opinion."""
    return {
        "specialist": one.role,
        "item": one.item,
        "stance": one.stance.value,
        "advice": render(one.advice, language),
        "because": list(one.because),
        "severity": one.severity.word,
        "confidence": one.confidence,
        "voice": one.voice,
        "stands_in": one.stands_in,
    }


def recommendation(one: Recommendation, language: Language = Language.ENGLISH) -> dict[str, Any]:
    """Give one step of the plan."""
    return {
        "priority": one.priority,
        "remedy": one.remedy,
        "title": render(one.title, language),
        "parameters": dict(one.parameters),
        "items": list(one.items),
        "look": commands(one.look, language),
        "change": commands(one.change, language),
        "undo": commands(one.undo, language),
        "verify": commands(one.verify, language),
        "risk": one.risk.value,
        "risk_text": render(one.risk_text, language),
        "expects": [
            {
                "family": expected.family,
                "direction": expected.direction,
                "text": render(expected.text, language),
            }
            for expected in one.expects
        ],
        "because": list(one.because),
        "contested": one.contested,
        "return": render(one.return_text, language),
    }


def commands(several: Iterable[Command], language: Language) -> list[dict[str, Any]]:
    """Give argument lists with what each is for."""
    return [
        {"words": list(one.words), "input": one.input, "why": render(one.why, language)}
        for one in several
    ]


def verdict(one: Verdict, language: Language = Language.ENGLISH) -> dict[str, Any]:
    """Give what the panel agreed on."""
    return {
        "headline": render(one.headline, language),
        "summary": _sentences(one.summary, language),
        "next_steps": _sentences(one.next_steps, language),
        "items": [item(each, language) for each in one.items],
        "agreement": one.agreement,
        "legacy_consensus_score": one.legacy_consensus_score,
        "quality": one.quality,
        "confidence_cap": one.confidence_cap,
        "start": one.start,
        "recommendations": [recommendation(each, language) for each in one.recommendations],
    }


def item(one: Item, language: Language = Language.ENGLISH) -> dict[str, Any]:
    """Give one thing that the panel spoke of: who was for it, who against, what was ruled."""
    return {
        "item": one.item,
        "severity": one.severity.word,
        "agreement": one.agreement,
        "contested": one.contested,
        "single": one.single,
        "for": [each.role for each in one.for_],
        "against": [each.role for each in one.against],
        "ruling": render(one.ruling, language),
        "ruled_by": list(one.ruled_by),
        "disputed": render(one.disputed, language),
    }


def _sentences(several: Iterable[Text], language: Language) -> list[str]:
    return [render(one, language) for one in several]
