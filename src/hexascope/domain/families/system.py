"""Families of evidence on the kernel log, units, settings and exposure."""

from hexascope.domain.evidence import Family

FAMILIES: tuple[Family, ...] = ()
