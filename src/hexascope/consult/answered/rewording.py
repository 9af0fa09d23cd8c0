"""The report generator by a model: its sentences through the ledger, the rules' where they fail."""

import json
from collections.abc import Mapping
from typing import Any

from hexascope.consult.contract import Settled, Specialist, Wording
from hexascope.consult.ledger.known import Known
from hexascope.consult.ledger.prose import Ruled, Ruling, published, rule
from hexascope.consult.ledger.sentences import Show
from hexascope.consult.ledger.strikes import strikes
from hexascope.consult.told.saying import LANGUAGES, LONGEST_TITLE, said_of
from hexascope.domain.case import Case
from hexascope.domain.opinion import Role
from hexascope.domain.panel import Struck
from hexascope.domain.text import Text, text
from hexascope.domain.verdict import Item
from hexascope.kit.visible import cut, visible
from hexascope.words import Language, render

OF_ONE_ITEM_BYTES = 260
"""Bytes that the report generator is told of one item."""

LONGEST_HEADLINE, LONGEST_SENTENCE = 160, 240
MOST_SENTENCES = 4

WORDING: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "headline": {"type": "string", "maxLength": LONGEST_HEADLINE},
        "summary": {
            "type": "array",
            "items": {"type": "string", "maxLength": LONGEST_SENTENCE},
            "maxItems": MOST_SENTENCES,
        },
    },
    "required": ["headline", "summary"],
    "additionalProperties": False,
}


def wording_asked(
    specialist: Specialist,
    case: Case,
    settled: Settled,
    by_rules: Wording,
    language: Language,
    room: int,
) -> str:
    """Ask for the verdict in words; what was settled is told as data, the first items of it."""
    titles = {one.id: render(one.title) for one in case.findings}
    items = [
        {
            "what": cut(visible(titles.get(one.item, one.item)), LONGEST_TITLE),
            "severity": one.severity.word,
            "agreement": one.agreement,
            "contested": one.contested,
            "disputed": bool(one.disputed.template),
            "start_here": one.item == settled.start,
        }
        for one in settled.items[: max(1, room // OF_ONE_ITEM_BYTES)]
    ]
    told = json.dumps(items, ensure_ascii=False, separators=(",", ":"))
    words = LANGUAGES[language]
    by_rules_told = json.dumps(visible(render(by_rules.headline, language)), ensure_ascii=False)
    return (
        f"You are the report generator.\n{specialist.mandate.strip()}\n\n"
        f"What was settled, as data: {told}\n"
        f"The rules would say, as data: {by_rules_told}\n\n"
        f"Write in {words}: a headline on where to start, and up to {MOST_SENTENCES} sentences."
    )


def ballot_asked(
    specialist: Specialist, items: Mapping[str, Item], language: Language, room: int
) -> str:
    """Ask for votes on contested items; what others said of them is told as data."""
    words = _both_sides(items, room)
    name = specialist.role.replace("_", " ")
    return (
        f"You are the {name}. On these items the panel does not agree; what was said, as data:"
        f" {words}\n\nLook at the evidence of the other side. Then vote on each: agree or"
        f" oppose, with your reason in {LANGUAGES[language]} and the claims that it rests on."
    )


def doubt_asked(
    specialist: Specialist, items: Mapping[str, Item], language: Language, room: int
) -> str:
    """Ask for evidence against the leading cause, whatever who is asked holds himself."""
    words = _both_sides(items, room)
    name = specialist.role.replace("_", " ")
    return (
        f"You are the {name}, and now the devil's advocate. This is the panel's leading cause;"
        f" what was said, as data: {words}\n\nLook for evidence that speaks against it. Where"
        " there is some, oppose, with your reason in"
        f" {LANGUAGES[language]} and the claims that it rests on; where there is none, agree."
    )


def _both_sides(items: Mapping[str, Item], room: int) -> str:
    told = [
        {"item": name, **said_of(item, room // max(1, len(items)))} for name, item in items.items()
    ]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def reworded(
    answered: object, by_rules: Wording, about: Known, language: Language, show: Show
) -> tuple[Wording, tuple[Struck, ...]]:
    """Give the wording with every sentence proven, and what was struck of it.

    A headline must rest on evidence: one that states nothing would hide where to start.
    """
    struck: list[Struck] = []
    data = answered if isinstance(answered, dict) else {}

    def ruled(words: object, longest: int) -> list[Ruled]:
        made = rule(visible(str(words or ""))[:longest], about, language, show)
        struck.extend(strikes(Role.REPORT_GENERATOR, made))
        return made

    first = ruled(data.get("headline"), LONGEST_HEADLINE)
    rests = any(one.ruling is Ruling.PROVEN for one in first)
    headline = published(first) if rests else ""
    told = data.get("summary")
    sentences = [
        one
        for words in (told if isinstance(told, list) else [])[:MOST_SENTENCES]
        if (one := published(ruled(words, LONGEST_SENTENCE)))
    ]
    return (
        Wording(
            headline=_text(headline) if headline else by_rules.headline,
            summary=tuple(map(_text, sentences)) or by_rules.summary,
            next_steps=by_rules.next_steps,
        ),
        tuple(struck),
    )


def _text(words: str) -> Text:
    return text("{words}", words=words)
