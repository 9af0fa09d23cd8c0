"""A process of the server without its API: a worker, or the scheduler."""

import asyncio
import signal
from collections.abc import Callable

from hexascope.bootstrap.serving.beside import RUNNERS, Companions, chosen
from hexascope.bootstrap.serving.opened import opened
from hexascope.settings.read import Known

SIGNALS = (signal.SIGTERM, signal.SIGINT)

LAST_S = 2.0
"""What closing may take after the drain."""


async def run_alone(known: Known, role: str, say: Callable[[str], None]) -> bool:
    """Be one of the roles until a signal, then drain; False where it ended by an error."""
    loop = asyncio.get_running_loop()
    failed: list[str] = []
    async with opened(known) as parts:
        stop = parts.stopping

        def ended(name: str, error: BaseException | None) -> None:
            if error is not None:
                failed.append(name)
                say(f"{name} has ended: {type(error).__name__}: {error}")
            stop.set()

        def signalled() -> None:
            if stop.is_set():
                # who asks twice does not want to wait: the jobs are given to others
                raise SystemExit(0)
            stop.set()

        for one in SIGNALS:
            loop.add_signal_handler(one, signalled)
        beside = Companions(parts, chosen([role], RUNNERS))
        beside.begin(ended)
        say(f"hexascope {role} works")
        await stop.wait()
        beside.cancel()
        patience = known.settings.server.drain_seconds + LAST_S
        for name in await beside.wait(timeout_s=patience):
            say(f"{name} did not end in time")
        for one in SIGNALS:
            loop.remove_signal_handler(one)
    return not failed
