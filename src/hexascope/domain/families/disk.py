"""Families of evidence on disks, mounts and filesystems."""

from hexascope.domain.evidence import Family

FAMILIES: tuple[Family, ...] = ()
