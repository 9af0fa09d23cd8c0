"""What was said of an item, told to a model as data and within a size."""

from collections.abc import Mapping

from hexascope.domain.opinion import Opinion
from hexascope.domain.verdict import Item
from hexascope.kit.visible import cut, visible
from hexascope.words import Language, render

LANGUAGES = {Language.ENGLISH: "English", Language.PORTUGUESE: "Portuguese"}
SHORTEST_SAID = 40
"""Characters of a sentence that are told in any case."""

LONGEST_TITLE = 120
MOST_KEYS_TOLD = 3
MOST_KEYS_BYTES = 100
OF_ONE_BYTES = 180
"""Bytes that one opinion takes beside its words: who, severity, keys."""


def said_of(item: Item, room: int) -> Mapping[str, list[dict[str, object]]]:
    """Give both sides of an item in about so many bytes; of each side at least one."""
    most = max(1, room // (2 * (SHORTEST_SAID + OF_ONE_BYTES)))
    sides = {"for": item.for_[:most], "against": item.against[:most]}
    told = sum(map(len, sides.values()))
    each = max(SHORTEST_SAID, room // max(1, told) - OF_ONE_BYTES)
    return {side: [_said(one, each) for one in several] for side, several in sides.items()}


def _said(one: Opinion, longest: int) -> dict[str, object]:
    return {
        "by": one.role,
        "says": cut(visible(render(one.advice)), longest),
        "evidence": _keys(one),
        "severity": one.severity.word,
    }


def _keys(one: Opinion) -> list[str]:
    keys: list[str] = []
    left = MOST_KEYS_BYTES
    for key in one.because[:MOST_KEYS_TOLD]:
        left -= len(key.encode())
        if left >= 0 or not keys:
            keys.append(key)
    return keys
