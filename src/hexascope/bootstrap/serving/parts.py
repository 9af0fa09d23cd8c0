"""What every door of the server works with."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry

from hexascope.bootstrap.serving.seen_limits import SeenLimits
from hexascope.bus.contract import Bus
from hexascope.domain.access import Caller
from hexascope.queue.contract import Queue
from hexascope.services.access.access import Access
from hexascope.services.jobs.contract import Handler
from hexascope.services.jobs.jobs import Jobs
from hexascope.services.jobs.room import Room
from hexascope.services.secrets import Vault
from hexascope.services.series.series import Series
from hexascope.services.translating import Translations
from hexascope.settings.read import Known
from hexascope.store.database.scope import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a request brings to say who asks; empty where it brings none.

    `session` is the value of the session cookie, `bearer` what stands behind `Authorization:
    Bearer` (a token or a JWT), `address` where the request came from.
    """

    session: str = ""
    bearer: str = ""
    address: str = ""


Recognise = Callable[[Credentials], Awaitable[Caller | None]]
"""Tells who asks; None where the credentials are missing, wrong, expired or revoked."""


async def _nobody(_credentials: Credentials) -> Caller | None:
    return None


async def _nobody_yet() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of one server process; `opened` joins them, tests replace single ones.

    `clock` gives seconds since 1970. `handlers` are what does each kind of job. `registry` holds
    what this process counts for /metrics; `stopping` is set from the moment on in which it drains;
    `login_ready` tells whether an administrator can log in; `vault` gives the secrets of a scope;
    `access` is what logs people in; `translations` remembers sentences in other languages.
    """

    known: Known
    store: Store
    bus: Bus
    queue: Queue
    clock: Callable[[], float]
    recognise: Recognise = _nobody
    handlers: Mapping[str, Handler] = field(default_factory=dict)
    room: Room = field(default_factory=Room)
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    login_ready: Callable[[], Awaitable[bool]] = _nobody_yet
    vault: Vault = field(default_factory=Vault)
    access: Access | None = None
    seen_limits: SeenLimits = field(default_factory=SeenLimits)
    measuring: Series | None = None
    translations: Translations = field(default_factory=Translations)

    @property
    def jobs(self) -> Jobs:
        """Jobs, for who submits and looks at them."""
        return Jobs(queue=self.queue, bus=self.bus, clock=self.clock, room=self.room)

    @property
    def series(self) -> Series:
        """Numbers over time: batches in, questions answered."""
        assert self.measuring is not None
        return self.measuring
