"""The form of an answer: a bounded JSON schema made for one case, and reading what keeps it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hexascope.consult.ledger.claims import (
    MOST_EVIDENCE,
    UNITS,
    Claim,
    ClaimKind,
    Operator,
)
from hexascope.consult.told.briefing import Briefing
from hexascope.domain.opinion import Role, Stance
from hexascope.domain.use import Severity
from hexascope.kit.visible import cut, visible

MOST_OPINIONS = 3
MOST_CLAIMS = 4
LONGEST_REASON = 400
LONGEST_QUESTION = 200
LONGEST_SUBJECT = 80
OTHER = "other"
NOBODY, NONE = "nobody", "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One opinion as a model gave it, before the ledger."""

    reason: str
    claims: tuple[Claim, ...]
    hypothesis: str
    other_cause: str
    stance: Stance
    severity: Severity
    confidence: int
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A whole answer: opinions, a question to another specialist, a probe that was asked for.

    `remember` is what it proposes to remember of the host. `refused` says what of the answer did
    not keep the form.
    """

    said: tuple[Said, ...]
    whom: str = NOBODY
    question: str = ""
    probe: str = NONE
    probe_on: str = ""
    remember: str = ""
    refused: tuple[str, ...] = ()


def form(briefing: Briefing, role: str, remedies: Sequence[str]) -> dict[str, Any]:
    """Make the schema of an analyst's answer: names are those of this case and nothing else."""
    text = {"type": "string", "maxLength": LONGEST_REASON}
    opinion = object_form(
        reason=text,
        claims={"type": "array", "items": _claim(), "maxItems": MOST_CLAIMS},
        hypothesis={"enum": [*(one.id for one in briefing.hypotheses), OTHER]},
        other_cause={"type": "string", "maxLength": LONGEST_QUESTION},
        stance={"enum": [one.value for one in Stance]},
        severity={"enum": [one.word for one in Severity]},
        confidence={"type": "integer", "minimum": 0, "maximum": 100},
        remedy={"enum": [*sorted(set(remedies)), NONE]},
    )
    offered = _offered(briefing)
    probes = sorted({probe for probe, _ in offered})
    subjects = sorted({briefing.veil.hide(subject) for _, subject in offered})
    others = [one.value for one in Role if one != role]
    whole = object_form(
        opinions={"type": "array", "items": opinion, "maxItems": MOST_OPINIONS},
        ask_whom={"enum": [*others, NOBODY]},
        question={"type": "string", "maxLength": LONGEST_QUESTION},
        remember={"type": "string", "maxLength": LONGEST_QUESTION},
        probe={"enum": [*probes, NONE]},
        probe_on={"enum": [*subjects, ""]},
    )
    whole["$defs"] = {"key": {"enum": list(briefing.keys) or [""]}}
    return whole


def ballot(briefing: Briefing, items: Sequence[str]) -> dict[str, Any]:
    """Make the schema of a vote on contested items."""
    vote = object_form(
        reason={"type": "string", "maxLength": LONGEST_REASON},
        claims={"type": "array", "items": _claim(), "maxItems": MOST_CLAIMS},
        item={"enum": list(items)},
        stance={"enum": [one.value for one in Stance]},
        severity={"enum": [one.word for one in Severity]},
        confidence={"type": "integer", "minimum": 0, "maximum": 100},
    )
    whole = object_form(votes={"type": "array", "items": vote, "maxItems": len(items)})
    whole["$defs"] = {"key": {"enum": list(briefing.keys) or [""]}}
    return whole


REPLY: Mapping[str, Any] = {
    "type": "object",
    "properties": {"answer": {"type": "string", "maxLength": LONGEST_REASON}},
    "required": ["answer"],
    "additionalProperties": False,
}
"""The schema of an answer to a colleague's question."""


def read_votes(data: Mapping[str, Any], briefing: Briefing, items: Mapping[str, str]) -> Answered:
    """Read votes as opinions; `items` gives for the short name of each item its hypothesis."""
    told = data.get("votes")
    opinions = [
        {**one, "hypothesis": items.get(str(one.get("item")), ""), "remedy": NONE}
        for one in (told if isinstance(told, list) else [])
        if isinstance(one, dict)
    ]
    return read({"opinions": opinions[:MOST_OPINIONS]}, briefing, ())


