"""Families of evidence on what changed on the host."""

from hexascope.domain.evidence import Family

FAMILIES: tuple[Family, ...] = ()
