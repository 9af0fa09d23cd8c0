"""Models that several panels share at once: their connections, free slots and breakers."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from hexascope.llm.models import Models


class SharedModels:
    """Opens models for the first who needs them, and closes them after the last.

    A server that answers one question after the other does so for all panels together: were the
    slots counted for each panel, ten panels would ask it ten questions at once.
    """

    def __init__(self) -> None:
        self._models: Models | None = None
        self._users = 0

    @asynccontextmanager
    async def open(self, make: Callable[[], Models]) -> AsyncIterator[Models]:
        """Give the models that are open, else those that `make` gives."""
        if self._models is None:
            self._models = make()
            await self._models.__aenter__()
        models = self._models
        self._users += 1
        try:
            yield models
        finally:
            self._users -= 1
            if self._users == 0:
                self._models = None
                await models.__aexit__(None, None, None)
