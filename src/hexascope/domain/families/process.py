"""Families of evidence on single processes and threads."""

from hexascope.domain.evidence import Family

FAMILIES: tuple[Family, ...] = ()
