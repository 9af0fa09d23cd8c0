"""Values for people: each in the unit of its family, and in their language."""

from dataclasses import replace

from hexascope.domain.errand import COMPUTED
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import families
from hexascope.domain.history import MEDIAN, OF, RATIO, is_past
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Unit
from hexascope.kit.format import show
from hexascope.kit.visible import cut, visible
from hexascope.words import Language, translate

_HOWS = {
    Unit.SECONDS: "seconds",
    Unit.BYTES: "bytes",
    Unit.RATIO: "percent",
    Unit.PER_SECOND: "per_s",
}


def shown(value: float, how: str, language: Language) -> str:
    """Write a number for people in a language."""
    return show(value, how, decimal_comma=language is Language.PORTUGUESE)


def _past_shown(piece: Evidence, value: float, language: Language) -> str:
    """Write what is usual so that nobody takes it for what was measured now."""
    if piece.family == RATIO:
        return f"{shown(value, 'mean', language)} {translate('times the usual', language)}"
    if piece.family != MEDIAN:
        return shown(value, "number", language)
    of = replace(piece, family=piece.label(OF))
    return f"{value_shown(of, language)} {translate('usually', language)}"


def value_shown(piece: Evidence | Reading, language: Language) -> str:
    """Write a piece of evidence's value in the unit of its family.

    What a model's program computed is in its own unit, and says that it was not measured.
    """
    if isinstance(piece.value, str):
        return cut(visible(piece.value))
    if piece.family == COMPUTED and isinstance(piece, Evidence):
        value = shown(piece.value, _HOWS.get(piece.unit, "number"), language)
        return f"{value} ({translate('computed', language)}: {piece.label('name')})"
    if is_past(piece.family) and isinstance(piece, Evidence):
        return _past_shown(piece, piece.value, language)
    family = families().get(piece.family)
    unit = family.unit if family is not None else getattr(piece, "unit", None)
    of_bytes = family is not None and family.bytes_
    if of_bytes and unit is Unit.PER_SECOND:
        return shown(piece.value, "bytes_per_s", language)
    return shown(piece.value, _HOWS.get(unit, "number") if unit else "number", language)
