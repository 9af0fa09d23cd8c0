"""What a tenant has set otherwise than the server's files, each change a new version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from hexascope.domain.errors import Clash
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.audit import tenant_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class SetByTenant:
    """Values by dotted name; version 0 where nothing was ever set."""

    version: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)
    changed: float = 0.0
    changed_by: str = ""


@dataclass(frozen=True, slots=True)
class TenantSettings:
    """The settings of a scope."""

    scope: Scope

    async def now(self) -> SetByTenant:
        """Give what is set."""
        return await self.scope.read(self._now)

    async def put(self, values: Mapping[str, Any], *, version: int, by: str, now: float) -> int:
        """Keep values in place of those of a version, give the new one; Clash if it has passed."""

        def work(connection: Connection) -> int:
            self.scope.alone(connection, "settings")
            before = self._now(connection)
            if before.version != version:
                raise Clash(
                    f"the settings have version {before.version} by now, not {version}: read them"
                    " again, and change those"
                )
            row = {
                "version": version + 1,
                "values": dict(values),
                "changed": now,
                "changed_by": by[:256],
            }
            self.scope.upsert(connection, tenant_settings, [row])
            return version + 1

        return await self.scope.write(work)

    def _now(self, connection: Connection) -> SetByTenant:
        row = connection.execute(self.scope.select(tenant_settings)).mappings().first()
        if row is None:
            return SetByTenant()
        return SetByTenant(
            version=row["version"],
            values=row["values"],
            changed=row["changed"],
            changed_by=row["changed_by"],
        )
