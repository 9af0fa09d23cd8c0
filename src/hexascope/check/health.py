"""The health score: 100 minus what each check costs by its worst present finding."""

from collections.abc import Iterable, Mapping

from hexascope.domain.examination import Cell, Health, Lost
from hexascope.domain.finding import Finding
from hexascope.domain.use import Severity, Status, When

POINTS: Mapping[Severity, int] = {
    Severity.CRITICAL: 40,
    Severity.HIGH: 20,
    Severity.MEDIUM: 8,
    Severity.LOW: 2,
}
LEAST_MEASURED_SHARE = 0.5
"""Under this share of measured cells a host's health is unknown, whatever was found."""


def health(findings: Iterable[Finding], coverage: Iterable[Cell]) -> Health:
    """Score a host from 0 to 100; None where too little could be measured to say."""
    worst: dict[str, Finding] = {}
    for one in findings:
        known = worst.get(one.check)
        counts = one.when is When.NOW and one.severity in POINTS
        if counts and (known is None or one.severity > known.severity):
            worst[one.check] = one
    lost = tuple(
        Lost(check=check, points=POINTS[one.severity], finding=one.id)
        for check, one in sorted(worst.items(), key=lambda pair: (-pair[1].severity, pair[0]))
    )
    cells = list(coverage)
    measured = sum(one.status is Status.MEASURED for one in cells)
    share = measured / len(cells) if cells else 0.0
    score = max(0, 100 - sum(one.points for one in lost))
    return Health(
        score=score if share >= LEAST_MEASURED_SHARE else None, measured_share=share, lost=lost
    )
