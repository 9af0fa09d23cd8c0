"""One sentence of an answer by rules, and how a piece of evidence stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from hexascope.domain.evidence import Evidence
from hexascope.domain.families import families
from hexascope.domain.text import Text, Value, text
from hexascope.domain.use import Unit
from hexascope.kit.visible import cut, visible

LONGEST_NAME = 120
_HOW = {
    Unit.SECONDS: "{value:seconds}",
    Unit.BYTES: "{value:bytes}",
    Unit.RATIO: "{value:percent}",
    Unit.PER_SECOND: "{value:per_s}",
    Unit.COUNT: "{value:number}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence of an answer, and the evidence that proves it."""

    said: Text
    proofs: tuple[Evidence, ...] = ()


def valued(template: str, piece: Evidence) -> Text:
    """Put a piece of evidence into a sentence, shown in the unit of its family."""
    value: Value
    if isinstance(piece.value, str):
        value = cut(visible(piece.value), LONGEST_NAME)
    else:
        row = families().get(piece.family)
        how = _HOW.get(piece.unit, "{value:number}")
        if row is not None and row.bytes_ and piece.unit is Unit.PER_SECOND:
            how = "{value:bytes_per_s}"
        value = Text(how, (("value", piece.value),))
    return text(template, key=cut(visible(piece.key), LONGEST_NAME), value=value)


def proofs_of(statements: Sequence[Statement]) -> tuple[Evidence, ...]:
    """Give the evidence of an answer, each piece once."""
    return tuple({one.key: one for each in statements for one in each.proofs}.values())
