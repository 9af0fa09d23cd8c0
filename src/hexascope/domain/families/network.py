"""Families of evidence on interfaces, protocols and sockets."""

from hexascope.domain.evidence import Family

FAMILIES: tuple[Family, ...] = ()
