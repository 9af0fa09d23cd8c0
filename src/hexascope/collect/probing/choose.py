"""Choosing what is probed: few subjects, those of the worst findings first."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hexascope.collect.contract import NotHere
from hexascope.collect.look import NONSENSE
from hexascope.collect.probing.contract import Probe
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity
from hexascope.domain.finding import Finding
from hexascope.domain.probe import Subject
from hexascope.domain.rows import Process
from hexascope.domain.target import TargetStory

MOST_RUNS = 8
"""Probes run after one look."""

MOST_CPU_SECONDS = 0.15
"""CPU time that all of them together may take, by what each says of itself: with the judging that
comes before them that is 5 % of one CPU over the four seconds they may last."""

MOST_SUBJECTS = 4
"""Subjects that one probe is pointed at."""

MOST_PIDS = 16
"""Processes of one subject."""


class Chosen(NamedTuple):
    """One probe on one subject."""

    probe: Probe
    subject: Subject


def choose(case: Case, probes: Iterable[Probe]) -> tuple[Chosen, ...]:
    """Choose what to run of what is possible, at most MOST_RUNS within MOST_CPU_SECONDS."""
    return tuple(affordable(possible(case, probes)))[:MOST_RUNS]


def possible(case: Case, probes: Iterable[Probe]) -> tuple[Chosen, ...]:
    """Give every probe on everyone whom the case calls for it, the most harmful findings' first.

    Only processes of culprits and of the target are probed, with their parents and children: a
    worker's server is asked, and a server's workers are.
    """
    known = _Known(case)
    wanted: list[tuple[int, int, Chosen]] = []
    for place, one in enumerate(probes):
        for turn, subject in enumerate(_wanted(one, case)):
            kept = known.bounded(subject)
            if kept is not None:
                wanted.append((known.rank(kept) + turn, place, Chosen(one, kept)))
    wanted.sort(key=lambda item: item[:2])
    return tuple(dict.fromkeys(chosen for _, _, chosen in wanted))


def affordable(wanted: Iterable[Chosen]) -> Iterator[Chosen]:
    """Give what the budget allows, in order; a cheap one may follow one that was too dear."""
    left = MOST_CPU_SECONDS
    for one in wanted:
        price = one.probe.cost.cpu_share * one.probe.cost.seconds
        if price <= left:
            left -= price
            yield one


def _wanted(one: Probe, case: Case) -> Iterator[Subject]:
    """Give the first subjects that a probe wants; one that stumbles over a case wants none."""
    try:
        for turn, subject in enumerate(one.wants(case)):
            if turn >= MOST_SUBJECTS:
                return
            yield subject
    except (NotHere, *NONSENSE):
        return


class _Known:
    """Who may be probed, and whose finding is how bad."""

    def __init__(self, case: Case) -> None:
        self._findings = case.findings
        told = {pid for one in case.findings if one.culprit for pid in _pids(one.culprit)}
        self._target = {pid for story in case.rows(TargetStory) for pid, _ in story.members}
        told |= self._target
        near = set(told)
        for row in case.rows(Process):
            if row.pid in told and row.ppid > 1:
                near.add(row.ppid)
            if row.ppid in told:
                near.add(row.pid)
        self._allowed = near

    def bounded(self, subject: Subject) -> Subject | None:
        """Give the subject with those of its processes that may be probed; None if none may."""
        pids = tuple(pid for pid in subject.pids if pid in self._allowed)[:MOST_PIDS]
        if subject.pids and not pids:
            return None
        return Subject(name=subject.name, pids=pids, place=subject.place)

    def rank(self, subject: Subject) -> int:
        """Give how soon a subject is worth a probe: the place of the first finding about it.

        The target that the user named stands right behind the first culprit.
        """
        place = len(self._findings)
        for at, one in enumerate(self._findings):
            if _speaks_of(one, subject):
                place = at
                break
        return min(place, 1) if self._target.intersection(subject.pids) else place


def _speaks_of(one: Finding, subject: Subject) -> bool:
    who = one.culprit
    if who is not None:
        if set(_pids(who)) & set(subject.pids):
            return True
        if subject.place and subject.place in (who.name, who.path, who.key):
            return True
    return bool(subject.place) and any(
        subject.place == value for piece in one.evidence for _, value in piece.labels
    )


def _pids(one: Entity) -> tuple[int, ...]:
    return one.pids or ((one.pid,) if one.pid else ())
