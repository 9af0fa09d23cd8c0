"""Reads the report of the program under test."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.errors import BadReport

SEVERITIES = ("info", "low", "medium", "high", "critical")
_SHOWN_CHARACTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Who a finding names: a process, a cgroup, a mount, …"""

    kind: str
    name: str = ""
    stable_name: str = ""
    pid: int | None = None
    path: str = ""
    key: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that may say who it is."""
        return tuple(text for text in (self.name, self.stable_name, self.path, self.key) if text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding, as far as the bench judges it."""

    resource: str
    aspect: str
    severity: str
    title: str
    id: str = ""
    check: str = ""
    description: str = ""
    culprit: Entity | None = None
    victims: tuple[Entity, ...] = ()
    evidence: tuple[str, ...] = ()
    when: str = "now"
    linked: frozenset[str] = frozenset()

    def at_least(self, severity: str) -> bool:
        """Whether it is as severe as this, or more."""
        return SEVERITIES.index(self.severity) >= SEVERITIES.index(severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """What the program says of its probes: how long they took, all at once, and their CPU time."""

    seconds: float
    cpu_seconds: float


def read_probed(text: str) -> Probed | None:
    """The cost of the probes by the program's own account; None where none has run."""
    try:
        report = json.loads(text)
        probes = report.get("probes") or []
        seconds = [float(one["seconds"]) for one in probes]
        spent = sum(float(one["cpu_s"]) for one in probes)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return Probed(seconds=max(seconds), cpu_seconds=spent) if any(seconds) else None


def read_findings(text: str) -> tuple[Finding, ...]:
    """The findings of a report, in its rank order."""
    try:
        report = json.loads(text)
        return tuple(_finding(item) for item in report["findings"])
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        shown = text[:_SHOWN_CHARACTERS].strip() or "nothing"
        raise BadReport(
            f"The program under test printed no report ({type(problem).__name__}: {problem}). "
            f"It printed: {shown}"
        ) from problem


def _finding(item: Mapping[str, Any]) -> Finding:
    severity = str(item["severity"])
    if severity not in SEVERITIES:
        raise ValueError(f"unknown severity {severity!r}")
    culprit = item.get("culprit")
    return Finding(
        id=str(item.get("id", "")),
        check=str(item.get("check", "")),
        resource=str(item["resource"]),
        aspect=str(item["aspect"]),
        severity=severity,
        title=str(item["title"]),
        description=str(item.get("description") or ""),
        culprit=_entity(culprit) if culprit else None,
        victims=tuple(_entity(victim) for victim in item.get("victims") or ()),
        evidence=tuple(str(key) for key in item.get("evidence") or ()),
        when=str(item.get("when") or "now"),
        linked=frozenset([*(item.get("explains") or ()), *(item.get("explained_by") or ())]),
    )


def _entity(item: Mapping[str, Any]) -> Entity:
    pid = item.get("pid")
    return Entity(
        kind=str(item.get("kind", "")),
        name=str(item.get("name") or ""),
        stable_name=str(item.get("stable_name") or ""),
        pid=int(pid) if pid is not None else None,
        path=str(item.get("path") or ""),
        key=str(item.get("key") or ""),
    )
