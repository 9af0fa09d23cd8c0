"""Budgets: tokens and money that a run and a day may take; who would pass them is not asked."""

from dataclasses import dataclass

from hexascope.llm.contract import Endpoint, Failure, ModelError, Usage
from hexascope.llm.prices import Price, at_most, cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What may be spent; None: no limit."""

    run_tokens: int | None = 200_000
    run_dollars: float | None = 1.0
    day_tokens: int | None = 2_000_000
    day_dollars: float | None = 10.0


class Budget:
    """Keeps a run within what is allowed. What is under way counts at its most until it is over.

    `day_tokens` and `day_dollars` are what earlier runs of the day have spent. A model whose price
    is not known is held by the tokens alone.
    """

    def __init__(self, allowed: Allowed, *, day_tokens: int = 0, day_dollars: float = 0.0) -> None:
        self.allowed = allowed
        self._day = (day_tokens, day_dollars)
        self.tokens = 0
        self.dollars = 0.0
        self._held_tokens = 0
        self._held_dollars = 0.0

    def hold(
        self, endpoint: Endpoint, price: Price | None, input_tokens: int, output_tokens: int
    ) -> "Held":
        """Set aside what one question may take; ModelError(BUDGET) where that is too much."""
        tokens = input_tokens + output_tokens
        dollars = 0.0 if price is None else at_most(price, input_tokens, output_tokens)
        for what, most, after in (
            ("tokens of a run", self.allowed.run_tokens, self._tokens() + tokens),
            ("tokens of a day", self.allowed.day_tokens, self._day[0] + self._tokens() + tokens),
            ("dollars of a run", self.allowed.run_dollars, self._dollars() + dollars),
            (
                "dollars of a day",
                self.allowed.day_dollars,
                self._day[1] + self._dollars() + dollars,
            ),
        ):
            if most is not None and after > most:
                reason = f"the budget of {most:g} {what} would be passed"
                raise ModelError(Failure.BUDGET, endpoint.name, reason)
        self._held_tokens += tokens
        self._held_dollars += dollars
        return Held(self, price, tokens, dollars)

    def _tokens(self) -> int:
        return self.tokens + self._held_tokens

    def _dollars(self) -> float:
        return self.dollars + self._held_dollars

    def _settle(self, held: "Held", usage: Usage | None) -> None:
        self._held_tokens -= held.tokens
        self._held_dollars -= held.dollars
        if usage is not None:
            self.tokens += usage.input_tokens + usage.output_tokens
            self.dollars += 0.0 if held.price is None else cost(held.price, usage)


class Held:
    """What is set aside for one question; settled once, by what it took."""

    def __init__(self, budget: Budget, price: Price | None, tokens: int, dollars: float) -> None:
        self._budget = budget
        self.price = price
        self.tokens = tokens
        self.dollars = dollars
        self._open = True

    def settle(self, usage: Usage | None) -> None:
        """Count what was used instead of what was set aside; None: nothing was."""
        if self._open:
            self._open = False
            self._budget._settle(self, usage)  # noqa: SLF001 - one thing in two classes
