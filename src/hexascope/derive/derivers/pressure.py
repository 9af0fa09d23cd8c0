"""Pressure stall information: times → shares of the window."""

from collections.abc import Iterator

from hexascope.derive.contract import deriver
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.snapshot import Window


@deriver()
def pressure(window: Window, _so_far: Facts) -> Iterator[Evidence]:
    """Give the share of the window in which tasks waited, for each resource, some and full."""
    for kind in ("some", "full"):
        family = f"pressure.{kind}_time"
        for reading in window.last.of(family):
            [(_, resource)] = reading.labels
            share = window.rate(family, resource=resource)
            if share is not None:
                yield evidence(
                    f"pressure.{kind}_share",
                    min(share, 1.0),
                    source=reading.source,
                    window_s=window.seconds_of(family),
                    series=tuple(
                        (at, min(value, 1.0))
                        for at, value in window.rates(family, resource=resource)
                    ),
                    resource=resource,
                )
