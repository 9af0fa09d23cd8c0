"""Compat: requirement 000's CollaborativeAnalysis, field for field, as JSON."""

from collections.abc import Iterator
from json import dumps
from typing import Any

from hexascope.domain.evidence import Evidence
from hexascope.domain.examination import Examination
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Opinion, Role
from hexascope.domain.use import Resource
from hexascope.report.contract import Format, Manner
from hexascope.words import Language, render

_SPOKEN_FOR = {
    Resource.SECURITY: Role.SECURITY_ANALYST,
    Resource.TASKS: Role.INFRASTRUCTURE_EXPERT,
    Resource.DESCRIPTORS: Role.INFRASTRUCTURE_EXPERT,
    Resource.FILESYSTEM: Role.INFRASTRUCTURE_EXPERT,
}


def _write(about: Examination, manner: Manner) -> str:
    return dumps(collaborative_analysis(about, manner.language), indent=1, ensure_ascii=False)


def collaborative_analysis(about: Examination, language: Language) -> dict[str, Any]:
    """Give the analysis; utilizations in percent as requirement 000 has them, null if unknown."""
    verdict = about.verdict
    return {
        "session_id": about.id,
        "timestamp": about.time,
        "system_metrics": _system_metrics(about),
        "findings": [_finding(one, about, language) for one in about.findings],
        "consensus_score": verdict.legacy_consensus_score,
        "recommendations": [render(one.title, language) for one in verdict.recommendations],
        "next_steps": [render(one, language) for one in verdict.next_steps],
        "agent_interactions": [_interaction(one, about.time, language) for one in about.opinions],
    }


def _system_metrics(about: Examination) -> dict[str, Any]:
    known = about.evidence
    return {
        "timestamp": about.time,
        "cpu_utilization": _percent(known.get("cpu.utilization")),
        "memory_utilization": _percent(known.get("memory.utilization")),
        "disk_utilization": _worst(about, "disk.utilization"),
        "network_utilization": _worst(about, "interface.utilization"),
        "load_average": _loads(about),
        "process_count": _count(known.get("process.count")),
        "context_switches": _count(known.get("scheduler.context_switches")),
        "disk_io": dict(_of(about, "disk.")),
        "network_io": dict(_of(about, "interface.")),
        "custom_metrics": {
            key: piece.value
            for key, piece in sorted(known.items())
            if not key.startswith(("disk.", "interface."))
        },
    }


def _finding(one: Finding, about: Examination, language: Language) -> dict[str, Any]:
    said = [opinion.role for opinion in about.opinions if opinion.item == one.id]
    speaker = said[0] if said else _SPOKEN_FOR.get(one.resource, Role.PERFORMANCE_ANALYST)
    return {
        "id": one.id,
        "agent": speaker,
        "component": one.resource.value,
        "severity": one.severity.word,
        "title": render(one.title, language),
        "description": render(one.description, language),
        "recommendation": render(one.recommendation, language),
        "metrics": {
            piece.key: piece.value for piece in one.evidence if not isinstance(piece.value, str)
        },
        "confidence": float(one.confidence),
        "timestamp": one.time,
    }


def _interaction(one: Opinion, time: str, language: Language) -> dict[str, Any]:
    return {
        "agent": one.role,
        "item": one.item,
        "stance": one.stance.value,
        "message": render(one.advice, language),
        "evidence": list(one.because),
        "timestamp": time,
    }


def _percent(piece: Evidence | None) -> float | None:
    return None if piece is None else round(piece.number * 100, 3)


def _count(piece: Evidence | None) -> int | None:
    return None if piece is None else int(piece.number)


def _worst(about: Examination, family: str) -> float | None:
    ratios = [one.number for one in about.evidence.values() if one.family == family]
    return round(max(ratios) * 100, 3) if ratios else None


def _loads(about: Examination) -> list[float]:
    return [
        one.number
        for minutes in ("1", "5", "15")
        for one in about.evidence.values()
        if one.family == "load.average" and one.label("minutes") == minutes
    ]


def _of(about: Examination, start: str) -> Iterator[tuple[str, float | str]]:
    for key, piece in sorted(about.evidence.items()):
        if key.startswith(start):
            yield key, piece.value


compat = Format(
    name="compat",
    ending="json",
    media_type="application/json",
    write=_write,
    text="Compat: CollaborativeAnalysis with exactly the fields of the earlier interface.",
)
