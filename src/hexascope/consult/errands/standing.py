"""What of the opinions on a case still stands when the case was judged again with more evidence."""

from collections.abc import Iterable
from dataclasses import replace

from hexascope.domain.case import Case
from hexascope.domain.opinion import Opinion


def standing(said: Iterable[Opinion], before: Case, after: Case) -> list[Opinion]:
    """Give the opinions of one case that hold of the case as it was judged again.

    What was said of a finding that is no more is left out; what stands keeps to one step of the
    finding's severity, as it is now.
    """
    if before is after:
        return list(said)
    from hexascope.consult.answered.admitting import within_a_step

    was = {one.id for one in before.findings}
    now = {one.id: one for one in after.findings}
    return [
        replace(one, severity=within_a_step(one.severity, now[one.item].severity))
        if one.item in now and not one.stands_in
        else one
        for one in said
        if one.item in now or one.item not in was
    ]
