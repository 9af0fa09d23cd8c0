"""Tenants, as the administrator of an instance sees and sets them."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from hexascope.kit.clock import rfc3339
from hexascope.store.database.tenants import LONGEST_NAME, Tenant

Named = Annotated[str, Field(min_length=1, max_length=40)]


class NewTenant(BaseModel):
    """A tenant to make; limits that are not named are the usual ones."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"id": "acme", "limits": {"hosts": 50}}]},
    )

    id: str = Field(pattern=r"^[a-z0-9-]{1,63}$", description="1 to 63 of a-z, 0-9 and -.")
    name: str = Field(default="", max_length=LONGEST_NAME)
    limits: dict[Named, float] = Field(default_factory=dict, max_length=50)


class TenantChange(BaseModel):
    """What to change; a limit of null goes back to the usual."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"limits": {"day_dollars": 5}}]}
    )

    name: str | None = Field(default=None, max_length=LONGEST_NAME)
    limits: dict[Named, float | None] = Field(default_factory=dict, max_length=50)


class KnownTenant(BaseModel):
    """A tenant with the limits that hold for it, and those that were set."""

    id: str
    name: str
    created: str
    limits: dict[str, float]
    own_limits: dict[str, float]


class MadeTenant(KnownTenant):
    """A tenant that was just made: by the link its first administrator sets his password, once."""

    set_up_link: str


def tenant_shown(one: Tenant, limits: dict[str, float]) -> KnownTenant:
    """Show a tenant."""
    return KnownTenant(
        id=one.id,
        name=one.name,
        created=rfc3339(one.created),
        limits=limits,
        own_limits=dict(one.limits),
    )
