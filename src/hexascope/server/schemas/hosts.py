"""Hosts, as the API shows them."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from hexascope.kit.clock import rfc3339
from hexascope.kit.visible import visible
from hexascope.store.database.hosts import MOST_LABELS, KnownHost

LabelName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]{0,62}$")]


def _seen_whole(words: str) -> str:
    """Refuse words with anything in them that nobody sees."""
    if visible(words) != words:
        raise ValueError("it has characters that can't be seen")
    return words


LabelValue = Annotated[str, StringConstraints(max_length=200), AfterValidator(_seen_whole)]

WEB: dict[str, Any] = {
    "id": "0f3c5b7a9d1e2f40516273849a0b1c2d",
    "name": "web-1",
    "kernel": "6.8.0-45-generic",
    "distribution": "Ubuntu 24.04 LTS",
    "architecture": "x86_64",
    "cpus": 8,
    "memory_bytes": 33554432000,
    "virtualization": "kvm",
    "container": "",
    "cloud": "aws",
    "instance_type": "m7i.2xlarge",
    "labels": {"team": "shop"},
    "first_seen": "2026-11-20T06:00:00.000Z",
    "last_seen": "2026-11-21T06:00:00.000Z",
    "here": False,
}


class Host(BaseModel):
    """A machine that was examined; `first_seen` and `last_seen` are RFC 3339, UTC.

    `here` tells whether it is the one that the answering server runs on.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [WEB]})

    id: str
    name: str
    kernel: str
    distribution: str
    architecture: str
    cpus: int
    memory_bytes: int
    virtualization: str
    container: str
    cloud: str
    instance_type: str
    labels: dict[str, str]
    first_seen: str
    last_seen: str
    here: bool


class HostChange(BaseModel):
    """Labels to set; null takes one away."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"labels": {"team": "shop", "old": None}}]}
    )

    labels: dict[LabelName, LabelValue | None] = Field(max_length=MOST_LABELS)


def host_shown(known: KnownHost, here: str) -> Host:
    """Show what is kept of a host; `here` is the id of the server's own machine."""
    facts = known.facts
    return Host(
        id=facts.id,
        name=visible(facts.name),
        kernel=visible(facts.kernel),
        distribution=visible(facts.distribution),
        architecture=visible(facts.architecture),
        cpus=facts.cpus,
        memory_bytes=facts.memory_bytes,
        virtualization=visible(facts.virtualization),
        container=visible(facts.container),
        cloud=visible(facts.cloud),
        instance_type=visible(facts.instance_type),
        labels=dict(known.labels),
        first_seen=rfc3339(known.first_seen),
        last_seen=rfc3339(known.last_seen),
        here=facts.id == here,
    )
