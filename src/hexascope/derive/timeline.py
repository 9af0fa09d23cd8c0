"""The timeline: what changed on the host, the newest first."""

from hexascope.domain.case import Case
from hexascope.domain.rows import Change

MOST_CHANGES = 100
"""Changes that a report shows."""


def timeline(case: Case) -> tuple[Change, ...]:
    """Give the changes up to the end of the window, the newest first."""
    known = [one for one in case.rows(Change) if one.at <= case.window.last.time]
    known.sort(key=lambda one: (-one.at, one.kind, one.what))
    return tuple(known[:MOST_CHANGES])
