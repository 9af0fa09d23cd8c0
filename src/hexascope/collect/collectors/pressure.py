"""Pressure stall information: the time in which tasks waited for a resource."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Missing, Reading

RESOURCES = ("cpu", "memory", "io", "irq")
MEANS = (60, 300)
"""Seconds over which the kernel keeps a mean that a look of seconds can't have."""


class _Line(NamedTuple):
    """One line of a pressure file: whose, `some` or `full`, and its fields."""

    resource: str
    kind: str
    fields: Mapping[str, str]
    source: str


def _lines(host: HostFiles) -> Iterator[_Line]:
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
            yield _Line(resource, kind, dict(field.split("=") for field in fields), source)


def _total(line: _Line) -> Reading:
    seconds = int(line.fields["total"]) / 1e6
    labels = (("resource", line.resource),)
    return Reading(f"pressure.{line.kind}_time", labels, seconds, line.source)


def _light(host: HostFiles) -> Iterator[Reading]:
    return (_total(line) for line in _lines(host))


@collector(
    reads=tuple(f"/proc/pressure/{resource}" for resource in RESOURCES),
    gives=("pressure.some_time", "pressure.full_time", "pressure.average"),
    light=_light,
)
def pressure(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read how long tasks have waited for CPU, memory and I/O; the window makes shares of it.

    The kernel's own means of one and five minutes tell what was before the look. Linux has it
    since 4.20. With `psi=0` on the kernel's command line there is nothing to read.
    """
    for line in _lines(host):
        yield _total(line)
        for seconds in MEANS:
            told = line.fields.get(f"avg{seconds}")
            if told is not None:
                labels = (
                    ("kind", line.kind),
                    ("over", f"{seconds}s"),
                    ("resource", line.resource),
                )
                yield Reading("pressure.average", labels, float(told) / 100, line.source)
