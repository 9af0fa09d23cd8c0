"""Kernel-wide tables: how full they are."""

from collections.abc import Iterator

from hexascope.derive.contract import deriver
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.snapshot import Window

NO_LIMIT = 1e15
"""A limit above this is none: newer kernels put the largest number there is into file-max."""


@deriver()
def limits(window: Window, _so_far: Facts) -> Iterator[Evidence]:
    """Give each table's use as a share of its limit; a table without a limit gives 0."""
    for reading in window.last.of("limits.used"):
        table = dict(reading.labels)["table"]
        used = window.last.number("limits.used", table=table)
        most = window.last.number("limits.most", table=table)
        if used is not None and most:
            share = 0.0 if most > NO_LIMIT else used / most
            yield evidence("limits.share", share, source=reading.source, table=table)
