"""What a verdict says of a case: its first cause, and whether it gives the all-clear."""

from hexascope.domain.case import Case
from hexascope.domain.use import Severity, When
from hexascope.domain.verdict import Verdict

LEAST_FALSE = Severity.MEDIUM
"""From this severity on a finding on a healthy host is a false one, as on the fault bench."""


def top(verdict: Verdict, case: Case) -> str:
    """Give the id of the finding that a verdict puts first among what counts now, '' for none.

    What nobody spoke of stands where the rules put it.
    """
    places = {one.item: place for place, one in enumerate(verdict.items)}
    counting = [one.id for one in case.findings if _counts_now(case, one.id)]
    spoken = [name for name in counting if name in places]
    if not counting:
        return ""
    if counting[0] not in places:
        return counting[0]
    return min(spoken, key=lambda name: places[name])


def false_findings(verdict: Verdict, case: Case, truth: str = "") -> int:
    """Count what a verdict still holds to be of severity medium or more, beside the truth."""
    severities = {one.item: one.severity for one in verdict.items}
    causes = {one.id for one in case.findings if truth in one.explained_by}
    return sum(
        severities.get(one.id, one.severity) >= LEAST_FALSE
        for one in case.findings
        if one.when is When.NOW and one.id != truth and one.id not in causes
    )


def all_clear(verdict: Verdict, case: Case) -> bool:
    """Say whether a verdict holds nothing to be of severity medium or more."""
    return false_findings(verdict, case) == 0


def _counts_now(case: Case, name: str) -> bool:
    one = next(each for each in case.findings if each.id == name)
    return one.when is When.NOW and one.severity > Severity.INFO
