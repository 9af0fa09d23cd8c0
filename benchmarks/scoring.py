"""Scores a report against the truth: pure functions from findings to points.

Points of a case: 0.4 the right resource first, 0.2 the right aspect, 0.3 the right culprit, 0.1
the evidence names the signal. A wrong finding ranked first earns none of them. Each false finding
of severity medium or more costs 0.1, so a score may fall below zero. Of several faults at once each
is scored without the findings on the others, and the mean counts.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from benchmarks.report import Finding
from benchmarks.truth import NO_ONE, Role, Truth, Who, role_of

RESOURCE_POINTS = 0.4
ASPECT_POINTS = 0.2
CULPRIT_POINTS = 0.3
SIGNAL_POINTS = 0.1
FALSE_FINDING_COSTS = 0.1
TOP = 3
PAST = "past"
_OF_A_BENCH = re.compile(r"(?<!\w)(?:hxbench|svc)-[a-z]\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What one report is worth, part by part."""

    total: float
    resource: bool = False
    aspect: bool = False
    culprit: bool = False
    signal: bool = False
    top_1: bool = False
    top_3: bool = False
    false_findings: tuple[str, ...] = ()
    why: str = ""
    place: int = 0
    """Where the finding that was scored as the first stands in the report."""


def score_fault(findings: Sequence[Finding], truth: Truth, noise: Who = NO_ONE) -> Score:
    """The points of a report on a host with one fault."""
    if truth.past:
        bearing = [one for one in findings if _bears_on_the_past(one, truth, noise)]
        place = findings.index(bearing[0]) if bearing else 0
        return replace(_scored(bearing, truth, noise), place=place)
    return _scored(findings, truth, noise)


def _scored(findings: Sequence[Finding], truth: Truth, noise: Who) -> Score:
    about = [i for i, finding in enumerate(findings) if _is_about(finding, truth, noise)]
    false = _false_findings(findings, about, truth, noise)
    cost = FALSE_FINDING_COSTS * len(false)
    top_3 = any(place < TOP and findings[place].resource in truth.resources for place in about)
    if 0 not in about:
        why = _why_not(findings, truth, noise)
        return Score(total=round(0.0 - cost, 3), top_3=top_3, false_findings=false, why=why)
    first = findings[0]
    resource = first.resource in truth.resources
    aspect = resource and first.aspect in truth.aspects
    culprit = role_of(first.culprit, truth, noise) is Role.CULPRIT
    signal = truth.names_signal(first)
    points = (
        RESOURCE_POINTS * resource
        + ASPECT_POINTS * aspect
        + CULPRIT_POINTS * culprit
        + SIGNAL_POINTS * signal
    )
    return Score(
        total=round(points - cost, 3),
        resource=resource,
        aspect=aspect,
        culprit=culprit,
        signal=signal,
        top_1=resource,
        top_3=top_3,
        false_findings=false,
    )


def score_faults(
    findings: Sequence[Finding], truths: Sequence[Truth], noise: Who = NO_ONE
) -> Score:
    """The points of a report on a host with several faults at once: the mean over them.

    A fault earns points when its finding is the first that is not about another of them, and is
    among the first ranks of the whole report.
    """
    scores = [
        score_fault(_without_others(findings, truth, truths, noise), truth, noise)
        for truth in truths
    ]
    if len(scores) == 1:
        return scores[0]
    false = tuple(dict.fromkeys(line for score in scores for line in score.false_findings))
    return Score(
        total=round(mean(score.total for score in scores), 3),
        resource=all(score.resource for score in scores),
        aspect=all(score.aspect for score in scores),
        culprit=all(score.culprit for score in scores),
        signal=all(score.signal for score in scores),
        top_1=all(score.top_1 for score in scores),
        top_3=all(score.top_3 for score in scores),
        false_findings=false,
        why="; ".join(dict.fromkeys(score.why for score in scores if score.why)),
    )


def score_healthy(findings: Sequence[Finding], noise: Who = NO_ONE) -> Score:
    """1 for silence on a host on which nothing is wrong; every finding above info is false."""
    false = tuple(
        _line(finding)
        for finding in findings
        if finding.at_least("low") and not _is_noise(finding, None, noise)
    )
    return Score(total=0.0 if false else 1.0, false_findings=false)


