"""How many jobs of a tenant may wait: counted now and then, not with each that comes."""

from hexascope.domain.errors import TooMuch
from hexascope.store.database.jobs import KeptJobs
from hexascope.store.database.scope import Scope

MOST_WAITING = 100_000
"""Jobs of one tenant that may wait."""

COUNT_EACH = 256
"""Jobs between two counts: so many more may come past the limit by each other process."""

MOST_TENANTS = 1000
"""Tenants whose count is remembered; of more the oldest are counted again."""


class Room:
    """Remembers how many jobs wait at most; counting 100,000 rows takes 5 ms."""

    def __init__(self, most: int = MOST_WAITING) -> None:
        self._most = most
        self._counted: dict[str, tuple[int, int]] = {}

    async def need(self, scope: Scope) -> None:
        """Refuse one more where there is no room: TooMuch."""
        counted, since = self._counted.get(scope.tenant, (0, COUNT_EACH))
        if since >= COUNT_EACH or counted + since >= self._most:
            counted, since = await KeptJobs(scope).waiting(), 0
        if counted >= self._most:
            raise TooMuch(f"{counted} jobs wait already: wait until some of them have ended")
        self._counted.pop(scope.tenant, None)
        self._counted[scope.tenant] = (counted, since + 1)
        while len(self._counted) > MOST_TENANTS:
            self._counted.pop(next(iter(self._counted)))
