"""Families of evidence on well-known programs: databases, web servers, runtimes."""

from hexascope.domain.evidence import Family

FAMILIES: tuple[Family, ...] = ()
