"""What a database is here: something that runs units of work, and forgets none it acknowledged."""

from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")

Work = Callable[[Connection], T]
"""A unit of work: a plain function over a connection, without waits, network, or side effects.

It runs in one transaction of its own or of a group; where it raises, nothing of it is kept. It may
be run again after a conflict, so all that it changes must be in the database.
"""

EVERYWHERE = "*"
"""The tenant of work that concerns all of them: logging in, reaping, keeping house."""


class Database(Protocol):
    """One database; `write` returns after what was written would survive a power cut.

    All methods but `wait` belong to the event loop that `open` ran on. Raises StoreFull (no room),
    StoreAway (no answer), TooMuch (too much work waits already); what the work raises passes.
    """

    async def open(self) -> None:
        """Connect; BadSettings where the schema is not the one that this version knows."""

    async def close(self) -> None:
        """End what runs, and let go."""

    async def read(self, work: Work[T], *, tenant: str) -> T:
        """Run a unit of work that changes nothing, and give what it gives."""

    async def write(self, work: Work[T], *, tenant: str, frees: bool = False) -> T:
        """Run a unit of work, and give what it gives once it is kept.

        One that `frees` room is done even when the disk is full: it deletes, and adds next to
        nothing.
        """

    async def alter(self, work: Work[T]) -> T:
        """Run a unit of work that changes the schema: alone, whichever processes try at once."""

    async def copied(self, name: str) -> str:
        """Copy the database beside itself under a name that ends so, and say where.

        '' where the server that keeps it is who makes copies. One that is there stays.
        """

    def wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Wait for one of the above from another thread than the loop's."""
