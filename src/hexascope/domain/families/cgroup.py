"""Families of evidence on control groups."""

from hexascope.domain.evidence import Family

FAMILIES: tuple[Family, ...] = ()
