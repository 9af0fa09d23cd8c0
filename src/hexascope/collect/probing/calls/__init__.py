"""System calls that probes make: what they cost is told, and they are made on request only."""

from collections.abc import Mapping

from hexascope.collect.calls import CALLS
from hexascope.collect.calls.contract import Call
from hexascope.collect.probing.calls.names import CALLS as NAMES
from hexascope.collect.probing.calls.profiles import CALLS as PROFILES
from hexascope.collect.probing.calls.sockets import CALLS as SOCKETS
from hexascope.collect.probing.calls.stacks import CALLS as STACKS
from hexascope.collect.probing.calls.tracepoints import CALLS as TRACEPOINTS

PROBE_CALLS: Mapping[str, Call] = {**CALLS, **NAMES, **PROFILES, **SOCKETS, **STACKS, **TRACEPOINTS}
"""All that a probe may call: what a look may, and what only a probe does."""
