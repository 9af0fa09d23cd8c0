"""Kernel-wide tables: how full they are."""

from collections.abc import Iterator

from hexascope.derive.contract import deriver
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.snapshot import Window

NO_LIMIT = 1e15
"""A limit above this is none: newer kernels put the largest number there is into file-max."""

LEAST_GROWTH = 5
"""Entries that a table must gain in the window: some are small, and one or two more are chance."""


@deriver()
def limits(window: Window, _so_far: Facts) -> Iterator[Evidence]:
    """Give each table's use as a share of its limit (one without a limit gives 0), when one that
    grows will be full, and how much of the window each lock of the kernel was held and waited for.
    """
    yield from _locks(window)
    for reading in window.last.of("limits.used"):
        table = dict(reading.labels)["table"]
        used = window.last.number("limits.used", table=table)
        most = window.last.number("limits.most", table=table)
        if used is not None and most is not None and most > 0:
            share = 0.0 if most > NO_LIMIT else used / most
            yield evidence("limits.share", share, source=reading.source, table=table)
            growth = window.growth("limits.used", table=table) or 0.0
            rate = window.rate("limits.used", table=table)
            if rate and growth >= LEAST_GROWTH and most <= NO_LIMIT:
                left = max(0.0, most - used) / rate
                seconds = window.seconds_of("limits.used")
                yield evidence(
                    "limits.time_left", left, source=reading.source, window_s=seconds, table=table
                )


def _locks(window: Window) -> Iterator[Evidence]:
    for raw, family in (
        ("lock.wait_total", "lock.wait_time"),
        ("lock.hold_total", "lock.hold_time"),
    ):
        for reading in window.last.of(raw):
            lock = dict(reading.labels)["lock"]
            share = window.rate(raw, lock=lock)
            if share is not None:
                seconds = window.seconds_of(raw)
                yield evidence(family, share, source=reading.source, window_s=seconds, lock=lock)
