"""What does a kind of job, and what it is given."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol, TypeVar

from hexascope.domain.job import Job
from hexascope.store.database.contract import Work
from hexascope.store.database.scope import Scope

T = TypeVar("T")


class Running(Protocol):
    """A job in somebody's hands. When it is cancelled, the handler's task is cancelled."""

    @property
    def job(self) -> Job:
        """The job as it was taken."""

    @property
    def scope(self) -> Scope:
        """The rows of the job's tenant."""

    async def progress(self, share: float, step: str) -> None:
        """Tell how far it is, 0 to 1, and what is done now; whoever listens sees it at once."""

    async def log(self, line: str) -> None:
        """Tell a line of what happens."""

    async def write(self, work: Work[T]) -> T:
        """Write among the tenant's rows, unless the job has been given to another meanwhile.

        Clash where it has: what a handler changes, it changes by this, so that it is done once.
        """


Handler = Callable[[Running], Awaitable[Mapping[str, Any]]]
"""Does a job and gives its result (what JSON can say).

A HexascopeError of the kind BadInput ends the job as failed; any other error is tried again, up to
the job's most attempts.
"""
