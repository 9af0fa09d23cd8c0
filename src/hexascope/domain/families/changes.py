"""Families of evidence on what changed on the host."""

from hexascope.domain.evidence import Family, Kind
from hexascope.domain.use import Aspect, Resource, Unit

FAMILIES: tuple[Family, ...] = (
    Family(
        name="change.time_zone",
        unit=Unit.TEXT,
        meaning="The time zone by which local times in logs and crontabs were read.",
        kind=Kind.FACT,
    ),
    Family(
        name="change.count",
        unit=Unit.COUNT,
        meaning="Changes of a kind within the last day before the end of the look.",
        labels=("kind",),
        made_from=("change.time_zone",),
    ),
    Family(
        name="change.age",
        unit=Unit.SECONDS,
        meaning="How long before the end of the look something changed.",
        labels=("kind", "what"),
        made_from=("change.time_zone",),
    ),
    Family(
        name="sysctl.drift_count",
        unit=Unit.COUNT,
        meaning="Settings of the kernel that run with another value than their file says.",
        kind=Kind.GAUGE,
        resource=Resource.KERNEL,
    ),
    Family(
        name="sysctl.wanted",
        unit=Unit.TEXT,
        meaning="The value that a file under sysctl.d gives a setting of the kernel.",
        labels=("file", "name"),
        kind=Kind.FACT,
        resource=Resource.KERNEL,
        aspect=Aspect.CAPACITY,
    ),
    Family(
        name="sysctl.running",
        unit=Unit.TEXT,
        meaning="The value that a setting of the kernel runs with where its file says another.",
        labels=("name",),
        kind=Kind.FACT,
        resource=Resource.KERNEL,
        aspect=Aspect.CAPACITY,
    ),
)
