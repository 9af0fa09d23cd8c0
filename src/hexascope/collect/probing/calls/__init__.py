"""System calls that probes make: what they cost is told, and they are made on request only."""

from collections.abc import Mapping

from hexascope.collect.calls import CALLS
from hexascope.collect.calls.contract import Call

PROBE_CALLS: Mapping[str, Call] = {**CALLS}
"""All that a probe may call: what a look may, and what only a probe does."""
