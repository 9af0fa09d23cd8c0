"""Keeping batches in groups: what comes while one commit is under way goes with the next."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from hexascope.domain.errors import BadInput, HexascopeError, StoreAway, TooMuch
from hexascope.domain.series import Batch, Kept
from hexascope.store.database.scope import Store
from hexascope.store.database.series.appending import Appending, Registered

MOST_WAITING_BYTES = 64 * 2**20
"""Bytes of batches that wait to be kept; who comes then is told to come later."""

MOST_IN_A_GROUP = 512
"""Batches of one transaction."""

GATHER_S = 0.02
"""Least time between the beginnings of two transactions: a sync costs as much as 15 batches."""

LATEST_S = 86_400.0
"""How late a moment may come."""

MOST_MOMENTS = 2400
"""Moments of one chunk, which is made for 120: who sends more has told a wrong step."""

MOST_COUNTED = 20_000
"""Chunks whose moments are counted: those that something was sent for last."""


MostOf = Callable[[str], Awaitable[int]]
"""Gives the series that one host of a tenant may send."""


@dataclass(slots=True, eq=False)
class _Waiting:
    batch: Batch
    future: "asyncio.Future[Kept]"


class Appender:
    """Keeps batches of all tenants; `append` returns when the batch would survive a power cut."""

    def __init__(
        self,
        store: Store,
        clock: Callable[[], float],
        most_series: int,
        most_of: MostOf | None = None,
    ) -> None:
        """Take `most_of` for the series that a host of each tenant may send, else one number."""
        self._store = store
        self._clock = clock
        self._most_series = most_series
        self._most_of = most_of
        self._registered = Registered()
        self._waiting: dict[str, list[_Waiting]] = {}
        self._bytes = 0
        self._counted: OrderedDict[tuple[str, int, int], int] = OrderedDict()
        self._next = 0.0
        self._task: asyncio.Task[None] | None = None

    @property
    def waiting_bytes(self) -> int:
        """Give how many bytes wait."""
        return self._bytes

    async def append(self, tenant: str, batch: Batch) -> Kept:
        """Keep a batch once, however often it comes.

        BadInput: a moment is more than a day old; TooMuch: too much waits, or too many series;
        StoreFull, StoreAway: nothing was kept.
        """
        if batch.times[0] < self._clock() - LATEST_S:
            raise BadInput(
                f"times: the first moment is {self._clock() - batch.times[0]:.0f} s old; what is"
                f" older than {LATEST_S:.0f} s is not taken"
            )
        self._count(tenant, batch)
        if self._bytes + batch.size > MOST_WAITING_BYTES:
            raise TooMuch("too many batches wait to be kept: send this one again in a moment")
        one = _Waiting(batch, asyncio.get_running_loop().create_future())
        self._waiting.setdefault(tenant, []).append(one)
        self._bytes += batch.size
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._keep_all(), name="series-append")
        return await one.future

    def _count(self, tenant: str, batch: Batch) -> None:
        source = batch.source
        mark = (tenant, source.number, source.start_of(batch.times[0]))
        moments = self._counted.pop(mark, 0) + len(batch.times)
        if moments > MOST_MOMENTS:
            self._counted[mark] = MOST_MOMENTS
            raise TooMuch(
                f"more than {MOST_MOMENTS} moments came for {source.span} s of stream"
                f" {source.stream}: say in `step` how many seconds lie between two moments"
            )
        self._counted[mark] = moments
        while len(self._counted) > MOST_COUNTED:
            self._counted.popitem(last=False)

    async def _keep_all(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            await asyncio.sleep(max(0.0, self._next - loop.time()))
            self._next = loop.time() + GATHER_S
            tenant, waiting = next(iter(self._waiting.items()))
            group = waiting[:MOST_IN_A_GROUP]
            del self._waiting[tenant]
            if waiting[MOST_IN_A_GROUP:]:
                self._waiting[tenant] = waiting[MOST_IN_A_GROUP:]
            try:
                await self._keep(tenant, group)
            finally:
                self._bytes -= sum(one.batch.size for one in group)
                for one in group:  # where the server ends amid it
                    if not one.future.done():
                        one.future.set_exception(StoreAway("the server is stopping"))

    async def _keep(self, tenant: str, group: list[_Waiting]) -> None:
        try:
            appending = Appending(
                scope=self._store.of(tenant),
                registered=self._registered,
                most_series=await self._most_of(tenant) if self._most_of else self._most_series,
            )
            outcomes = await appending.append([one.batch for one in group], self._clock())
        except Exception as error:  # a door: each of the group is told of it
            for one in group:
                _tell(one, error)
            return
        for one, outcome in zip(group, outcomes, strict=True):
            _tell(one, outcome)


def _tell(one: _Waiting, outcome: "Kept | Exception") -> None:
    if one.future.done():
        return  # who asked has gone
    if isinstance(outcome, Kept):
        one.future.set_result(outcome)
    elif isinstance(outcome, HexascopeError):
        # each its own: a traceback belongs to one task
        one.future.set_exception(type(outcome)(str(outcome)))
    else:
        one.future.set_exception(outcome)