def read(data: Mapping[str, Any], briefing: Briefing, remedies: Sequence[str]) -> Answered:
    """Read an answer; what does not keep the form is left out and told, the rest is taken.

    A model whose server does not enforce the schema is held to it here.
    """
    refused: list[str] = []
    lifted = briefing.veil.lift(data)
    data = lifted if isinstance(lifted, dict) else {}
    known = {one.id for one in briefing.hypotheses} | {OTHER}
    said = [
        one
        for entry in _list(data.get("opinions"), MOST_OPINIONS, "opinions", refused)
        if (one := _said(entry, known, frozenset(remedies), refused)) is not None
    ]
    offered = _offered(briefing)
    wanted = (str(data.get("probe") or NONE), str(data.get("probe_on") or ""))
    if wanted[0] != NONE and wanted not in offered:
        refused.append(f"it asks for a probe that there is not: {wanted[0][:60]}")
    wanted = offered.get(wanted, (NONE, ""))
    whom = str(data.get("ask_whom") or NOBODY)
    question = str(data.get("question") or "")[:LONGEST_QUESTION]
    if whom not in set(Role) or not question.strip():
        whom, question = NOBODY, ""
    return Answered(
        said=tuple(said),
        whom=whom,
        question=question,
        probe=wanted[0],
        probe_on=wanted[1],
        remember=str(data.get("remember") or "")[:LONGEST_QUESTION],
        refused=tuple(refused),
    )


def _offered(briefing: Briefing) -> dict[tuple[str, str], tuple[str, str]]:
    """Give the probes that may be asked for, as they are written in a form: visible and short."""
    pairs = (pair for one in briefing.hypotheses for pair in one.probes)
    return {(probe, cut(visible(name), LONGEST_SUBJECT)): (probe, name) for probe, name in pairs}


def _claim() -> dict[str, Any]:
    return object_form(
        kind={"enum": [one.value for one in ClaimKind]},
        evidence={
            "type": "array",
            "items": {"$ref": "#/$defs/key"},
            "maxItems": MOST_EVIDENCE,
        },
        operator={"enum": [one.value for one in Operator]},
        value={"type": "number"},
        unit={"enum": list(UNITS)},
    )


def object_form(**properties: Any) -> dict[str, Any]:
    """Make the schema of an object that has just these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _said(entry: Any, known: set[str], remedies: frozenset[str], refused: list[str]) -> Said | None:
    if not isinstance(entry, dict):
        refused.append("an opinion is no object")
        return None
    hypothesis = str(entry.get("hypothesis") or "")
    if hypothesis not in known:
        refused.append(f"it judges a hypothesis that there is not: {hypothesis[:60]!r}")
        return None
    words = {one.word: one for one in Severity}
    severity = words.get(str(entry.get("severity") or "").lower())
    stances = {one.value: one for one in Stance}
    stance = stances.get(str(entry.get("stance") or "").lower())
    if severity is None or stance is None:
        refused.append(f"its opinion on {hypothesis} has no stance or no severity")
        return None
    remedy = str(entry.get("remedy") or NONE)
    if remedy not in remedies and remedy != NONE:
        refused.append(f"it chooses a remedy that there is not: {remedy[:60]!r}")
        remedy = NONE
    return Said(
        reason=str(entry.get("reason") or "")[:LONGEST_REASON],
        claims=tuple(_claims(entry.get("claims"), refused)),
        hypothesis=hypothesis,
        other_cause=str(entry.get("other_cause") or "")[:LONGEST_QUESTION],
        stance=stance,
        severity=severity,
        confidence=_whole(entry.get("confidence")),
        remedy=remedy,
    )


def _claims(value: Any, refused: list[str]) -> Iterator[Claim]:
    for entry in _list(value, MOST_CLAIMS, "claims", refused):
        told = entry if isinstance(entry, dict) else {}
        keys = _list(told.get("evidence"), MOST_EVIDENCE, "evidence", refused)
        number = told.get("value")
        try:
            yield Claim(
                kind=ClaimKind(str(told.get("kind"))),
                evidence=tuple(str(key) for key in keys),
                operator=Operator(str(told.get("operator"))),
                value=_number(number),
                unit=str(told["unit"]) if told.get("unit") in UNITS else NONE,
            )
        except (ValueError, OverflowError):
            refused.append("a claim is of no known kind")


def _list(value: Any, most: int, what: str, refused: list[str]) -> list[Any]:
    if not isinstance(value, list):
        if value is not None:
            refused.append(f"'{what}' is no list")
        return []
    if len(value) > most:
        refused.append(f"'{what}' has over {most} entries")
    return value[:most]


def _number(value: Any) -> float:
    """Read a number; what is none, or beyond all that a host has, is nothing."""
    usable = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e18
    return float(value) if usable else 0.0


def _whole(value: Any) -> int:
    return max(0, min(100, round(_number(value))))
