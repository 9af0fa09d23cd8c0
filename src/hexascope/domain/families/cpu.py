"""Families of evidence on CPUs and scheduling."""

from hexascope.domain.evidence import Family, Kind
from hexascope.domain.use import Aspect, Unit

FAMILIES: tuple[Family, ...] = (
    Family(
        name="pressure.some_time",
        unit=Unit.SECONDS,
        meaning="Time since boot in which at least one task waited for the resource.",
        labels=("resource",),
        kind=Kind.COUNTER,
        aspect=Aspect.SATURATION,
    ),
    Family(
        name="pressure.full_time",
        unit=Unit.SECONDS,
        meaning="Time since boot in which all non-idle tasks waited for the resource at once.",
        labels=("resource",),
        kind=Kind.COUNTER,
        aspect=Aspect.SATURATION,
    ),
    Family(
        name="pressure.some_share",
        unit=Unit.RATIO,
        meaning="Share of the window in which at least one task waited for the resource.",
        labels=("resource",),
        aspect=Aspect.SATURATION,
        made_from=("pressure.some_time",),
    ),
    Family(
        name="pressure.full_share",
        unit=Unit.RATIO,
        meaning="Share of the window in which all non-idle tasks waited for the resource at once.",
        labels=("resource",),
        aspect=Aspect.SATURATION,
        made_from=("pressure.full_time",),
    ),
)
