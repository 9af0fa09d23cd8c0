"""Findings, opinions and specialists made by hand, for tests of the panel."""

from collections.abc import Iterator, Mapping
from typing import Any

from hexascope.consult.contract import Engine, Prices, Settled, Specialist, Voice, Wording
from hexascope.consult.engines.own import own
from hexascope.consult.panel import Heard, hearing
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import NO_TEXT, Finding, finding_id
from hexascope.domain.opinion import ANALYSTS, Opinion, Role, Stance
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, When
from tests.support.cases import fact

WAITING = fact("pressure.some_share", 0.5, resource="cpu")

NO_PRICES: Mapping[str, float] = {}


def finding(check: str = "cpu_saturation", **fields: Any) -> Finding:
    """Make a finding; all fields have a plausible value."""
    severity = fields.pop("severity", Severity.HIGH)
    culprit = fields.pop("culprit", None)
    defaults: dict[str, Any] = {
        "id": finding_id(check, culprit),
        "resource": Resource.CPU,
        "aspect": Aspect.SATURATION,
        "own_severity": severity,
        "title": text("{name} is at fault", name=check),
        "description": NO_TEXT,
        "victims": (),
        "evidence": (WAITING,),
        "recommendation": text("Mend {name}.", name=check),
        "proposals": (),
        "confidence": 80,
        "harm": Harm.WAITING,
        "time": "2026-11-21T12:00:00Z",
        "when": When.NOW,
    }
    return Finding(check=check, severity=severity, culprit=culprit, **{**defaults, **fields})


def process_entity(name: str = "worker", pid: int = 4242, **fields: Any) -> Entity:
    return Entity(kind=EntityKind.PROCESS, name=name, pid=pid, **fields)


def group_entity(path: str = "/web") -> Entity:
    return Entity(kind=EntityKind.CGROUP, name=path, path=path)


def opinion(role: str = Role.PERFORMANCE_ANALYST, **fields: Any) -> Opinion:
    """Make an opinion; all fields have a plausible value."""
    defaults: dict[str, Any] = {
        "item": "x",
        "stance": Stance.AGREES,
        "advice": text("Do it."),
        "because": (WAITING.key,),
        "severity": Severity.HIGH,
        "confidence": 80,
    }
    return Opinion(role=role, **{**defaults, **fields})


def says(*opinions: Opinion) -> Any:
    """Give rules that always say the same."""

    def rules(_case: Case, _prices: Prices) -> Iterator[Opinion]:
        yield from opinions

    return rules


def specialists(**rules: Any) -> dict[str, Specialist]:
    """Give a panel whose analysts say what is given by their names, and nothing else."""
    panel = {
        role.value: Specialist(role=role, mandate="", rules=rules.get(role.value, says()))
        for role in ANALYSTS
    }
    coordinator = Specialist(
        role=Role.COORDINATOR,
        mandate="",
        settle=lambda _case, _said: Settled(items=(), agreement=None, legacy_consensus_score=0.0),
    )
    reporter = Specialist(
        role=Role.REPORT_GENERATOR,
        mandate="",
        word=lambda _case, _settled, _steps: Wording(
            headline=text("Well."), summary=(), next_steps=()
        ),
    )
    return {**panel, "coordinator": coordinator, "report_generator": reporter}


def keys(*pieces: Evidence) -> tuple[str, ...]:
    """Give the names of pieces of evidence."""
    return tuple(one.key for one in pieces)


async def hear(
    panel: Mapping[str, Specialist],
    voice: Voice,
    about: Case,
    *,
    engine: Engine = own,
    prices: Prices = NO_PRICES,
    patience_seconds: float = 5.0,
) -> Heard:
    """Hear the analysts to the last."""
    async with hearing(
        panel, voice, about, engine=engine, prices=prices, patience_seconds=patience_seconds
    ) as audience:
        return await audience.rest()
