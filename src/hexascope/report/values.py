"""Values for people: each in the unit of its family, and in their language."""

from hexascope.domain.evidence import Evidence
from hexascope.domain.families import families
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Unit
from hexascope.kit.format import show
from hexascope.kit.visible import cut, visible
from hexascope.words import Language


def shown(value: float, how: str, language: Language) -> str:
    """Write a number for people in a language."""
    return show(value, how, decimal_comma=language is Language.PORTUGUESE)


def value_shown(piece: Evidence | Reading, language: Language) -> str:
    """Write a piece of evidence's value in the unit of its family."""
    if isinstance(piece.value, str):
        return cut(visible(piece.value))
    family = families().get(piece.family)
    unit = family.unit if family is not None else getattr(piece, "unit", None)
    of_bytes = family is not None and family.bytes_
    hows = {
        Unit.SECONDS: "seconds",
        Unit.BYTES: "bytes",
        Unit.RATIO: "percent",
        Unit.PER_SECOND: "bytes_per_s" if of_bytes else "per_s",
    }
    return shown(piece.value, hows.get(unit, "number") if unit else "number", language)
