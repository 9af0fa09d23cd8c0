"""Families of evidence on sensors, GPUs, clocks and virtualisation."""

from hexascope.domain.evidence import Family

FAMILIES: tuple[Family, ...] = ()
