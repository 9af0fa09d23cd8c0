"""The steady look at this server's own host, kept as series and told live."""

import asyncio
from collections.abc import Sequence

from hexascope.bootstrap.serving.content import here
from hexascope.bootstrap.serving.parts import Parts
from hexascope.bootstrap.serving.telling_samples import Telling
from hexascope.domain.errors import HexascopeError
from hexascope.domain.host import HostFacts
from hexascope.kit import clock
from hexascope.kit.plugins import discover
from hexascope.services.series.busiest import Busiest
from hexascope.services.series.steady import Steady, Watched, batches_of
from hexascope.store.database.tenants import FIRST

GROUP = 5
"""Looks that are kept together: one sync of the disk for them."""

MOST_HELD = 600
"""Looks that wait while the database is away; of more the oldest go."""


async def run_look(parts: Parts) -> None:
    """Look at this host until it is cancelled; with server.look_seconds 0 it waits only."""
    seconds = parts.known.settings.server.look_seconds
    if seconds <= 0:
        await asyncio.Event().wait()
    host = here()
    steady = _steady()
    telling = Telling(parts, host, _busiest(steady))
    held: list[Watched] = []
    try:
        while True:
            began = clock.monotonic()
            seen = await asyncio.to_thread(steady.look)
            held = [*held, *seen][-MOST_HELD:]
            await telling.say(seen)
            if len(held) >= GROUP:
                held = await _keep(parts, host, held, seconds)
            await asyncio.sleep(max(seconds - (clock.monotonic() - began), seconds / 10))
    finally:
        await asyncio.shield(_keep(parts, host, held, seconds))


def _steady() -> Steady:
    import hexascope.collect.collectors
    import hexascope.derive.derivers
    from hexascope.collect.contract import Collector
    from hexascope.collect.hosts.local import LocalFiles
    from hexascope.derive.contract import Deriver

    return Steady(
        files=LocalFiles(),
        collectors=discover(hexascope.collect.collectors, Collector),
        derivers=discover(hexascope.derive.derivers, Deriver),
        wall=clock.wall,
        monotonic=clock.monotonic,
    )


def _busiest(steady: Steady) -> Busiest | None:
    processes = steady.collectors.get("processes")
    if processes is None or processes.light is None:
        return None
    return Busiest(files=steady.files, gather=processes.light)


async def _keep(
    parts: Parts, host: HostFacts, held: Sequence[Watched], seconds: float
) -> list[Watched]:
    """Keep what is held; give back what could not be kept."""
    try:
        for one in batches_of(list(held), host, "any", seconds):
            await parts.series.keep(FIRST, one)
    except HexascopeError:
        return list(held)  # they are kept once, however often they are given
    return []
