"""Budgets: tokens and money that a run and a day may take; who would pass them is not asked."""

from collections.abc import Callable
from dataclasses import dataclass

from hexascope.llm.contract import Endpoint, Failure, ModelError, Usage
from hexascope.llm.prices import Price, at_most, spent

Spend = Callable[[str, Usage, float], tuple[int, float]]
"""Told of a model's name, tokens and dollars; gives the tokens and dollars of the day so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What may be spent; None: no limit."""

    run_tokens: int | None = 200_000
    run_dollars: float | None = 1.0
    day_tokens: int | None = 2_000_000
    day_dollars: float | None = 10.0


class Budget:
    """Keeps a run within what is allowed. What is under way counts at its most until it is over.

    `day_tokens` and `day_dollars` are what other runs of the day have spent. `spend` is told of
    each question's model, tokens and dollars, and gives what the whole day has spent by then, this
    run included. A model whose price is not known is held by the tokens alone.
    """

    def __init__(
        self,
        allowed: Allowed,
        *,
        day_tokens: int = 0,
        day_dollars: float = 0.0,
        spend: Spend | None = None,
    ) -> None:
        self.allowed = allowed
        self._day = (day_tokens, day_dollars)
        self._spend = spend
        self.tokens = 0
        self.dollars = 0.0
        self._held_tokens = 0
        self._held_dollars = 0.0

    def hold(
        self, endpoint: Endpoint, price: Price | None, input_tokens: int, output_tokens: int
    ) -> "Held":
        """Set aside what one question may take; ModelError(BUDGET) where that is too much."""
        dollars = 0.0 if price is None else at_most(price, input_tokens, output_tokens)
        held = Held(self, endpoint, price, input_tokens + output_tokens, dollars)
        held.again()
        return held

    def _hold(self, endpoint: Endpoint, tokens: int, dollars: float) -> None:
        all_tokens, all_dollars = self._tokens() + tokens, self._dollars() + dollars
        for what, most, after in (
            ("tokens of a run", self.allowed.run_tokens, all_tokens),
            ("tokens of a day", self.allowed.day_tokens, self._day[0] + all_tokens),
            ("dollars of a run", self.allowed.run_dollars, all_dollars),
            ("dollars of a day", self.allowed.day_dollars, self._day[1] + all_dollars),
        ):
            if most is not None and after > most:
                reason = f"the budget of {most:,} {what} would be passed"
                raise ModelError(Failure.BUDGET, endpoint.name, reason)
        self._held_tokens += tokens
        self._held_dollars += dollars

    def _tokens(self) -> int:
        return self.tokens + self._held_tokens

    def _dollars(self) -> float:
        return self.dollars + self._held_dollars

    def _settle(self, held: "Held", usage: Usage) -> None:
        self._held_tokens -= held.times * held.tokens
        self._held_dollars -= held.times * held.dollars
        tokens = usage.input_tokens + usage.output_tokens
        dollars = spent(held.price, usage) or 0.0
        self.tokens += tokens
        self.dollars += dollars
        if tokens and self._spend is not None:
            self._day = self._spend(held.endpoint.name, usage, dollars)
            # what this run has spent is in what the day has: it is not counted twice
            self._day = (self._day[0] - self.tokens, self._day[1] - self.dollars)


class Held:
    """What is set aside for one question; settled once, by what it took."""

    def __init__(
        self, budget: Budget, endpoint: Endpoint, price: Price | None, tokens: int, dollars: float
    ) -> None:
        self._budget = budget
        self.endpoint = endpoint
        self.price = price
        self.tokens = tokens
        self.dollars = dollars
        self.times = 0
        self._open = True

    def again(self) -> None:
        """Set the same aside for one more try; ModelError(BUDGET) where that is too much."""
        self._budget._hold(self.endpoint, self.tokens, self.dollars)  # noqa: SLF001 - one thing in two classes
        self.times += 1

    def settle(self, usage: Usage) -> None:
        """Count what was used instead of what was set aside."""
        if self._open:
            self._open = False
            self._budget._settle(self, usage)  # noqa: SLF001 - as above
