"""Families that archives keep, where a look reads more."""

from hexascope.domain.evidence import Family, Kind
from hexascope.domain.use import Resource, Unit

FAMILIES: tuple[Family, ...] = (
    Family(
        name="disk.transfers",
        unit=Unit.COUNT,
        meaning="Reads, writes and discards together that a device has completed.",
        labels=("device",),
        kind=Kind.COUNTER,
        resource=Resource.DISK,
    ),
    Family(
        name="disk.transfer_time",
        unit=Unit.SECONDS,
        meaning="Time that all reads, writes and discards of a device took together.",
        labels=("device",),
        kind=Kind.COUNTER,
        resource=Resource.DISK,
    ),
)
