"""Secrets: their values go in, and never out."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from hexascope.kit.clock import rfc3339
from hexascope.store.database.secrets import LONGEST_VALUE, SHORTEST_VALUE, KnownSecret


class NewValue(BaseModel):
    """A value to keep; no answer, log or report ever shows it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"value": "sk-example-0123456789"}]}
    )

    value: SecretStr = Field(min_length=SHORTEST_VALUE, max_length=LONGEST_VALUE)


class Secret(BaseModel):
    """What is told of a secret; `version` counts its values, `used` is when it was last read."""

    name: str
    version: int
    created: str
    changed: str
    used: str | None


class RotationDone(BaseModel):
    """A rotation: how many values are sealed by the new key."""

    sealed: int


def secret_shown(known: KnownSecret) -> Secret:
    """Show what may be told."""
    return Secret(
        name=known.name,
        version=known.version,
        created=rfc3339(known.created),
        changed=rfc3339(known.changed),
        used=None if known.used is None else rfc3339(known.used),
    )
