"""Families of evidence on who is who: users, containers, the packages of programs."""

from hexascope.domain.evidence import Family, Kind
from hexascope.domain.use import Unit

FAMILIES: tuple[Family, ...] = (
    Family(
        name="user.name",
        unit=Unit.TEXT,
        meaning="The name of a user who owns a process.",
        labels=("uid",),
        kind=Kind.FACT,
    ),
    Family(
        name="container.count",
        unit=Unit.COUNT,
        meaning="Containers that a runtime or its files name.",
        labels=("runtime",),
        kind=Kind.GAUGE,
    ),
    Family(
        name="program.package",
        unit=Unit.TEXT,
        meaning="The package that the program of a process belongs to, of those changed lately.",
        labels=("path",),
        kind=Kind.FACT,
    ),
)
