"""How many there are of what, over all tenants: for /metrics."""

from collections.abc import Mapping

from sqlalchemy import Connection, func

from hexascope.store.database.scope import Store
from hexascope.store.database.tables.jobs import jobs


async def jobs_by_state(store: Store) -> Mapping[str, int]:
    """Count the jobs of each state that has any."""
    scope = store.everywhere()

    def work(connection: Connection) -> dict[str, int]:
        asked = scope.select(jobs, jobs.c.state, func.count()).group_by(jobs.c.state)
        return {str(row[0]): int(row[1]) for row in connection.execute(asked)}

    return await scope.read(work)
