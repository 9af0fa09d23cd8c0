"""What analysts share: what is worth speaking of, second signals, and the form of an opinion."""

from collections.abc import Iterator, Mapping

from hexascope.consult.consensus import FIELDS
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Finding
from hexascope.domain.opinion import Opinion, Stance
from hexascope.domain.remedy import Proposal
from hexascope.domain.text import Text
from hexascope.domain.use import Resource, Severity, When

SURE, LEAST_SURE = 95, 20

_PRESSURE: Mapping[Resource, str] = {
    Resource.CPU: "cpu",
    Resource.MEMORY: "memory",
    Resource.SWAP: "memory",
    Resource.DISK: "io",
    Resource.FILESYSTEM: "io",
}


def present(case: Case) -> Iterator[Finding]:
    """Give the findings that count now: above information, and not over."""
    for one in case.findings:
        if one.severity > Severity.INFO and one.when is When.NOW:
            yield one


def in_field(role: str, finding: Finding) -> bool:
    """Say whether a finding lies in the field of an analyst."""
    return FIELDS[role].holds(finding.resource, finding.aspect)


def waiting(case: Case, resource: Resource) -> Evidence | None:
    """Give the share of the window in which tasks waited for a resource, where that is known."""
    name = _PRESSURE.get(resource)
    return None if name is None else case.one("pressure.some_share", resource=name)


def cpu_use(case: Case) -> Evidence | None:
    """Give the utilization of all CPUs together, where it is known."""
    return _number(case.one("cpu.utilization", cpu="all") or case.one("cpu.utilization"))


def memory_use(case: Case) -> Evidence | None:
    """Give the utilization of the host's memory, where it is known."""
    return _number(case.one("memory.utilization"))


def room(case: Case, resource: Resource) -> Evidence | None:
    """Give how much of the machine's own CPUs or memory is in use."""
    if resource is Resource.CPU:
        return cpu_use(case)
    return memory_use(case) if resource in (Resource.MEMORY, Resource.SWAP) else None


def opine(
    role: str,
    finding: Finding,
    advice: Text,
    *,
    stance: Stance = Stance.AGREES,
    more: tuple[Evidence, ...] = (),
    steps: int = 0,
    sure: int = 0,
    proposals: tuple[Proposal, ...] = (),
) -> Opinion:
    """Speak of a finding: `steps` is how much worse it is seen (at most one), `sure` how much
    surer than the finding itself; `more` is evidence beside the finding's own.
    """
    bounded = max(-1, min(1, steps))
    return Opinion(
        role=role,
        item=finding.id,
        stance=stance,
        advice=advice,
        because=tuple(dict.fromkeys((*finding.keys[:2], *(one.key for one in more)))),
        severity=Severity(max(Severity.INFO, min(Severity.CRITICAL, finding.severity + bounded))),
        confidence=max(LEAST_SURE, min(SURE, finding.confidence + sure)),
        proposals=proposals,
    )


def _number(piece: Evidence | None) -> Evidence | None:
    return None if piece is None or isinstance(piece.value, str) else piece
