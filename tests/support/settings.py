"""A plug-in's options, for tests of settings."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Two limits."""

    high: float = 0.2
    low: float = 0.1
