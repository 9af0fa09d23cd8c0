"""Facts of the host, from what its looks saw."""

from dataclasses import replace

from hexascope.domain.host import HostFacts
from hexascope.domain.snapshot import Window


def host_facts(known: HostFacts, window: Window) -> HostFacts:
    """Fill in what the looks saw of the host; elsewhere what was known before stays."""
    last = window.last

    def told(family: str, before: str) -> str:
        reading = next(last.of(family), None)
        return before if reading is None else str(reading.value)

    cpus = last.number("cpu.count")
    memory = last.number("memory.total")
    since_boot = last.number("host.since_boot")
    return replace(
        known,
        kernel=told("host.kernel", known.kernel),
        distribution=told("host.distribution", known.distribution),
        architecture=told("host.architecture", known.architecture),
        virtualization=told("host.virtualization", known.virtualization),
        container=told("host.container", known.container),
        cloud=told("host.cloud", known.cloud),
        instance_type=told("host.instance_type", known.instance_type),
        cpus=known.cpus if cpus is None else int(cpus),
        memory_bytes=known.memory_bytes if memory is None else int(memory),
        boot_time=known.boot_time if since_boot is None else round(last.time - since_boot, 3),
    )
