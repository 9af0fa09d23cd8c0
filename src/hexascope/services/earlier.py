"""Findings of earlier windows beside those of the present: past, dated, and each told once."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hexascope.domain.evidence import Evidence, labels_of
from hexascope.domain.finding import Finding
from hexascope.domain.snapshot import Window
from hexascope.domain.use import Severity, When

MOST_EARLIER = 50
"""Findings of the past that stand beside those of the present: the worst, of those the latest."""

WHEN = "at"
"""Label that tells evidence of the past from that of the present, which has the same name else."""


def with_earlier(
    present: Iterable[Finding], past: Iterable[Iterable[Finding]]
) -> tuple[Finding, ...]:
    """Put what earlier windows showed behind the present; what is still so is not told twice.

    What was only a note, a standing condition, or past already in its own window is left out.
    """
    known = list(present)
    now = {one.id for one in known}
    worst: dict[str, Finding] = {}
    for one in (one for window in past for one in window if _is_worth_telling(one)):
        before = worst.get(one.id)
        if one.id not in now and (before is None or _rank(one) > _rank(before)):
            worst[one.id] = one
    chosen = sorted(worst.values(), key=_rank, reverse=True)[:MOST_EARLIER]
    ids = now | {one.id for one in chosen}
    return (*known, *(_past(one, ids) for one in chosen))


def _is_worth_telling(one: Finding) -> bool:
    return one.own_severity > Severity.INFO and one.when is When.NOW and not one.standing


def _rank(one: Finding) -> tuple[int, bool, int, str, str]:
    return (one.own_severity, not one.explained_by, one.harm, one.time, one.id)


def _past(one: Finding, ids: set[str]) -> Finding:
    """Make a finding past; its evidence gets the time into its name."""
    return replace(
        one,
        when=When.PAST,
        severity=Severity.INFO,
        evidence=tuple(_dated(piece, one.time) for piece in one.evidence),
        proposals=(),
        explains=tuple(other for other in one.explains if other in ids),
        explained_by=tuple(other for other in one.explained_by if other in ids),
    )


def _dated(piece: Evidence, time: str) -> Evidence:
    return replace(piece, labels=labels_of({**dict(piece.labels), WHEN: time}))


def keeper_of(window: Window) -> str:
    """Name who kept a window, where nobody has looked: '' for a window of looks."""
    return next(_keepers(window), "")


def _keepers(window: Window) -> Iterator[str]:
    for family in ("cpu.time", "log.lines"):
        for reading in window.last.of(family):
            if not reading.source.startswith("/"):
                yield reading.source
