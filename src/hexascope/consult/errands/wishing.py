"""From what analysts wish to what is done: each once, the weightiest first, never too many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hexascope.consult.contract import Probed, Wish
from hexascope.domain.errand import Errand
from hexascope.domain.evidence import key
from hexascope.domain.use import Status

MOST_PROBES = 3
"""Probes that one panel may have run, whatever its settings say."""

MOST_PROGRAMS = 2
"""Programs that one panel may have run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A probe on somebody, by whom it was asked for, and for which findings."""

    probe: str
    subject: str
    asked_by: tuple[str, ...]
    findings: tuple[str, ...]

    @property
    def named(self) -> tuple[str, str]:
        """Give what is run and on whom."""
        return self.probe, self.subject


def ranked(wishes: Iterable[Wish]) -> tuple[Wanted, ...]:
    """Put wishes for the same together: those of the first hypotheses and of most askers first."""
    same: dict[tuple[str, str], list[Wish]] = {}
    for one in wishes:
        same.setdefault((one.probe, one.subject), []).append(one)
    several = sorted(
        same.items(),
        key=lambda item: (min(one.rank for one in item[1]), -len(item[1]), item[0]),
    )
    return tuple(
        Wanted(
            probe=probe,
            subject=subject,
            asked_by=tuple(dict.fromkeys(one.role for one in asked)),
            findings=tuple(dict.fromkeys(one.finding for one in asked)),
        )
        for (probe, subject), asked in several
    )


def put_off(wanted: Sequence[Wanted], most: int, *, in_time: bool) -> dict[tuple[str, str], str]:
    """Say which wishes are not even tried, and why."""
    most = min(most, MOST_PROBES)
    reasons: dict[tuple[str, str], str] = {}
    for place, one in enumerate(wanted):
        if not in_time:
            reasons[one.named] = "no time was left for it"
        elif place >= most:
            reasons[one.named] = f"a panel may have {most} probes run"
    return reasons


def done(
    wanted: Iterable[Wanted], reasons: Mapping[tuple[str, str], str], probed: Probed
) -> tuple[Errand, ...]:
    """Say what became of each wish: what it cost and gave, or why it was not run."""
    results = {(one.probe, one.subject.name): one for one in probed.results}
    told = []
    for one in wanted:
        result = results.get(one.named)
        if result is None:
            reason = reasons.get(one.named) or probed.refused.get(one.named) or "it was not run"
            told.append(
                Errand(probe=one.probe, subject=one.subject, asked_by=one.asked_by, reason=reason)
            )
            continue
        told.append(
            Errand(
                probe=one.probe,
                subject=one.subject,
                asked_by=one.asked_by,
                ran=result.status is Status.MEASURED,
                reason=result.reason or probed.told,
                seconds=result.seconds,
                cpu_s=result.cpu_s,
                gave=tuple(key(each.family, each.labels) for each in result.readings),
            )
        )
    return tuple(told)
