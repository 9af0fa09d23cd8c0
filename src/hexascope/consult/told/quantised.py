"""Which cases are the same to who judges them: values count by the cell of a coarse grid.

Two looks at one host never measure the same to the last digit. What changes a judgement does: which
findings there are and how grave, who did it, on which side of a limit a value lies, and its size to
about two digits. Nonces, pids and times are left out.
"""

import hashlib
import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from hexascope.consult.told.briefing import Briefing
from hexascope.consult.told.outcome import gained, outcome
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Finding
from hexascope.domain.memory import Fact
from hexascope.domain.use import Unit

CELLS_A_DECADE = 12
"""Steps between a value and ten times of it, as of preferred numbers: 1.0, 1.2, 1.5, 1.8, 2.2 …"""

_NOTHING: Mapping[Unit, float] = {
    Unit.RATIO: 0.005,
    Unit.SECONDS: 1e-4,
    Unit.BYTES: 4096.0,
    Unit.PER_SECOND: 0.05,
    Unit.COUNT: 0.5,
}
"""Values up to which something is as good as nothing, by their unit."""

_PASSING = re.compile(r"\b(pid|tid)=\d+")
_PID = re.compile(r"\b(pids?)\s*[:=#]?\s*\d+(?:\s*,\s*\d+)*", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w./:@-])\d+(?:[.,]\d+)*(?![/:@-]?\d)")
"""A number that stands by itself: digits of names, ids and addresses are part of these."""

WINDOWS_A_DECADE = 4
"""Looks of about the same length are one: 5 s under load may take 6."""


def cell(value: float | str, unit: Unit) -> str:
    """Give the cell of a value; a text is its own.

    >>> cell(0.470, Unit.RATIO) == cell(0.471, Unit.RATIO)
    True
    >>> cell(0.47, Unit.RATIO) == cell(0.94, Unit.RATIO)
    False
    """
    if isinstance(value, str):
        return value
    if abs(value) <= _NOTHING.get(unit, 0.0) or not math.isfinite(value) or value == 0:
        return "0"
    place = round(math.log10(abs(value)) * CELLS_A_DECADE)
    return f"{'-' if value < 0 else ''}{place}"


def lasting(keys: Iterable[str]) -> dict[str, str]:
    """Give for each key a name that is the same in the next look: without pids, numbered in order.

    >>> lasting(["a{pid=7}", "a{pid=9}", "b"])
    {'a{pid=7}': 'a{pid=*}#1', 'a{pid=9}': 'a{pid=*}#2', 'b': 'b'}
    """
    found: dict[str, str] = {}
    counts: dict[str, int] = {}
    for key in keys:
        bare = _PASSING.sub(r"\1=*", key)
        if bare != key:
            counts[bare] = counts.get(bare, 0) + 1
            bare = f"{bare}#{counts[bare]}"
        found[key] = bare
    return found


def levelled(words: str) -> str:
    """Give a text with its numbers in cells and without pids: what is asked of one specialist."""
    return _NUMBER.sub(_number, _PID.sub(r"\1", words))


def _number(found: re.Match[str]) -> str:
    digits = found[0]
    if len(digits) > 1 and digits[0] == "0" and digits[1].isdigit():
        return digits  # no quantity: part of an id or a time
    whole = digits.replace(",", ".") if digits.count(",") + digits.count(".") < 2 else digits
    try:
        return f"<{cell(float(whole), Unit.TEXT)}>"
    except ValueError:
        return digits


def of_case(case: Case, briefing: Briefing) -> str:
    """Give the digest of a case as it was briefed: the same for what is to be judged the same."""
    names = lasting(_cited(briefing))
    told = {
        "rules": _rules(briefing),
        "host": [case.host.id, case.host.name, case.host.kernel, case.host.cpus],
        "goals": repr(case.goals),
        "window": round(math.log10(max(case.window.seconds, 1e-3)) * WINDOWS_A_DECADE),
        "findings": [_finding(one) for one in case.findings],
        "hypotheses": [
            {
                "id": one.id,
                "finding": one.finding.id,
                "effects": [effect.id for effect in one.effects],
                "for": [_piece(piece, names) for piece in one.for_],
                "against": [_piece(piece, names) for piece in one.against],
                "probes": one.probes,
            }
            for one in briefing.hypotheses
        ],
        "coverage": [(one.component, one.aspect, one.status.value) for one in case.coverage],
        "unjudged": sorted((one.check, one.reason) for one in case.unjudged),
        "asked_for": _asked_for(case, briefing),
        "done": levelled(_PASSING.sub(r"\1=*", json.dumps(outcome(case), default=str))),
        "offers": {name: sorted(case.offers[name]) for name in sorted(case.offers)},
        "known": [
            [one.words, one.resource, str(one.hours), one.subject, _holds_now(one, case)]
            for one in case.memory.confirmed
        ],
    }
    return digest(told)


def digest(told: Any) -> str:
    """Give the SHA-256 of plain values."""
    text = json.dumps(told, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _asked_for(case: Case, briefing: Briefing) -> list[tuple[str, str]]:
    """Give what errands brought and what own specialists want to see: no check has judged it."""
    keys = {piece.key for piece in gained(case)}
    wanted = set(case.wants)
    several = [
        one for one in briefing.evidence if one.key in keys or {one.key, one.family} & wanted
    ]
    names = lasting(one.key for one in several)
    return [(names[one.key], cell(one.value, one.unit)) for one in several]


def _rules(briefing: Briefing) -> str:
    """Give what stands before the data, without this briefing's own marks."""
    begin = f"\n{briefing.nonce} BEGIN\n"
    return briefing.shared.partition(begin)[0].replace(briefing.nonce, "")


def _cited(briefing: Briefing) -> Iterable[str]:
    for one in briefing.hypotheses:
        yield from (piece.key for piece in (*one.for_, *one.against))


def _piece(piece: Evidence, names: Mapping[str, str]) -> tuple[str, str]:
    return names[piece.key], cell(piece.value, piece.unit)


def _finding(one: Finding) -> list[Any]:
    main = one.evidence[0] if one.evidence else None
    limit = None
    if one.threshold is not None and main is not None and not isinstance(main.value, str):
        limit = main.value >= one.threshold
    return [
        one.id,
        one.severity.word,
        one.own_severity.word,
        one.when.value,
        one.harm.name,
        one.confidence // 10,
        one.title.template,
        limit,
        _who(one.culprit),
        [_who(victim) for victim in one.victims[:1]],  # who suffers most; the others come and go
        list(one.explained_by),
        [[each.remedy, sorted(each.values())] for each in one.proposals],
    ]


def _who(one: Entity | None) -> str:
    return "" if one is None else f"{one.kind.value} {one.stable}"


def _holds_now(one: Fact, case: Case) -> bool:
    minute = case.memory.minute
    return one.hours is None or (minute is not None and one.hours.hold(minute))
