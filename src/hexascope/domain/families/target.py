"""Families of evidence on a target: where the time of its threads went."""

from hexascope.domain.evidence import Family

FAMILIES: tuple[Family, ...] = ()
