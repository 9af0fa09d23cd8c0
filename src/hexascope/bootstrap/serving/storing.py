"""Opening the store alone, for commands that need no other part of a server."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

from hexascope.bootstrap.serving.mastering import master_of
from hexascope.bootstrap.serving.opened import store_address
from hexascope.domain.errors import BadSettings
from hexascope.services.secrets import Vault
from hexascope.settings.read import Known
from hexascope.store.database import migrating
from hexascope.store.database.audit import Recorder
from hexascope.store.database.opened import database_at
from hexascope.store.database.scope import Store


class Stored(NamedTuple):
    """What commands over a server's database work with."""

    store: Store
    vault: Vault


@asynccontextmanager
async def storing(known: Known) -> AsyncIterator[Stored]:
    """Open the database of a server that may be running; BadSettings where it is not ready."""
    address = store_address(known)
    database = database_at(address)
    vault = Vault(master=master_of(known, os.environ))
    _refuse_missing(address)
    await database.open()
    try:
        schema = await migrating.schema_of(database)
        if not schema.ready:
            raise BadSettings(
                f"the database stands at step {schema.step or 'none'}, this version at"
                f" {schema.newest}: hexascope db upgrade"
            )
        yield Stored(Store(database=database, record=Recorder(database, vault.seal)), vault)
    finally:
        await database.close()


def _refuse_missing(address: str) -> None:
    file = address.removeprefix("sqlite:///")
    if file != address and not Path(file).exists():
        raise BadSettings(f"there is no database {file}: start `hexascope serve` once, or name it")
