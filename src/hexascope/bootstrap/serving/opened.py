"""Opening the server's parts: the store, the bus and the queue that the addresses name."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from hexascope.bootstrap.serving.access import with_access
from hexascope.bootstrap.serving.content import with_content
from hexascope.bootstrap.serving.mastering import master_of
from hexascope.bootstrap.serving.parts import Parts
from hexascope.bootstrap.serving.series import with_series
from hexascope.bootstrap.serving.tenancy import first_tenant
from hexascope.bootstrap.serving.working import with_room
from hexascope.bus.contract import Bus
from hexascope.domain.errors import BadSettings, CannotWrite
from hexascope.kit import clock
from hexascope.queue.contract import Queue
from hexascope.services.secrets import Vault
from hexascope.settings.places import state_folder
from hexascope.settings.read import Known
from hexascope.store.database import migrating
from hexascope.store.database.audit import Recorder
from hexascope.store.database.opened import database_at
from hexascope.store.database.scope import Store


def store_address(known: Known) -> str:
    """Give where the server keeps what lasts: as the settings say, or a file below the state."""
    if known.settings.server.store:
        return known.settings.server.store
    folder = state_folder(os.environ)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"{folder} can't be made: {error.strerror or error}") from None
    return f"sqlite:///{folder / 'hexascope.db'}"


def bus_at(address: str) -> Bus:
    """Give the bus at `memory://` or `redis://…`, not opened yet; BadSettings."""
    if address == "memory://":
        from hexascope.bus.memory import MemoryBus

        return MemoryBus(clock.monotonic)
    if address.startswith(("redis://", "rediss://", "unix://")):
        from hexascope.bootstrap.serving.extras import redis_bus

        return redis_bus(address)
    scheme = address.partition("://")[0]  # what stands behind may be a password
    raise BadSettings(
        f"server.bus {scheme!r:.20}://…: there are memory:// and redis://HOST:PORT/DATABASE"
    )


def queue_at(address: str) -> Queue:
    """Give the queue at `local://` or `celery+redis://…`, not opened yet; BadSettings."""
    if address == "local://":
        from hexascope.queue.local import LocalQueue

        return LocalQueue()
    if address.startswith(("celery+redis://", "celery+rediss://")):
        from hexascope.bootstrap.serving.extras import celery_queue

        return celery_queue(address)
    scheme = address.partition("://")[0]  # what stands behind may be a password
    raise BadSettings(
        f"server.queue {scheme!r:.20}://…: there are local:// and celery+redis://HOST/DATABASE"
    )


@asynccontextmanager
async def opened(known: Known) -> AsyncIterator[Parts]:
    """Open all parts, and close them at the end in the opposite order."""
    said = known.settings.server
    database = database_at(store_address(known))
    bus, queue = bus_at(said.bus), queue_at(said.queue)
    vault = Vault(master=master_of(known, os.environ))
    await database.open()
    try:
        await migrating.upgrade(database)
        await bus.open()
        await queue.open()
        parts = Parts(
            known=known,
            store=Store(database=database, record=Recorder(database, vault.seal)),
            bus=bus,
            queue=queue,
            clock=clock.wall,
            vault=vault,
        )
        await first_tenant(parts.store, clock.wall())
        yield with_content(with_series(with_room(with_access(parts))))
    finally:
        await queue.close()
        await bus.close()
        await database.close()
