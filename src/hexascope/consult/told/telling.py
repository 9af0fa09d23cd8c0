"""Telling a model of a case as data: the host, what its user wants, hypotheses and evidence."""

from typing import Any

from hexascope.consult.hypotheses import Hypothesis
from hexascope.domain.case import Case
from hexascope.domain.errand import COMPUTED
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import piece_unit
from hexascope.domain.finding import Finding
from hexascope.domain.goals import Goals
from hexascope.kit.visible import cut, visible
from hexascope.words import render

MOST_GOALS = 10
MOST_EFFECTS = MOST_VICTIMS = 5
POINTS_OF_A_SERIES = 12
"""Points of a series that are shown: enough to see whether it rises."""


def host_told(case: Case, longest: int) -> dict[str, Any]:
    """Tell of the host, and what its user wants of it."""
    host = case.host
    return {
        "host": {
            "name": host.name,
            "kernel": host.kernel,
            "distribution": host.distribution,
            "cpus": host.cpus,
            "memory_bytes": host.memory_bytes,
            "runs_in": host.container or host.virtualization,
            "instance_type": host.instance_type,
            "looked_for_s": round(case.window.seconds, 1),
        },
        "goals": goals_told(case.goals, longest),
    }


def goals_told(goals: Goals, longest: int) -> dict[str, Any]:
    """Tell what the user wants; a limit that he did not state is not told."""
    limits = {
        "cpu_utilization": goals.cpu_utilization,
        "memory_utilization": goals.memory_utilization,
        "disk_utilization": goals.disk_utilization,
        "disk_await_s": goals.disk_await_s,
    }
    return {
        "statement": cut(visible(goals.statement), longest),
        "constraints": [cut(visible(one), longest) for one in goals.constraints[:MOST_GOALS]],
        "sla": [cut(visible(one), longest) for one in goals.sla[:MOST_GOALS]],
        "not_to_be_passed": {name: one for name, one in limits.items() if one is not None},
    }


def hypothesis_told(one: Hypothesis, longest: int) -> dict[str, Any]:
    """Tell of a hypothesis; the keys of its evidence are put in where their values are shown."""
    finding = one.finding

    def words(text: str) -> str:
        return cut(visible(text), longest)

    return {
        "id": one.id,
        "cause": words(render(finding.title)),
        "resource": finding.resource.value,
        "aspect": finding.aspect.value,
        "severity": finding.severity.word,
        "sure": finding.confidence,
        "culprit": words(_who(finding)),
        "victims": [words(each.name) for each in finding.victims[:MOST_VICTIMS]],
        "effects": [words(render(effect.title)) for effect in one.effects[:MOST_EFFECTS]],
        "for": [],
        "against": [],
        "remedies": sorted({each.remedy for each in finding.proposals}),
        "probes": [f"{probe} on {subject}" for probe, subject in one.probes],
    }


def _who(finding: Finding) -> str:
    who = finding.culprit
    if who is None:
        return ""
    pid = f" (pid {who.pid})" if who.pid else ""
    return f"{who.kind.value} {who.name}{pid}"


def piece_told(piece: Evidence) -> dict[str, Any]:
    """Tell of a piece of evidence: its value, and its series where it is long enough to rise."""
    told: dict[str, Any] = {
        "value": piece.value if isinstance(piece.value, str) else float(f"{piece.value:.6g}"),
        "unit": piece_unit(piece),
    }
    if piece.family == COMPUTED:
        told["computed"] = True
    if piece.window_s:
        told["over_s"] = round(piece.window_s, 1)
    if len(piece.series) >= POINTS_OF_A_SERIES:
        step = len(piece.series) // POINTS_OF_A_SERIES
        points = [value for _, value in piece.series[::step]][:POINTS_OF_A_SERIES]
        told["series"] = [float(f"{value:.3g}") for value in points]
    return told
