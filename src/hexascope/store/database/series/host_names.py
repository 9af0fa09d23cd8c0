"""The hosts of a tenant as selectors choose them: name, id and labels, and nothing else of them."""

from collections.abc import Mapping

from sqlalchemy import Connection

from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.hosts import hosts

MOST_HOSTS = 10_000
"""Hosts that one tenant may have."""

Attributes = Mapping[str, str]


async def attributes_of_hosts(scope: Scope) -> Mapping[str, Attributes]:
    """Give by its id what each host is chosen by: `host` (its name), `id`, `label.NAME`."""

    def work(connection: Connection) -> Mapping[str, Attributes]:
        rows = connection.execute(
            scope.select(hosts, hosts.c.id, hosts.c.name, hosts.c.labels).limit(MOST_HOSTS)
        )
        return {
            id_: {
                "host": name,
                "id": id_,
                **{f"label.{label}": value for label, value in labels.items()},
            }
            for id_, name, labels in rows
        }

    return await scope.read(work)
