"""Families of evidence on memory, swap and NUMA."""

from hexascope.domain.evidence import Family

FAMILIES: tuple[Family, ...] = ()
