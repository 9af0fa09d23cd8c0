"""Every check over one case: findings, and what could not be judged with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from hexascope.check.contract import Check
from hexascope.check.proof import unproven
from hexascope.domain.case import Case
from hexascope.domain.examination import Unjudged
from hexascope.domain.finding import Finding, Found, finding_id
from hexascope.domain.use import Resource, Severity, Status, When
from hexascope.kit.clock import rfc3339

MOST_FINDINGS_A_CHECK = 20
"""Findings that one check may give; the worst are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What all checks said of one case; findings are not ranked yet."""

    findings: tuple[Finding, ...]
    unjudged: tuple[Unjudged, ...]


def judge(
    case: Case,
    checks: Mapping[str, Check],
    *,
    strict: bool = False,
    scope: frozenset[Resource] = frozenset(),
) -> Judged:
    """Run the checks (of the resources in `scope`, or all) over a case.

    A standing condition and one that is past are information, unless `strict` raises the standing
    one to its own severity. What a check needs and could see of in part only is told beside what it
    found. A claim with a number that its evidence does not bear out is struck.
    """
    findings: dict[str, Finding] = {}
    unjudged: list[Unjudged] = []
    for name, one in checks.items():
        if scope and one.resource not in scope:
            continue
        missing = next((family for family in one.needs if not case.has(family)), None)
        if missing is not None:
            why = case.why_missing(missing)
            if why.status is not Status.NOT_ASKED:  # what nobody asked for is no gap in the answer
                unjudged.append(Unjudged(check=name, missing=missing, reason=why.reason))
            continue
        undecided = case.window.why_missing(f"check {name}")
        if undecided is not None:  # series of minutes may have what it needs, and decide nothing
            unjudged.append(Unjudged(check=name, missing=one.needs[0], reason=undecided.reason))
            continue
        unjudged += _in_part(case, one)
        try:
            said = list(one.judge(case, one.options))
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            reason = f"its evidence made no sense ({type(error).__name__}: {error})"[:256]
            unjudged.append(Unjudged(check=name, missing=one.needs[0], reason=reason))
            continue
        said.sort(key=lambda found: (-found.severity, -found.harm))
        for found in said[:MOST_FINDINGS_A_CHECK]:
            struck = unproven(found, one)
            if struck:
                reason = f"a claim was struck, its evidence does not bear it out: {struck}"
                unjudged.append(Unjudged(check=name, missing=one.needs[0], reason=reason))
                continue
            finding = _finding(case, one, found, strict=strict)
            findings.setdefault(finding.id, finding)  # the worst of one culprit came first
    return Judged(findings=tuple(findings.values()), unjudged=tuple(unjudged))


def _in_part(case: Case, one: Check) -> list[Unjudged]:
    """Name what was there for a check to see, but not all of it: with the reason of the rest."""
    known = case.window.last.missing
    rest = next((known[family] for family in one.needs if family in known), None)
    if rest is None:
        return []
    return [Unjudged(check=one.name, missing=rest.name, reason=rest.reason)]


def _finding(case: Case, by: Check, found: Found, *, strict: bool) -> Finding:
    severity = found.severity
    if found.when is When.PAST or (found.standing and not strict):
        severity = Severity.INFO
    return Finding(
        id=finding_id(by.name, found.culprit),
        check=by.name,
        resource=found.resource or by.resource,
        aspect=found.aspect or by.aspect,
        severity=severity,
        own_severity=found.severity,
        title=found.title,
        description=found.description,
        culprit=found.culprit,
        victims=found.victims,
        evidence=found.evidence,
        recommendation=found.recommendation,
        proposals=found.proposals,
        confidence=found.confidence,
        harm=found.harm,
        time=rfc3339(case.window.last.time),
        when=found.when,
        standing=found.standing,
        threshold=found.threshold,
        ago_s=found.ago_s,
    )
