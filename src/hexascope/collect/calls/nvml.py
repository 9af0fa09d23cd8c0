"""NVIDIA GPUs through NVML, where its library is present."""

from collections.abc import Mapping

from hexascope.collect.calls.contract import Call

CALLS: Mapping[str, Call] = {}
