"""Links, queues, neighbours and sockets of a network namespace, through netlink."""

from collections.abc import Mapping

from hexascope.collect.calls.contract import Call

CALLS: Mapping[str, Call] = {}
