"""The kernel's clock: is it kept in step, by how much may it be wrong, what is it read from."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Missing, Reading

SOURCE = "adjtimex"
COUNTER = "/sys/devices/system/clocksource/clocksource0/current_clocksource"
UNSYNCHRONISED = 0x0040
"""STA_UNSYNC of the kernel's interface: no daemon keeps the clock in step."""


@collector(
    reads=(SOURCE, COUNTER),
    gives=("clock.synchronised", "clock.error_bound", "clock.offset", "clock.source"),
)
def clock(host: HostFiles) -> Iterator[Reading | Missing]:
    """Ask the kernel for the state of its clock."""
    try:
        yield Reading("clock.source", (), host.read(COUNTER).strip(), COUNTER)
    except NotHere as gone:
        yield Missing("clock.source", gone.status, gone.reason)
    told = host.call(SOURCE)
    if not isinstance(told, dict):
        raise TypeError("adjtimex gave no table")
    numbers = {name: value for name, value in told.items() if isinstance(value, int | float)}
    in_step = not int(numbers["status"]) & UNSYNCHRONISED
    yield Reading("clock.synchronised", (), float(in_step), SOURCE)
    yield Reading("clock.error_bound", (), numbers["error_bound"], SOURCE)
    yield Reading("clock.offset", (), numbers["offset"], SOURCE)
