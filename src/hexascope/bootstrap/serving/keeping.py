"""The server's database alone, for who keeps it: no bus, no queue, no key is needed."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from hexascope.bootstrap.serving.opened import store_address
from hexascope.domain.errors import BadInput
from hexascope.settings.read import Known
from hexascope.store.database.opened import database_at
from hexascope.store.database.scope import Store

T = TypeVar("T")


def with_store(known: Known, work: Callable[[Store], Awaitable[T]], *, made: bool = True) -> T:
    """Open the database as it is, do something with it, close it.

    Where it must not be `made` anew, BadInput says that a file is not there.
    """
    address = store_address(known)
    file = Path(address.removeprefix("sqlite:///"))
    if not made and address.startswith("sqlite:///") and not file.exists():
        raise BadInput(f"there is no database {file}: `hexascope serve` makes it")

    async def whole() -> T:
        database = database_at(address)
        await database.open()
        try:
            return await work(Store(database=database))
        finally:
            await database.close()

    return asyncio.run(whole())
