"""Families of evidence on kernel-wide tables and their limits."""

from hexascope.domain.evidence import Family

FAMILIES: tuple[Family, ...] = ()
