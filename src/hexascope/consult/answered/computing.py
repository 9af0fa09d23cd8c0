"""Programs that models write: what they are given, and what of their output becomes evidence.

What a program prints is a stranger's text like any other: it is read strictly, named by letters
alone, and never taken for something that was measured.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NoReturn

from hexascope.consult.contract import Program, Ran
from hexascope.consult.ledger.quantities import quantities
from hexascope.consult.told.briefing import LONGEST_WORDS, Briefing
from hexascope.domain.errand import COMPUTED, Computed, ComputedFrom
from hexascope.domain.evidence import Evidence, labels_of
from hexascope.domain.use import Unit
from hexascope.kit.visible import cut, visible
from hexascope.words import Language

LONGEST_RUN_S = 30.0
"""How long one program may run."""

LEAST_LEVEL = 2
"""The sandbox's least level: no other file, no network, limited memory and time."""

MOST_RESULTS = 10
MOST_OF = 10
"""Results of one program, and pieces of evidence that one of them may name."""

LONGEST_OUTPUT = 64 * 1024
LONGEST_NAME = 40
LARGEST = 1e18
MOST_REFUSED = 12
"""Reasons that are kept of one program; the rest is as bad."""

UNITS = {one.value: one for one in Unit if one is not Unit.TEXT}
_PARTS = frozenset(("name", "value", "unit", "of"))
_NO_LETTER = re.compile(r"[^a-z]+")


class UnreadableError(ValueError):
    """What a program printed is no list of results; the reason in words."""


@dataclass(slots=True, kw_only=True)
class Results:
    """What one program computed: evidence, what each rests on, and what was not taken."""

    evidence: list[Evidence] = field(default_factory=list)
    rows: list[ComputedFrom] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def given(briefing: Briefing) -> tuple[str, Mapping[str, str]]:
    """Write the copy of the evidence that a program reads, veiled as it was shown.

    Also gives for each key in it the true one. Series are whole: [seconds, value] each.
    """
    hide = briefing.veil.hide
    names = {hide(one.key): one.key for one in briefing.evidence}
    told: dict[str, dict[str, object]] = {}
    for shown, piece in zip(briefing.keys, briefing.evidence, strict=True):
        value = piece.value
        told[shown] = {
            "value": hide(cut(visible(value), LONGEST_WORDS)) if isinstance(value, str) else value,
            "unit": piece.unit.value,
            "series": [list(point) for point in piece.series],
        }
    return json.dumps(told, separators=(",", ":")), names


def results(program: Program, ran: Ran, taken: frozenset[str]) -> Results:
    """Read what a program printed; `taken` are names that another program's results have.

    Raises UnreadableError where it is no list of results at all.
    """
    found = Results()
    entries = _entries(ran.output)
    if len(entries) > MOST_RESULTS:
        found.refused.append(f"over {MOST_RESULTS} results: the rest is left out")
    names = set(taken)
    for entry in entries[:MOST_RESULTS]:
        try:
            piece, of = _result(entry, program.names, ran.level)
        except (TypeError, ValueError, OverflowError) as error:
            found.refused.append(cut(visible(str(error)), 160))
            continue
        name = piece.label("name")
        if name in names:
            found.refused.append(f"a second result is called {name}")
            continue
        names.add(name)
        found.evidence.append(piece)
        found.rows.append(ComputedFrom(piece.key, of))
    return found


def record(program: Program, ran: Ran, found: Results | None, reason: str = "") -> Computed:
    """Say what became of a program, for the record."""
    return Computed(
        asked_by=program.role,
        purpose=program.purpose,
        source=program.source,
        sha256=sha256(program.source.encode(errors="replace")).hexdigest(),
        level=ran.level,
        seconds=ran.seconds,
        exit=ran.exit,
        gave=tuple(one.key for one in found.evidence) if found else (),
        refused=tuple(found.refused[:MOST_REFUSED]) if found else (),
        reason=cut(visible(reason or ran.reason)),
    )


def _entries(output: str) -> list[Any]:
    if len(output) > LONGEST_OUTPUT:
        raise UnreadableError(f"it printed over {LONGEST_OUTPUT} characters")
    try:
        value = json.loads(output, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"what it printed is no JSON: {str(error)[:120]}") from None
    if not isinstance(value, list):
        raise UnreadableError("what it printed is no list of results")
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


def _result(
    entry: Any, names: Mapping[str, str], level: int | None
) -> tuple[Evidence, tuple[str, ...]]:
    if not isinstance(entry, dict) or set(entry) != _PARTS:
        raise TypeError("a result has name, value, unit and of, and nothing else")
    name = _name(entry["name"])
    of = tuple(_keys(name, entry["of"], names))
    if not isinstance(entry["unit"], str) or entry["unit"] not in UNITS:
        raise ValueError(f"{name} is in no unit of ours: {', '.join(UNITS)}")
    piece = Evidence(
        family=COMPUTED,
        labels=labels_of({"name": name}),
        value=_value(name, entry["value"]),
        unit=UNITS[entry["unit"]],
        source=f"computed in a sandbox of level {level}",
    )
    return piece, of


def _name(value: Any) -> str:
    """Give a name of letters and underscores: it can state no number and hide nothing."""
    if not isinstance(value, str):
        raise TypeError("a result's name is no text")
    letters = _NO_LETTER.sub("_", value[: 4 * LONGEST_NAME].lower()).strip("_")
    name = letters[:LONGEST_NAME].strip("_")
    if not name:
        raise ValueError("a result's name has no letter from a to z")
    words = name.replace("_", " ")
    if any(quantities(words, language) for language in Language):
        raise ValueError(f"the name {name} states a number")
    return name


def _value(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"the value of {name} is no number")
    number = float(value)
    if not math.isfinite(number) or abs(number) > LARGEST:
        raise ValueError(f"the value of {name} is beyond all that a host has")
    return number


def _keys(name: str, value: Any, names: Mapping[str, str]) -> Iterator[str]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_OF:
        raise TypeError(f"{name} must name 1 to {MOST_OF} pieces of evidence that it rests on")
    for one in value:
        true = names.get(one) if isinstance(one, str) else None
        if true is None:
            raise ValueError(f"{name} rests on evidence that it was not given: {str(one)[:80]}")
        yield true
