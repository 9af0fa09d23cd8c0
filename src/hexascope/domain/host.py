"""A machine: its name, kernel, hardware and cloud facts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HostFacts:
    """What is told of a host in every report; empty or 0 where it could not be learnt.

    `id` is random and kept in the state folder (a bundle carries it). `container` and
    `virtualization` name what the host runs in, empty on metal. `privileged` tells whether the
    looks had root's rights.
    """

    id: str
    name: str
    kernel: str = ""
    distribution: str = ""
    architecture: str = ""
    cpus: int = 0
    memory_bytes: int = 0
    virtualization: str = ""
    container: str = ""
    cloud: str = ""
    instance_type: str = ""
    boot_time: float = 0.0
    privileged: bool = False
