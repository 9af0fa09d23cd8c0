"""Families of evidence on what probes measure on a culprit."""

from hexascope.domain.evidence import Family

FAMILIES: tuple[Family, ...] = ()
