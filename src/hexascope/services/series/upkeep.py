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

LATE_EVERY_S = 30.0
"""How often a chunk that is over is written again, where moments still come late."""

MOST_OPEN_ROWS = 1000
"""Open rows with which a chunk is written before its end."""

ROLLS_A_ROUND = 50
"""Rollups of one round: sealing does not wait for them."""

FORGET_EVERY_S = 600.0
PIECES_A_ROUND = 20
"""Pieces that one round of forgetting removes: of 500 rows of each kind."""


@dataclass(slots=True, kw_only=True)
class Upkeep:
    """What runs in one process for all tenants; two that run at once do no harm."""

    series: Series
    next: dict[tuple[str, int, int], float] = field(default_factory=dict)
    forgot: float = 0.0

    async def round(self) -> None:
        """Do what is due now."""
        now = self.series.clock()
        await self.seal(now)
        await self.roll(now, most=ROLLS_A_ROUND)
        if now >= self.forgot + FORGET_EVERY_S and await self.forget(now, most=PIECES_A_ROUND):
            self.forgot = now

    async def seal(self, now: float, *, all_of_them: bool = False) -> int:
        """Seal chunks that are over, or for a while not written; gives how many."""
        found = await open_chunks(self.series.store.everywhere())
        due: dict[str, list[tuple[int, int]]] = {}
        for one in found:
            if all_of_them or self._due(one, now):
                due.setdefault(one.tenant, []).append((one.source, one.start))
        for tenant, chunks in due.items():
            scope = self.series.store.of(tenant)
            await Sealing(scope=scope, layouts=self.series.layouts).seal(chunks)
        alive = {(one.tenant, one.source, one.start) for one in found}
        for mark in self.next.keys() - alive:
            if self.next[mark] <= now:
                del self.next[mark]
        return sum(map(len, due.values()))

    def _due(self, one: Open, now: float) -> bool:
        """Tell whether a chunk is to be written now: not each time that something comes late."""
        mark = (one.tenant, one.source, one.start)
        if mark not in self.next:
            over = now > one.end + SETTLED_S
            first = max(now, one.start) + PARTLY_S
            self.next[mark] = now + SETTLED_S if over else min(one.end + SETTLED_S, first)
        if now < self.next[mark] and one.rows < MOST_OPEN_ROWS:
            return False
        again = one.end + SETTLED_S if now < one.end else now + LATE_EVERY_S
        self.next[mark] = min(again, now + PARTLY_S)
        return True

    async def roll(self, now: float, *, most: int = 10**6) -> int:
        """Make rollups that are due, at most so many; gives how many."""
        made = 0
        while made < most:
            found = (await due_rollups(self.series.store.everywhere(), now))[: most - made]
            for due in found:
                scope = self.series.store.of(due.tenant)
                await Rolling(scope=scope, layouts=self.series.layouts).roll(due)
            made += len(found)
            if not found:
                break
        return made

    async def forget(self, now: float, *, most: int = 10**6) -> bool:
        """Remove what is older than each tenant keeps, at most so many pieces; tells if all is."""
        for tenant in await tenants_with_series(self.series.store.everywhere()):
            keep = await self.series.keep_of(tenant)
            forgetting = Forgetting(scope=self.series.store.of(tenant))
            while most and await forgetting.forget(keep, now):
                most -= 1
        return most > 0
