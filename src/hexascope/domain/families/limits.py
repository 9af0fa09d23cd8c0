"""Families of evidence on kernel-wide tables and their limits."""

from hexascope.domain.evidence import Family, Kind
from hexascope.domain.use import Aspect, Resource, Unit

FAMILIES: tuple[Family, ...] = (
    Family(
        name="limits.used",
        unit=Unit.COUNT,
        meaning="Entries in use of one of the kernel's tables.",
        labels=("table",),
        kind=Kind.GAUGE,
        aspect=Aspect.UTILIZATION,
    ),
    Family(
        name="limits.most",
        unit=Unit.COUNT,
        meaning="Entries that one of the kernel's tables may have.",
        labels=("table",),
        kind=Kind.GAUGE,
        aspect=Aspect.CAPACITY,
    ),
    Family(
        name="limits.share",
        unit=Unit.RATIO,
        meaning="Share of one of the kernel's tables that is in use.",
        labels=("table",),
        aspect=Aspect.UTILIZATION,
        made_from=("limits.used", "limits.most"),
    ),
    Family(
        name="sysctl.value",
        unit=Unit.TEXT,
        meaning="A setting of the kernel, as it is in force.",
        labels=("name",),
        kind=Kind.FACT,
        resource=Resource.KERNEL,
    ),
)
