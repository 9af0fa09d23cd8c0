"""Pressure stall information: the time in which tasks waited for a resource."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Missing, Reading

RESOURCES = ("cpu", "memory", "io", "irq")


def _readings(host: HostFiles) -> Iterator[Reading | Missing]:
    for resource in RESOURCES:
        source = f"/proc/pressure/{resource}"
        try:
            lines = host.read(source).splitlines()
        except NotHere:
            if resource == "irq":  # since 6.1 and only with IRQ time accounting: seldom there
                continue
            raise
        for line in lines:
            kind, *fields = line.split()
            total = dict(field.split("=") for field in fields)["total"]
            yield Reading(
                f"pressure.{kind}_time", (("resource", resource),), int(total) / 1e6, source
            )


@collector(
    reads=tuple(f"/proc/pressure/{resource}" for resource in RESOURCES),
    gives=("pressure.some_time", "pressure.full_time"),
    light=_readings,
)
def pressure(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read how long tasks have waited for CPU, memory and I/O; the window makes shares of it.

    Linux has it since 4.20. With `psi=0` on the kernel's command line there is nothing to read.
    """
    yield from _readings(host)
