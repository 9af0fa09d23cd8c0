"""The samples of this server's own host, told to who watches its page."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from hexascope.bootstrap.serving.parts import Parts
from hexascope.domain.errors import HexascopeError
from hexascope.domain.host import HostFacts
from hexascope.kit import clock
from hexascope.services.series.busiest import Busiest, BusyGroup
from hexascope.services.series.steady import Watched
from hexascope.services.series.watching import is_watched
from hexascope.store.database.tenants import FIRST


@dataclass(slots=True)
class Telling:
    """Says what the looks came to; looks at processes only while somebody watches."""

    parts: Parts
    host: HostFacts
    busiest: Busiest | None
    groups: Sequence[BusyGroup] = ()

    async def say(self, seen: Sequence[Watched]) -> None:
        """Tell who watches; what nobody could be told is in the store all the same."""
        self.groups = next((one.groups for one in seen if one.slow), self.groups)
        processes = await self._processes()
        if not seen:
            return
        id_ = self.host.id
        try:
            known = (await self.parts.series.hosts(FIRST)).get(
                id_, {"id": id_, "host": self.host.name}
            )
            message = {
                "event": "sample",
                "of": dict(known),
                "time": clock.rfc3339(seen[-1].time),
                "numbers": {key: value for one in seen for key, value in one.numbers.items()},
                "groups": list(self.groups),
                "processes": processes,
            }
            await self.parts.bus.say(f"{FIRST}.host.{id_}", message)
        except HexascopeError:
            return

    async def _processes(self) -> object:
        """Give the busiest processes; None until there were two looks at them."""
        if self.busiest is None:
            return None
        if not await is_watched(self.parts.bus, FIRST, self.host.id):
            self.busiest.forget()
            return None
        return await asyncio.to_thread(self.busiest.look, clock.monotonic())
