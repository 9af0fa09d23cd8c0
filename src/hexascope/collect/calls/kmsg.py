"""The kernel log through /dev/kmsg: never /proc/kmsg, for reading that consumes it."""

from collections.abc import Mapping

from hexascope.collect.calls.contract import Call

CALLS: Mapping[str, Call] = {}
