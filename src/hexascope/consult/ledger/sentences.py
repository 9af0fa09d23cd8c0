"""Cutting prose into sentences, and filling evidence into the places that name it."""

import re
from collections.abc import Callable, Mapping

from hexascope.domain.evidence import Evidence

MOST_SENTENCES = 40
_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[^\s])|\n+|(?<=;)\s+")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|approx|ca|vs|no|p\.ex|aprox|cf|Dr|St)\.|\d\.)$", re.IGNORECASE
)
PLACE = re.compile(r"\{([^{}\s]+(?:\{[^{}]*\})?)\}")
"""A place in prose: `{disk.await{device=vda}}`."""

Show = Callable[[Evidence], str]


def sentences(prose: str) -> list[str]:
    """Cut prose into sentences; a point in a number, a name or an abbreviation ends none."""
    found: list[str] = []
    begin = 0
    for match in _END.finditer(prose):
        part = prose[begin : match.start()]
        if _NO_END.search(part.rstrip()) and "\n" not in match[0]:
            continue
        found.append(part.strip())
        begin = match.end()
    found.append(prose[begin:].strip())
    return [one for one in found if one][:MOST_SENTENCES]


def filled(
    sentence: str, evidence: Mapping[str, Evidence], show: Show
) -> tuple[str, tuple[str, ...], tuple[tuple[int, int], ...], str]:
    """Fill evidence in: the sentence, the keys, where the values stand, the first unknown name.

    What code has filled in is true by its making; the places tell the parser to pass it over.
    """
    out: list[str] = []
    keys: list[str] = []
    spans: list[tuple[int, int]] = []
    at = size = 0
    for match in PLACE.finditer(sentence):
        piece = evidence.get(match[1])
        if piece is None:
            return sentence, (), (), match[1]
        before, value = sentence[at : match.start()], show(piece)
        out += [before, value]
        spans.append((size + len(before), size + len(before) + len(value)))
        size += len(before) + len(value)
        keys.append(piece.key)
        at = match.end()
    out.append(sentence[at:])
    return "".join(out), tuple(keys), tuple(spans), ""
