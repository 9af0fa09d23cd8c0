"""How many jobs of a tenant may wait: counted now and then, not with each that comes."""

from collections.abc import Awaitable, Callable

from hexascope.domain.errors import TooMuch
from hexascope.store.database.scope import Scope
from hexascope.store.database.work.jobs import KeptJobs

MOST_WAITING = 100_000
"""Jobs of one tenant that may wait."""

COUNT_EACH = 256
"""Jobs between two counts: so many more may come past the limit by each other process."""

MOST_TENANTS = 1000
"""Tenants whose count is remembered; of more the oldest are counted again."""


async def _usual(_tenant: str) -> int:
    return MOST_WAITING


class Room:
    """Remembers how many jobs wait at most; counting 100,000 rows takes 5 ms.

    `most` tells how many may wait of a tenant.
    """

    def __init__(self, most: Callable[[str], Awaitable[int]] | None = None) -> None:
        self._most = most or _usual
        self._counted: dict[str, tuple[int, int]] = {}

    async def need(self, scope: Scope) -> None:
        """Refuse one more where there is no room: TooMuch."""
        most = await self._most(scope.tenant)
        counted, since = self._counted.get(scope.tenant, (0, COUNT_EACH))
        if since >= COUNT_EACH or counted + since >= most:
            counted, since = await KeptJobs(scope).waiting(), 0
        if counted >= most:
            raise TooMuch(f"{counted} jobs wait already: wait until some of them have ended")
        self._counted.pop(scope.tenant, None)
        self._counted[scope.tenant] = (counted, since + 1)
        while len(self._counted) > MOST_TENANTS:
            self._counted.pop(next(iter(self._counted)))
