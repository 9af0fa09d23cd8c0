"""What a report tells in rows: its host, its findings, and who judged it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from math import isfinite
from typing import Any

from hexascope.domain.errors import BadInput
from hexascope.domain.host import HostFacts
from hexascope.domain.use import Severity
from hexascope.kit.clock import seconds_of
from hexascope.store.contract import Kept
from hexascope.store.database.tables.archive import LONGEST_NAME, LONGEST_WORD
from hexascope.store.database.tables.metadata import LONGEST_ID
from hexascope.store.database.words import storable

MOST_FINDINGS = 10_000
"""Findings of one examination that get rows; the report has all of them."""

SEVERITIES = {one.word: one.value for one in Severity}

Row = dict[str, Any]

_KINDS: Mapping[Any, Any] = {str: str, bool: bool, int: int, float: int | float}
_HOST = {one.name: _KINDS[one.type] for one in fields(HostFacts)}


class Told:
    """An examination as it goes into the tables, made before its transaction begins."""

    def __init__(self, kept: Kept, report: str, parts: list[bytes], english: str = "") -> None:
        told = _read(english or report)
        try:
            self.time = seconds_of(kept.time)
        except ValueError:
            raise BadInput(f"{kept.time!r:.60} is no time of an examination") from None
        if len(kept.id) > 64 or len(kept.host_id) > 64 or not kept.id or not kept.host_id:
            raise BadInput("the id of an examination and of its host have 1 to 64 letters")
        self.kept = kept
        self.host = _host_of(kept, told)
        self.parts = parts
        self.row: Row = {
            "id": kept.id,
            "host_id": kept.host_id,
            "host_name": self.host.name,
            "time": self.time,
            "score": kept.score,
            "findings": kept.findings,
            "worst": kept.worst,
            "headline": storable(kept.headline),
            "size_bytes": kept.size_bytes,
            "digest": _digest(told, "digest"),
            "settings_digest": _digest(told, "settings_digest"),
            "panel": isinstance(told.get("panel"), dict),
            "report": report,
        }
        of = {
            "examination": kept.id,
            "host_id": kept.host_id,
            "host_name": self.host.name,
            "time": self.time,
        }
        self.findings = [{**one, **of} for one in _findings(told)]


def _read(report: str) -> Mapping[str, Any]:
    """Read a report; what is none of ours tells nothing, and is kept nevertheless."""
    try:
        told = json.loads(report, parse_float=_number, parse_constant=_none)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _number(digits: str) -> float | None:
    """Read a number; PostgreSQL's JSON has none that is endless."""
    number = float(digits)
    return number if isfinite(number) else None


def _none(_word: str) -> None:
    """Read `NaN` or `Infinity`, which are no JSON."""
    return


def _host_of(kept: Kept, told: Mapping[str, Any]) -> HostFacts:
    """Give the facts of the host that an examination is of: its id and name are the summary's."""
    host = told.get("host")
    known = host if isinstance(host, dict) else {}
    facts = {
        name: _fitting(known[name])
        for name, kind in _HOST.items()
        if isinstance(known.get(name), kind)
    }
    return HostFacts(**{**facts, "id": kept.host_id, "name": storable(kept.host_name, 256)})


def _fitting(value: Any) -> Any:
    return storable(value, LONGEST_NAME) if isinstance(value, str) else value


def _digest(told: Mapping[str, Any], name: str) -> str:
    """Give one of a report's digests; '' where it has none."""
    return storable(str(told.get(name) or ""), LONGEST_ID)


def _findings(told: Mapping[str, Any]) -> Iterator[Row]:
    """Give a row for each finding of a report; what is damaged has none."""
    several = told.get("findings")
    for place, one in enumerate(several[:MOST_FINDINGS] if isinstance(several, list) else ()):
        if isinstance(one, dict) and isinstance(one.get("id"), str):
            yield _finding(place, one)


def _finding(place: int, one: Mapping[str, Any]) -> Row:
    culprit = one.get("culprit")
    who: Mapping[str, Any] = culprit if isinstance(culprit, dict) else {}
    return {
        "place": place,
        "id": storable(one["id"], LONGEST_ID),
        "check": _word(one, "check", LONGEST_WORD),
        "resource": _word(one, "resource", LONGEST_WORD),
        "severity": SEVERITIES.get(str(one.get("severity")), Severity.INFO.value),
        "when": _word(one, "when", 16),
        "culprit_kind": _word(who, "kind", LONGEST_WORD),
        "culprit_name": _word(who, "name", LONGEST_NAME),
        "title": _word(one, "title"),
        "whole": one,
    }


def _word(told: Mapping[str, Any], name: str, longest: int | None = None) -> str:
    return storable(str(told.get(name) or ""), longest)
