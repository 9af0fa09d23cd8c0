"""Cause above symptom: which finding explains which, where the evidence shows the link."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hexascope.domain.entity import Entity
from hexascope.domain.finding import Finding

Shown = Callable[[Finding, Finding], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A cause's check and a symptom's check, and what in their evidence shows the link."""

    cause: str
    symptoms: tuple[str, ...]
    shown: Shown


def always(_cause: Finding, _symptom: Finding) -> bool:
    """The one can't be there without the other."""
    return True


def same_culprit(cause: Finding, symptom: Finding) -> bool:
    """Both name the same process, control group, device or mount."""
    ours, theirs = cause.culprit, symptom.culprit
    if ours is None or theirs is None:
        return False
    return bool(_names(ours) & _names(theirs))


def touches(cause: Finding, symptom: Finding) -> bool:
    """The cause's culprit or victims are the symptom's culprit or among its victims."""
    ours: set[str] = set()
    for one in (cause.culprit, *cause.victims):
        ours |= _names(one) if one else set()
    theirs: set[str] = set()
    for one in (symptom.culprit, *symptom.victims):
        theirs |= _names(one) if one else set()
    return bool(ours & theirs)


def nobody_else(_cause: Finding, symptom: Finding) -> bool:
    """The symptom has no culprit of its own."""
    return symptom.culprit is None


def only_sufferer(cause: Finding, symptom: Finding) -> bool:
    """All who are shown to suffer from the symptom are the cause's culprit; with nobody shown to
    suffer, who causes the one causes the other.

    A storm that has to share its CPUs with other work waits for them, and that wait proves nothing
    against the other work.
    """
    if cause.culprit is None:
        return False
    if not symptom.victims:
        return same_culprit(cause, symptom)
    ours = _names(cause.culprit)
    return all(_names(one) & ours for one in symptom.victims)


def _names(one: Entity) -> set[str]:
    """Give all that tells an entity: pids, keys, paths, and its kind with its name."""
    names = {f"pid:{pid}" for pid in (one.pid, *one.pids) if pid}
    names |= {f"path:{one.path}"} if one.path else set()
    names |= {f"key:{one.key}"} if one.key else set()
    if not names or not (one.pid or one.pids):
        names.add(f"{one.kind}:{one.name}")
    return names


def explained(findings: Iterable[Finding], links: Iterable[Link]) -> dict[str, tuple[str, ...]]:
    """Give for each symptom's id the ids of the findings that explain it; never in a circle."""
    known = list(findings)
    causes: dict[str, list[str]] = {}
    for link in links:
        for cause in (one for one in known if one.check == link.cause):
            for symptom in known:
                if (
                    symptom.check in link.symptoms
                    and symptom.id != cause.id
                    and symptom.when is cause.when
                    and not _reaches(symptom.id, cause.id, causes)
                    and link.shown(cause, symptom)
                ):
                    told = causes.setdefault(symptom.id, [])
                    if cause.id not in told:
                        told.append(cause.id)
    return {symptom: tuple(ids) for symptom, ids in causes.items()}


def _reaches(cause: str, symptom: str, causes: dict[str, list[str]]) -> bool:
    """Say whether `cause` already explains `symptom`, over any number of steps."""
    seen: set[str] = set()
    ahead = [symptom]
    while ahead:
        one = ahead.pop()
        if one == cause:
            return True
        if one not in seen:
            seen.add(one)
            ahead.extend(causes.get(one, ()))
    return False
