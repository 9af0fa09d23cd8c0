"""NFS: counters of two looks → how long servers took, and what was sent again."""

from collections.abc import Iterator

from hexascope.derive.contract import deriver
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.snapshot import Window

SOURCE = "/proc/self/mountstats"


@deriver()
def nfs(window: Window, _so_far: Facts) -> Iterator[Evidence]:
    """Give rate, waits and repeated requests of each NFS mount that was used in the window."""
    seconds = window.seconds_of("nfs.operations")
    for reading in window.last.of("nfs.operations"):
        [(_, mount)] = reading.labels
        operations = window.growth("nfs.operations", mount=mount)
        sent = window.growth("nfs.sent", mount=mount)
        if not operations or sent is None or seconds <= 0:
            continue
        values = {
            "nfs.operation_count": operations,
            "nfs.rate": operations / seconds,
            "nfs.repeated_share": max(sent - operations, 0.0) / max(sent, 1.0),
        }
        for family, raw in (
            ("nfs.await", "nfs.round_trip_time"),
            ("nfs.execute_await", "nfs.execute_time"),
        ):
            time = window.growth(raw, mount=mount)
            if time is not None:
                values[family] = time / operations
        for family, value in values.items():
            yield evidence(family, value, source=SOURCE, window_s=seconds, mount=mount)
