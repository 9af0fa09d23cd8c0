"""Sets of models: which one for which role, and the next one where one fails."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from hexascope.llm.budget import Budget
from hexascope.llm.contract import Answer, Endpoint, Failure, Meter, ModelError, Prompt
from hexascope.llm.hearing import BYTES_A_TOKEN
from hexascope.llm.models import Listen, Models
from hexascope.llm.prices import Price, price_of, spent

HOPELESS = frozenset((Failure.LATE, Failure.BUDGET))
"""Failures after which another model is not asked: there is no time, or no money."""


class Asks(Protocol):
    """Who answers a prompt for a role: a set of models, or one that remembers what they said."""

    async def ask(
        self,
        role: str,
        prompt: Prompt,
        *,
        patience_s: float,
        ends_at: float | None = None,
        listen: Listen = lambda _: None,
    ) -> Answer:
        """Give the answer to a prompt; ModelError where there is none."""


def of_role(endpoints: Sequence[Endpoint], role: str) -> tuple[Endpoint, ...]:
    """Give the endpoints of a role, those that are tagged for it first.

    One that is tagged for other roles only serves this one when all others have failed.
    """
    tagged = [one for one in endpoints if role in one.tags]
    free = [one for one in endpoints if not one.tags]
    rest = [one for one in endpoints if one.tags and role not in one.tags]
    return (*tagged, *free, *rest)


class ModelSet:
    """Endpoints in the order of their use; a role is served by those tagged for it first."""

    def __init__(
        self,
        models: Models,
        endpoints: Sequence[Endpoint],
        budget: Budget,
        *,
        own_prices: Mapping[str, Price] | None = None,
    ) -> None:
        if not endpoints:
            raise ValueError("a set needs at least one model")
        self._models = models
        self.endpoints = tuple(endpoints)
        self.budget = budget
        self._prices = own_prices or {}

    def of(self, role: str) -> tuple[Endpoint, ...]:
        """Give the endpoints of a role, those that are tagged for it first."""
        return of_role(self.endpoints, role)

    async def ask(
        self,
        role: str,
        prompt: Prompt,
        *,
        patience_s: float,
        ends_at: float | None = None,
        listen: Listen = lambda _: None,
    ) -> Answer:
        """Ask the models of a role in turn; ModelError names what each of them said."""
        tried: list[ModelError] = []
        for endpoint in self.of(role):
            price = price_of(endpoint, self._prices)
            size = len((prompt.shared + prompt.role).encode())
            room = self._models.most_tokens(endpoint, prompt)
            try:
                held = self.budget.hold(endpoint, price, round(size / BYTES_A_TOKEN), room)
            except ModelError as error:
                tried.append(error)
                break
            meter = Meter(before_again=held.again)
            try:
                return await self._models.ask(
                    endpoint,
                    prompt,
                    patience_s=patience_s,
                    ends_at=ends_at,
                    listen=listen,
                    meter=meter,
                )
            except ModelError as error:
                error.usage = replace(error.usage, dollars=spent(price, error.usage))
                tried.append(error)
                if error.failure in HOPELESS:
                    break
            finally:
                held.settle(meter.usage)  # also what failed, or was cancelled, is paid
        if len(tried) == 1:
            raise tried[0]
        raise _together(tried)


def _together(tried: Sequence[ModelError]) -> ModelError:
    """Give one error for several models: what each of them said, and what all of them took."""
    error = ModelError(tried[-1].failure, "all models failed", "; ".join(map(str, tried)))
    for one in tried:
        error.usage = error.usage.plus(one.usage)
        error.tries += one.tries
    return error
