"""Keeping house among series: sealing chunks, rolling them up, forgetting what is too old."""

from dataclasses import dataclass, field

from hexascope.services.series.series import Series
from hexascope.store.database.series.forgetting import Forgetting, tenants_with_series
from hexascope.store.database.series.rolling import Rolling, due_rollups
from hexascope.store.database.series.sealing import Open, Sealing, open_chunks

ROUND_S = 5.0
"""Pause between two rounds of sealing."""

SETTLED_S = 10.0
"""How long after its end a chunk is sealed: what comes later has it written again."""

PARTLY_S = 300.0
"""How often chunks of long steps are written before their end: summaries are so fresh."""

MOST_OPEN_ROWS = 1000
"""Open rows with which a chunk is written before its end."""

ROLLUPS_EVERY_S = 60.0
MOST_ROLLS = 50
"""Looks for due rollups in one round: 10,000 rollups at most."""

FORGET_EVERY_S = 600.0
MOST_PIECES = 200
"""Pieces that one round of forgetting removes of one tenant: 100,000 rows of each kind."""


@dataclass(slots=True, kw_only=True)
class Upkeep:
    """What runs in one process for all tenants; two that run at once do no harm."""

    series: Series
    partly: dict[tuple[str, int, int], float] = field(default_factory=dict)
    rolled: float = 0.0
    forgot: float = 0.0

    async def round(self) -> None:
        """Do what is due now."""
        now = self.series.clock()
        await self.seal(now)
        if now >= self.rolled + ROLLUPS_EVERY_S:
            self.rolled = now
            await self.roll(now)
        if now >= self.forgot + FORGET_EVERY_S:
            self.forgot = now
            await self.forget(now)

    async def seal(self, now: float, *, all_of_them: bool = False) -> int:
        """Seal chunks that are over, or for a while not written; gives how many."""
        found = await open_chunks(self.series.store.everywhere())
        sealed = 0
        for one in found:
            if all_of_them or self._due(one, now):
                scope = self.series.store.of(one.tenant)
                sealing = Sealing(scope=scope, layouts=self.series.layouts)
                await sealing.seal(one.source, one.start)
                sealed += 1
        alive = {(one.tenant, one.source, one.start) for one in found}
        for mark in self.partly.keys() - alive:
            del self.partly[mark]
        return sealed

    def _due(self, one: Open, now: float) -> bool:
        if now > one.end + SETTLED_S:
            return True
        mark = (one.tenant, one.source, one.start)
        last = self.partly.setdefault(mark, max(now, one.start))
        if one.rows >= MOST_OPEN_ROWS or now - last >= PARTLY_S:
            self.partly[mark] = now
            return True
        return False

    async def roll(self, now: float) -> int:
        """Make the rollups that are due; gives how many."""
        made = 0
        for _ in range(MOST_ROLLS):
            found = await due_rollups(self.series.store.everywhere(), now)
            for due in found:
                scope = self.series.store.of(due.tenant)
                await Rolling(scope=scope, layouts=self.series.layouts).roll(due)
            made += len(found)
            if not found:
                break
        return made

    async def forget(self, now: float) -> int:
        """Remove what is older than each tenant keeps; gives how many rows."""
        gone = 0
        for tenant in await tenants_with_series(self.series.store.everywhere()):
            keep = await self.series.keep_of(tenant)
            forgetting = Forgetting(scope=self.series.store.of(tenant))
            for _ in range(MOST_PIECES):
                removed = await forgetting.forget(keep, now)
                gone += removed
                if not removed:
                    break
        return gone
