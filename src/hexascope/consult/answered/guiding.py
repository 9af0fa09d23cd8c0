"""The coordinator by a model: what it is told and asked, and what of its answer may stand.

It adds no evidence: a ruling rests on keys that the panel has cited. It moves no figure: its form
has none, and what it names is put in by `guided`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hexascope.consult.answered.forms import LONGEST_REASON, NONE, object_form
from hexascope.consult.contract import Guidance, Ruling, Settled, Specialist
from hexascope.consult.guided import starts
from hexascope.consult.ledger.computed import only_computed
from hexascope.consult.ledger.known import Known
from hexascope.consult.ledger.prose import Ruled, published, rule
from hexascope.consult.ledger.sentences import Show
from hexascope.consult.ledger.strikes import strikes
from hexascope.consult.told.fitting import MOST_TOLD_BYTES
from hexascope.consult.told.saying import LANGUAGES, LONGEST_TITLE, said_of
from hexascope.domain.case import Case
from hexascope.domain.opinion import Role
from hexascope.domain.panel import Struck
from hexascope.domain.text import text
from hexascope.domain.verdict import Item
from hexascope.kit.visible import cut, visible
from hexascope.words import Language, render

MOST_ITEMS = 12
"""Items that a coordinator is told of, the first ones; the order of the others is the rules'."""

OF_ONE_ITEM_BYTES = 600
"""Bytes that the coordinator is told of one item at least."""

MOST_RULINGS = 4
MOST_KEYS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Docket:
    """What the coordinator may speak of: items by short names, where to start, what was cited."""

    items: Mapping[str, Item]
    starts: tuple[str, ...]
    cited: frozenset[str]


def docket(
    case: Case, settled: Settled, shown: Iterable[str], room: int = MOST_TOLD_BYTES
) -> Docket:
    """Make the docket of what was settled, as far as there is room to tell of it.

    Only evidence that was shown and cited is on it.
    """
    most = max(1, min(MOST_ITEMS, room // OF_ONE_ITEM_BYTES))
    items = {f"i{at}": one for at, one in enumerate(settled.items[:most], start=1)}
    gravest = starts(case, settled.items)
    cited = {
        key for one in settled.items for said in (*one.for_, *one.against) for key in said.because
    }
    return Docket(
        items=items,
        starts=tuple(name for name, one in items.items() if one.item in gravest),
        cited=frozenset(cited & set(shown)),
    )


def guidance_form(about: Docket, hidden: Sequence[str]) -> dict[str, Any]:
    """Make the schema of the coordinator's answer; `hidden` are cited keys as shown."""
    ruling = object_form(
        reason={"type": "string", "maxLength": LONGEST_REASON},
        evidence={"type": "array", "items": {"$ref": "#/$defs/key"}, "maxItems": MOST_KEYS},
        item={"enum": list(about.items)},
        disputed={"type": "boolean"},
    )
    whole = object_form(
        rulings={"type": "array", "items": ruling, "maxItems": MOST_RULINGS},
        order={
            "type": "array",
            "items": {"enum": list(about.items)},
            "maxItems": len(about.items),
        },
        start={"enum": [*about.starts, NONE]},
    )
    whole["$defs"] = {"key": {"enum": list(hidden) or [""]}}
    return whole


def guidance_asked(
    specialist: Specialist, case: Case, about: Docket, language: Language, room: int
) -> str:
    """Ask for an order, a start and rulings; what was settled is told as data."""
    titles = {one.id: render(one.title) for one in case.findings}
    told = [
        {
            "item": name,
            "what": cut(visible(titles.get(one.item, one.item)), LONGEST_TITLE),
            "severity": one.severity.word,
            "agreement": one.agreement,
            "contested": one.contested,
            **said_of(one, room // max(1, len(about.items)) - LONGEST_TITLE),
        }
        for name, one in about.items.items()
    ]
    words = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return (
        f"You are the coordinator.\n{specialist.mandate.strip()}\n\n"
        f"What the panel has settled, as data: {words}\n\n"
        "Severities and agreements stand. Give the order in which equally grave items should be"
        " dealt with, and the one to start with. For each contested item give a ruling: which side"
        " the evidence bears out, and why. Set `disputed` where a finding itself is doubtful."
        f" Name evidence only that was cited. Write reasons in {LANGUAGES[language]}."
    )


def admit_guidance(
    data: Mapping[str, Any], about: Docket, known: Known, language: Language, show: Show
) -> tuple[Guidance, tuple[Struck, ...]]:
    """Read the coordinator's answer; what adds evidence, or proves nothing, is struck and told."""
    struck: list[Struck] = []
    told = data.get("rulings")
    entries = [one for one in (told if isinstance(told, list) else []) if isinstance(one, dict)]
    rulings = [
        one
        for entry in entries[:MOST_RULINGS]
        if (one := _ruling(entry, about, known, language, show, struck)) is not None
    ]
    named = data.get("order")
    order = [str(one) for one in (named if isinstance(named, list) else [])]
    start = str(data.get("start") or NONE)
    if start not in (*about.starts, NONE):
        reason = "it would start with what is not the gravest cause: severity comes first"
        struck.append(_struck(start[:60], "form", reason))
        start = NONE
    return (
        Guidance(
            order=tuple(about.items[one].item for one in order if one in about.items),
            start=about.items[start].item if start != NONE else "",
            rulings=tuple(rulings),
        ),
        tuple(struck),
    )


def _ruling(
    entry: Mapping[str, Any],
    about: Docket,
    known: Known,
    language: Language,
    show: Show,
    struck: list[Struck],
) -> Ruling | None:
    words = visible(str(entry.get("reason") or ""))[:LONGEST_REASON]
    item = about.items.get(str(entry.get("item")))
    if item is None:
        struck.append(_struck(words, "form", "it rules on an item that there is not"))
        return None
    named = entry.get("evidence")
    keys = [str(one) for one in (named if isinstance(named, list) else [])][:MOST_KEYS]
    added = next((key for key in keys if key not in about.cited), None)
    if added is not None:
        reason = f"the coordinator may not add evidence: {visible(added)[:80]}"
        struck.append(_struck(words, "unsupported", reason))
        return None
    ruled = rule(words, known, language, show)
    struck += strikes(Role.COORDINATOR, ruled)
    standing = [one for one in ruled if not one.ruling.struck]
    adding = [one for one in standing if not about.cited.issuperset(_keys(one))]
    for one in adding:
        struck.append(_struck(one.sentence, "unsupported", "the coordinator may not add evidence"))
    standing = [one for one in standing if one not in adding]
    because = tuple(dict.fromkeys((*keys, *(key for one in standing for key in _keys(one)))))
    if not standing or not because or only_computed(because):
        struck.append(_struck(words, "unsupported", "its ruling rests on no evidence"))
        return None
    return Ruling(
        item=item.item,
        words=text("{words}", words=published(standing)),
        because=because,
        disputed=entry.get("disputed") is True,
    )


def _keys(one: Ruled) -> list[str]:
    return [key for key in one.keys if key]


def _struck(words: str, ruling: str, reason: str) -> Struck:
    return Struck(role=Role.COORDINATOR, words=words, ruling=ruling, reason=reason)
