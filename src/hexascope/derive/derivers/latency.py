"""Latency: where time was waited away, over the whole host."""

from collections.abc import Iterator
from statistics import fmean

from hexascope.derive.contract import deriver
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.rows import BlockDevice, ProcessUse
from hexascope.domain.snapshot import Window


@deriver(after=("processes", "disks"))
def latency(window: Window, so_far: Facts) -> Iterator[Evidence]:
    """Gather the waits for disks and CPUs: of a request, of the process that waited longest."""
    yield from _disk(window, so_far)
    blocked = so_far.one("tasks.blocked")
    if blocked is not None and blocked.series:
        yield evidence(
            "latency.blocked",
            fmean(value for _, value in blocked.series),
            source=blocked.source,
            window_s=window.seconds,
            series=blocked.series,
        )
    uses = so_far.rows(ProcessUse)
    delays = [one.run_delay_share for one in uses if one.run_delay_share is not None]
    if delays:
        yield evidence(
            "latency.run_delay",
            max(delays),
            source="/proc/PID/schedstat",
            window_s=window.seconds,
        )
    if any(one.now.block_delay_s > 0 for one in uses):  # all zero: delay accounting is off
        yield evidence(
            "latency.block_delay",
            max(one.block_delay_share for one in uses),
            source="/proc/PID/stat",
            window_s=window.seconds,
        )


def _disk(window: Window, so_far: Facts) -> Iterator[Evidence]:
    above = {one.name for one in window.last.rows(BlockDevice) if not one.is_leaf}
    requests = time = 0.0
    for one in so_far.of("disk.await"):
        device = one.label("device")
        count = so_far.number("disk.requests", device=device) or 0.0
        if device not in above:
            requests += count
            time += count * one.number
    if requests > 0:
        yield evidence(
            "latency.disk", time / requests, source="/proc/diskstats", window_s=window.seconds
        )
