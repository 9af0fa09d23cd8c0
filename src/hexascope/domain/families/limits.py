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
        name="lock.wait_total",
        unit=Unit.SECONDS,
        meaning="Time that tasks have waited for one lock of the kernel since it was last cleared.",
        labels=("lock",),
        kind=Kind.COUNTER,
        resource=Resource.KERNEL,
        aspect=Aspect.SATURATION,
    ),
    Family(
        name="lock.hold_total",
        unit=Unit.SECONDS,
        meaning="Time that one lock of the kernel has been held since it was last cleared.",
        labels=("lock",),
        kind=Kind.COUNTER,
        resource=Resource.KERNEL,
        aspect=Aspect.UTILIZATION,
    ),
    Family(
        name="lock.wait_time",
        unit=Unit.RATIO,
        meaning="Time that tasks waited for one lock of the kernel, as a share of the window.",
        labels=("lock",),
        resource=Resource.KERNEL,
        aspect=Aspect.SATURATION,
        made_from=("lock.wait_total",),
    ),
    Family(
        name="lock.hold_time",
        unit=Unit.RATIO,
        meaning="Time that one lock of the kernel was held, as a share of the window.",
        labels=("lock",),
        resource=Resource.KERNEL,
        aspect=Aspect.UTILIZATION,
        made_from=("lock.hold_total",),
    ),
    Family(
        name="entropy.available",
        unit=Unit.COUNT,
        meaning="Bits of randomness in the kernel's pool.",
        kind=Kind.GAUGE,
        resource=Resource.KERNEL,
    ),
    Family(
        name="entropy.pool",
        unit=Unit.COUNT,
        meaning="Bits that the kernel's pool of randomness holds.",
        kind=Kind.GAUGE,
        resource=Resource.KERNEL,
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
