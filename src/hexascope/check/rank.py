"""The order of findings: what harms above what is merely busy, cause above symptom."""

from collections.abc import Iterable
from dataclasses import replace

from hexascope.check.known_links import LINKS
from hexascope.check.links import Link, explained
from hexascope.domain.finding import Finding
from hexascope.domain.use import Severity, When

HIGHEST_OF_A_SYMPTOM = Severity.LOW
"""A symptom that another finding explains is shown, but does not count as trouble of its own."""


def rank(findings: Iterable[Finding], links: Iterable[Link] = LINKS) -> tuple[Finding, ...]:
    """Link causes to symptoms, then order: present, not standing, harm, severity, confidence."""
    known = list(findings)
    causes = explained(known, links)
    symptoms: dict[str, list[str]] = {}
    for symptom, ids in causes.items():
        for cause in ids:
            symptoms.setdefault(cause, []).append(symptom)
    linked = [
        replace(
            one,
            explained_by=causes.get(one.id, ()),
            explains=tuple(symptoms.get(one.id, ())),
            severity=min(one.severity, HIGHEST_OF_A_SYMPTOM) if one.id in causes else one.severity,
        )
        for one in known
    ]
    return tuple(sorted(linked, key=_place))


def _place(one: Finding) -> tuple[bool, bool, bool, int, int, int, float, str, str]:
    share = one.culprit.share if one.culprit and one.culprit.share is not None else 0.0
    return (
        one.severity is Severity.INFO,
        one.when is not When.NOW,
        bool(one.explained_by),
        -one.harm,
        -one.severity,
        -one.confidence,
        -share,
        one.check,
        one.id,
    )
