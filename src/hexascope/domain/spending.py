"""What models have taken on a day."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What one model took on one day of UTC (`2026-11-21`): questions, tokens, US dollars.

    `input_tokens` are all that were read, those from a cache too. Where a price is not known,
    nothing is added to `dollars`.
    """

    day: str
    model: str
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    dollars: float = 0.0

    @property
    def tokens(self) -> int:
        """Give the tokens that were read and written."""
        return self.input_tokens + self.output_tokens

    def plus(self, other: "Spent") -> "Spent":
        """Give both together, under this one's day and model."""
        return Spent(
            day=self.day,
            model=self.model,
            calls=self.calls + other.calls,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            dollars=self.dollars + other.dollars,
        )
