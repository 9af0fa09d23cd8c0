"""One process of the server, from its sockets to its end."""

import asyncio
import resource
import signal
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import uvicorn
from fastapi import FastAPI

from hexascope.bootstrap.serving.access import set_up_link
from hexascope.bootstrap.serving.beside import API, RUNNERS, Companions, chosen
from hexascope.bootstrap.serving.opened import opened
from hexascope.bootstrap.serving.parts import Parts
from hexascope.kit import clock
from hexascope.server import listening
from hexascope.server.allocating import bound_heaps
from hexascope.server.app import app_of
from hexascope.server.edge.protocol import MOST_CONNECTIONS, GuardedHttp
from hexascope.server.frame.log import take_over
from hexascope.server.notify import ALIVE, READY, STOPPING, Notify
from hexascope.settings.groups import Server as Said
from hexascope.settings.read import Known

KEEP_ALIVE_S = 30
"""How long a connection may rest between two requests."""

LARGEST_LIVE_MESSAGE = 64 * 1024
"""Bytes of one message that a WebSocket's client sends."""

LAST_SECONDS = 2.0
"""What closing may take after the drain, before the process ends all the same."""

FILES_BESIDE = 1024
"""Files that are open beside connections: databases, looks at this host, programs that run."""

SIGNALS = (signal.SIGTERM, signal.SIGINT)

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """How one process serves: its settings, where, as what, and whom it tells what."""

    known: Known
    place: listening.Place
    roles: frozenset[str]
    say: Say
    notify: Notify = field(default_factory=Notify)


class _Uvicorn(uvicorn.Server):
    """Uvicorn without hands on the signals: they belong to the whole process."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


async def serve(serving: Serving) -> None:
    """Serve until a signal; BadSettings or Denied where it can't or may not begin."""
    take_over()
    bound_heaps()
    _allow_connections()
    said = serving.known.settings.server
    context = listening.certificate_context(said)  # before anything is opened
    async with opened(serving.known) as parts:
        ready = serving.place.private or await parts.login_ready()
        listening.refuse_open(serving.place, said, login_ready=ready)
        app = app_of(parts)
        sockets = listening.bound(serving.place)
        config = _config(app, said)
        config.load()
        config.ssl = context
        await _Process(serving, parts, _Uvicorn(config), sockets).run()


def _allow_connections() -> None:
    """Raise the limit of open files, which is a limit of connections, as far as we may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = min(MOST_CONNECTIONS + FILES_BESIDE, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _config(app: FastAPI, said: Said) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        loop="asyncio",
        http=GuardedHttp,
        ws="hexascope.server.live.prepared:PreparedWebSocket",
        ws_per_message_deflate=False,  # it would cost each client what one frame costs all
        ws_max_size=LARGEST_LIVE_MESSAGE,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(said.trusted_proxies),
        forwarded_allow_ips=said.trusted_proxies,
        timeout_keep_alive=KEEP_ALIVE_S,
        # uvicorn wants whole seconds
        timeout_graceful_shutdown=max(1, round(said.drain_seconds)),
    )


class _Process:
    """Runs the API and what stands beside it, and drains them together."""

    def __init__(
        self,
        serving: Serving,
        parts: Parts,
        server: _Uvicorn,
        sockets: list[socket.socket],
    ) -> None:
        self._serving = serving
        self._parts = parts
        self._server = server
        self._sockets = sockets
        self._beside = Companions(parts, chosen(serving.roles, RUNNERS))
        self._drained_until = 0.0

    async def run(self) -> None:
        """Serve until a signal, then drain."""
        loop = asyncio.get_running_loop()
        for one in SIGNALS:
            loop.add_signal_handler(one, self._signalled)
        keeping = loop.create_task(self._say_alive())
        try:
            served = loop.create_task(self._server.serve(self._sockets))
            await self._until_started(served)
            self._beside.begin(self._ended)
            self._serving.notify.say(READY)
            self._serving.say(told_where(self._serving, self._sockets))
            await self._say_set_up()
            await served
            self._begin_drain()  # where it ended otherwise than by a signal
            left = max(0.0, self._drained_until - clock.monotonic())
            for name in await self._beside.wait(timeout_s=left):
                self._serving.say(f"{name} did not end in time")
        finally:
            keeping.cancel()
            for one in SIGNALS:
                loop.remove_signal_handler(one)

    async def _say_set_up(self) -> None:
        """Say the one-time link by which somebody becomes the first administrator."""
        access = self._parts.access
        if access is None or API not in self._serving.roles:
            return
        link = await set_up_link(access, address_of(self._serving, self._sockets))
        if link:
            self._serving.say(f"nobody can log in yet; open this once, within a day: {link}")

    async def _until_started(self, served: "asyncio.Task[None]") -> None:
        while not self._server.started and not served.done():  # noqa: ASYNC110 - it offers no event
            await asyncio.sleep(0.005)

    def _signalled(self) -> None:
        if self._parts.stopping.is_set():
            # who asks twice does not want to wait: all that is acknowledged is on disk
            self._serving.say("ended at once")
            raise SystemExit(0)
        self._begin_drain()

    def _begin_drain(self) -> None:
        if self._parts.stopping.is_set():
            return
        self._parts.stopping.set()
        self._drained_until = clock.monotonic() + self._serving.known.settings.server.drain_seconds
        self._serving.notify.say(STOPPING)
        self._server.should_exit = True
        self._beside.cancel()

    def _ended(self, name: str, error: BaseException | None) -> None:
        if self._parts.stopping.is_set() and error is None:
            return
        why = f": {type(error).__name__}: {error}" if error is not None else ""
        self._serving.say(f"{name} has ended{why}")
        if error is not None:
            self._begin_drain()  # a server that does half of its work is worse than one anew

    async def _say_alive(self) -> None:
        pause = self._serving.notify.pause_s
        while pause:
            self._serving.notify.say(ALIVE)
            await asyncio.sleep(pause)


def told_where(serving: Serving, sockets: Iterable[socket.socket]) -> str:
    """Say where it listens, in one line."""
    if serving.place.path is not None:
        return f"hexascope listens on {serving.place.path}"
    return f"hexascope listens on {address_of(serving, sockets)}"


def address_of(serving: Serving, sockets: Iterable[socket.socket]) -> str:
    """Give the address under which it is reached; over a unix socket that of the settings."""
    said = serving.known.settings.server
    if said.url or serving.place.path is not None:
        return said.url or "http://localhost/"
    scheme = "https" if said.tls_certificate else "http"
    first = next(iter(sockets)).getsockname()
    host = f"[{first[0]}]" if ":" in first[0] else first[0]
    return f"{scheme}://{host}:{first[1]}/"
