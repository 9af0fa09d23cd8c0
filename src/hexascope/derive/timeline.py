"""The timeline: what changed on the host, the newest first; what changed together is one line."""

from collections.abc import Iterable

from hexascope.domain.case import Case
from hexascope.domain.rows import Change

MOST_CHANGES = 100
"""Changes that a report shows."""

TOGETHER_SECONDS = 60.0
"""Changes of one kind with no longer pause between them belong together."""

ALONE = 3
"""Up to so many changes are told one by one even then."""

NAMED = 3


def timeline(case: Case) -> tuple[Change, ...]:
    """Give the changes up to the end of the window, the newest first."""
    known = [one for one in case.rows(Change) if one.at <= case.window.last.time]
    told = [row for group in _groups(known) for row in _joined(group)]
    told.sort(key=_place)
    return tuple(told[:MOST_CHANGES])


def _groups(known: Iterable[Change]) -> list[list[Change]]:
    """Gather what changed together: of one kind, in one way, without a pause."""
    groups: list[list[Change]] = []
    latest: dict[tuple[str, str], list[Change]] = {}
    for one in sorted(known, key=_place):
        kind = (one.kind, one.action)
        group = latest.get(kind)
        if group is None or group[-1].at - one.at > TOGETHER_SECONDS:
            group = latest[kind] = []
            groups.append(group)
        group.append(one)
    return groups


def _joined(group: list[Change]) -> list[Change]:
    """Make one line of many changes: the newest three by name, and how many more."""
    if len(group) <= ALONE:
        return group
    names = list(dict.fromkeys(one.what for one in group))
    more = f" +{len(names) - NAMED}" if len(names) > NAMED else ""
    return [group[0]._replace(what=", ".join(names[:NAMED]) + more, detail="")]


def _place(one: Change) -> tuple[float, str, str]:
    return (-one.at, one.kind, one.what)