def mean(values: Iterable[float]) -> float:
    """The mean; 0 of nothing."""
    kept = list(values)
    return sum(kept) / len(kept) if kept else 0.0


def _bears_on_the_past(finding: Finding, truth: Truth, noise: Who) -> bool:
    """Whether it answers what has happened, rightly or wrongly.

    Notes on standing conditions do not. Nor does what is true of an earlier case of the bench,
    which the kernel's log still tells of.
    """
    if finding.when != PAST:
        return finding.at_least("low")
    stranger = role_of(finding.culprit, truth, noise) is Role.STRANGER
    texts = finding.culprit.texts if finding.culprit else ()
    return not (stranger and any(_OF_A_BENCH.search(text) for text in texts))


def _without_others(
    findings: Sequence[Finding], truth: Truth, truths: Sequence[Truth], noise: Who
) -> list[Finding]:
    """Without the findings on the other faults; what comes after the first ranks is too late."""
    others = [other for other in truths if other is not truth]
    kept = [
        (place, finding)
        for place, finding in enumerate(findings)
        if _is_about(finding, truth, noise)
        or not any(_belongs_to_other(finding, other, noise) for other in others)
    ]
    late = bool(others) and bool(kept) and kept[0][0] >= TOP
    return [] if late else [finding for _, finding in kept]


def _belongs_to_other(finding: Finding, other: Truth, noise: Who) -> bool:
    role = role_of(finding.culprit, other, noise)
    return role in {Role.CULPRIT, Role.VICTIM} or _is_about(finding, other, noise)


def _is_about(finding: Finding, truth: Truth, noise: Who) -> bool:
    """Whether the finding speaks of the fault: it names who did it, or nobody wrong."""
    if truth.past and finding.when != PAST:
        return False
    role = role_of(finding.culprit, truth, noise)
    if role is Role.CULPRIT:
        return True
    return finding.resource in truth.resources and role in {Role.NOBODY, Role.VICTIM}


def _false_findings(
    findings: Sequence[Finding], about: Sequence[int], truth: Truth, noise: Who
) -> tuple[str, ...]:
    right = [
        findings[place]
        for place in about
        if place == 0 or role_of(findings[place].culprit, truth, noise) is Role.CULPRIT
    ]
    return tuple(
        _line(finding)
        for place, finding in enumerate(findings)
        if finding.at_least("medium")
        and not (place == 0 and place in about)
        and role_of(finding.culprit, truth, noise) is not Role.CULPRIT
        and not _is_noise(finding, truth, noise)
        and not _belongs_to(finding, right, truth, noise)
    )


def _is_noise(finding: Finding, truth: Truth | None, noise: Who) -> bool:
    """Neither right nor false: the busy loops, or the busy CPUs that they are to blame for."""
    role = role_of(finding.culprit, truth, noise)
    busy_host = role is Role.NOBODY and finding.resource == "cpu" and noise != NO_ONE
    return role is Role.NOISE or busy_host


def _belongs_to(finding: Finding, right: Sequence[Finding], truth: Truth, noise: Who) -> bool:
    """Whether it is tied to a right finding, and blames nobody innocent."""
    if role_of(finding.culprit, truth, noise) not in {Role.NOBODY, Role.VICTIM}:
        return False
    return any(
        other.id in finding.linked or finding.id in other.linked
        for other in right
        if other is not finding and other.id
    )


def _why_not(findings: Sequence[Finding], truth: Truth, noise: Who) -> str:
    if not findings:
        return "no finding"
    role = role_of(findings[0].culprit, truth, noise)
    if role in {Role.NOISE, Role.BYSTANDER, Role.STRANGER}:
        return f"the first finding blames a {role}"
    return "the first finding is about something else"


def _line(finding: Finding) -> str:
    culprit = finding.culprit
    blamed = f" ({culprit.kind} {culprit.name})" if culprit else ""
    return f"{finding.severity} {finding.resource}/{finding.aspect}: {finding.title}{blamed}"
