"""Families of what is usual on a host: made from its kept examinations, not from the look."""

from hexascope.domain.evidence import Family
from hexascope.domain.use import Unit

FAMILIES: tuple[Family, ...] = (
    Family(
        name="history.median",
        unit=Unit.COUNT,
        meaning="The median of earlier examinations of this host, in the unit of what it is of.",
        labels=("of",),
    ),
    Family(
        name="history.ratio",
        unit=Unit.RATIO,
        meaning="How many times its median of earlier examinations a value is now.",
        labels=("of",),
    ),
    Family(
        name="history.count",
        unit=Unit.COUNT,
        meaning="How many earlier examinations a median rests on.",
        labels=("of",),
    ),
)
