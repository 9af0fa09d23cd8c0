"""Filesystems and devices: statvfs, and what must run in a child that can be killed."""

from collections.abc import Mapping

from hexascope.collect.calls.contract import Call

CALLS: Mapping[str, Call] = {}
