"""Hosts, as the API shows them."""

from pydantic import BaseModel

from hexascope.kit.clock import rfc3339
from hexascope.store.database.hosts import KnownHost


class Host(BaseModel):
    """A machine that was examined; `first_seen` and `last_seen` are RFC 3339, UTC."""

    id: str
    name: str
    kernel: str
    distribution: str
    architecture: str
    cpus: int
    memory_bytes: int
    labels: dict[str, str]
    first_seen: str
    last_seen: str


def host_shown(known: KnownHost) -> Host:
    """Show what is kept of a host."""
    facts = known.facts
    return Host(
        id=facts.id,
        name=facts.name,
        kernel=facts.kernel,
        distribution=facts.distribution,
        architecture=facts.architecture,
        cpus=facts.cpus,
        memory_bytes=facts.memory_bytes,
        labels=dict(known.labels),
        first_seen=rfc3339(known.first_seen),
        last_seen=rfc3339(known.last_seen),
    )
