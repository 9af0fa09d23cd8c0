"""The declared table of evidence families: name, unit, meaning and labels, one file a subject."""

from collections.abc import Mapping
from functools import cache
from math import isfinite
from types import MappingProxyType

from hexascope.domain.evidence import Evidence, Family, labels_of
from hexascope.domain.families import (
    applications,
    archives,
    cgroup,
    changes,
    computed,
    cpu,
    disk,
    filesystem,
    hardware,
    history,
    identity,
    limits,
    memory,
    network,
    probes,
    process,
    programs,
    scheduling,
    system,
    target,
)
from hexascope.domain.use import Unit

BYTES_PER_S = "bytes_per_s"


@cache
def families() -> Mapping[str, Family]:
    """Give every declared family by its name."""
    table: dict[str, Family] = {}
    for subject in (
        cpu,
        scheduling,
        memory,
        disk,
        filesystem,
        network,
        process,
        cgroup,
        limits,
        hardware,
        system,
        applications,
        archives,
        target,
        changes,
        identity,
        probes,
        programs,
        computed,
        history,
    ):
        for family in subject.FAMILIES:
            if family.name in table:
                raise ValueError(f"the family {family.name!r} is declared twice")
            table[family.name] = family
    return MappingProxyType(table)


def told_unit(family: Family) -> str:
    """Give a family's unit as it is told to who knows no families: bytes a second are named."""
    counts_bytes = family.bytes_ and family.unit is Unit.PER_SECOND
    return BYTES_PER_S if counts_bytes else family.unit.value


def piece_unit(piece: Evidence) -> str:
    """Give the unit of a piece of evidence as `told_unit` does of its family."""
    family = families().get(piece.family)
    known = family is not None and family.unit is piece.unit
    return told_unit(family) if family is not None and known else piece.unit.value


def evidence(
    family: str,
    value: float | str,
    *,
    source: str,
    window_s: float = 0.0,
    series: tuple[tuple[float, float], ...] = (),
    **labels: str,
) -> Evidence:
    """Make a piece of evidence of a declared family; unit, resource and aspect come from there.

    ValueError or OverflowError: the number is none that evidence can rest on.
    """
    if not isinstance(value, str) and not isfinite(value):
        raise ValueError(f"{family} would be {value}")
    row = families()[family]
    return Evidence(
        family=family,
        labels=labels_of(labels),
        value=value,
        unit=row.unit,
        source=source,
        window_s=window_s,
        resource=row.resource,
        aspect=row.aspect,
        series=series,
    )
