"""What was said of an item, told to a model as data and within a size."""

from collections.abc import Mapping

from hexascope.domain.opinion import Opinion
from hexascope.domain.verdict import Item
from hexascope.kit.visible import cut, visible
from hexascope.words import Language, render

LANGUAGES = {Language.ENGLISH: "English", Language.PORTUGUESE: "Portuguese"}
SHORTEST_SAID = 40
"""Characters of a sentence that are told in any case."""

MOST_KEYS_TOLD = 3
OF_ONE_BYTES = 120
"""Bytes that one opinion takes beside its words: who, severity, keys."""


def said_of(item: Item, room: int) -> Mapping[str, list[dict[str, object]]]:
    """Give both sides of an item in about so many bytes."""
    said = (*item.for_, *item.against)
    each = max(SHORTEST_SAID, room // max(1, len(said)) - OF_ONE_BYTES)
    return {
        "for": [_said(one, each) for one in item.for_],
        "against": [_said(one, each) for one in item.against],
    }


def _said(one: Opinion, longest: int) -> dict[str, object]:
    return {
        "by": one.role,
        "says": cut(visible(render(one.advice)), longest),
        "evidence": list(one.because[:MOST_KEYS_TOLD]),
        "severity": one.severity.word,
    }
