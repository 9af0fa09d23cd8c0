"""The order of findings: what harms above what is merely busy, cause above symptom."""

from collections.abc import Iterable
from dataclasses import replace

from hexascope.check.known_links import LINKS
from hexascope.check.links import Link, explained, only_sufferer
from hexascope.domain.finding import Finding
from hexascope.domain.use import Severity, When

HIGHEST_OF_A_SYMPTOM = Severity.LOW
"""A symptom that another finding explains is shown, but does not count as trouble of its own."""


OLDEST = 1e9

RECENT = 600.0
"""Seconds in which what is over is of one time: what harmed most of it stands first."""
"""Seconds that stand for an age that nobody told."""


def rank(findings: Iterable[Finding], links: Iterable[Link] = LINKS) -> tuple[Finding, ...]:
    """Link causes to symptoms, then order: present, not standing, harm, severity, confidence;
    of what is over the latest comes first.

    A cause is as grave as what it brings about; its symptoms count little beside it.
    """
    known, table = list(findings), list(links)
    causes = explained(known, table)
    symptoms = _turned(causes)
    # who suffers alone from what he does harms nobody else by it
    harmful = _turned(explained(known, [one for one in table if one.shown is not only_sufferer]))
    graver = [_as_grave_as_its_symptoms(one, known, harmful) for one in known]
    linked = [
        replace(
            one,
            explained_by=causes.get(one.id, ()),
            explains=tuple(symptoms.get(one.id, ())),
            severity=min(one.severity, HIGHEST_OF_A_SYMPTOM) if one.id in causes else one.severity,
        )
        for one in graver
    ]
    return tuple(sorted(linked, key=_place))


def _as_grave_as_its_symptoms(
    cause: Finding, known: list[Finding], symptoms: dict[str, list[str]]
) -> Finding:
    """Give a cause the harm and the severity of what it brings about, over any number of steps.

    A note (a standing condition, or what is over) stays a note.
    """
    below = _reached(cause.id, symptoms)
    if not below or cause.severity is Severity.INFO:
        return cause
    reached = [one for one in known if one.id in below]
    return replace(
        cause,
        severity=max(cause.severity, *(one.severity for one in reached)),
        harm=max(cause.harm, *(one.harm for one in reached)),
    )


def _turned(causes: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    symptoms: dict[str, list[str]] = {}
    for symptom, ids in causes.items():
        for cause in ids:
            symptoms.setdefault(cause, []).append(symptom)
    return symptoms


def _reached(start: str, symptoms: dict[str, list[str]]) -> set[str]:
    reached: set[str] = set()
    ahead = [start]
    while ahead:
        for one in symptoms.get(ahead.pop(), ()):
            if one not in reached and one != start:
                reached.add(one)
                ahead.append(one)
    return reached


def _place(one: Finding) -> tuple[bool, bool, bool, float, int, float, int, int, float, str, str]:
    share = one.culprit.share if one.culprit and one.culprit.share is not None else 0.0
    return (
        one.severity is Severity.INFO,
        one.when is not When.NOW,
        bool(one.explained_by),
        max(_ago(one), RECENT),
        -one.harm,
        _ago(one),
        -one.severity,
        -one.confidence,
        -share,
        one.check,
        one.id,
    )


def _ago(one: Finding) -> float:
    """Give the age of what is over: what was a moment ago stands above what was hours ago."""
    if one.when is When.NOW:
        return 0.0
    return OLDEST if one.ago_s is None else one.ago_s
