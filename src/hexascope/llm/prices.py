"""What tokens cost: a dated table, and what a run costs at most."""

from collections.abc import Mapping
from typing import NamedTuple

from hexascope.llm.contract import Endpoint, Usage

DATED = "2025-08"
"""When the table was written down, from the makers' public lists; `[token_prices]` overrides it."""

MILLION = 1_000_000


class Price(NamedTuple):
    """US dollars for a million tokens: read, written, read again from a cache, put into one.

    Where nothing is asked for putting into a cache, `kept` is 0: it costs what reading costs.
    """

    input: float
    output: float
    cached: float
    kept: float = 0.0


TABLE: Mapping[str, Price] = {
    "openai/gpt-5": Price(1.25, 10.0, 0.125),
    "openai/gpt-5-mini": Price(0.25, 2.0, 0.025),
    "openai/gpt-5-nano": Price(0.05, 0.4, 0.005),
    "openai/gpt-4.1": Price(2.0, 8.0, 0.5),
    "openai/gpt-4.1-mini": Price(0.4, 1.6, 0.1),
    "openai/gpt-4o": Price(2.5, 10.0, 1.25),
    "openai/gpt-4o-mini": Price(0.15, 0.6, 0.075),
    "anthropic/claude-opus-4": Price(15.0, 75.0, 1.5, 18.75),
    "anthropic/claude-sonnet-4": Price(3.0, 15.0, 0.3, 3.75),
    "anthropic/claude-3-5-haiku": Price(0.8, 4.0, 0.08, 1.0),
}
FREE = Price(0.0, 0.0, 0.0)


def price_of(endpoint: Endpoint, own: Mapping[str, Price]) -> Price | None:
    """Give a model's price: the user's own first, then the table's longest beginning of its name.

    What runs on this machine is free; None: not known, and a money budget can't be kept.
    """
    if endpoint.name in own:
        return own[endpoint.name]
    if endpoint.local:
        return FREE
    names = [name for name in TABLE if _begins(endpoint.name, name)]
    return TABLE[max(names, key=len)] if names else None


def _begins(name: str, known: str) -> bool:
    """Say whether a name is a known one, or a dated edition of it: gpt-4o-2024-11-20."""
    rest = name.removeprefix(known)
    return rest != name and (not rest or (rest[0] in "-@" and rest[1:2].isdigit()))


def cost(price: Price, usage: Usage) -> float:
    """Give the US dollars of one answer."""
    kept = min(usage.written_tokens, usage.input_tokens)
    fresh = max(0, usage.input_tokens - usage.cached_tokens - kept)
    read = fresh * price.input + usage.cached_tokens * price.cached
    return (read + kept * max(price.kept, price.input) + usage.output_tokens * price.output) / (
        MILLION
    )


def spent(price: Price | None, usage: Usage) -> float | None:
    """Give what an answer cost: as its server says, else by its price; None: not known."""
    if usage.dollars is not None:
        return usage.dollars
    return None if price is None else cost(price, usage)


def at_most(price: Price, input_tokens: int, output_tokens: int, tries: int = 1) -> float:
    """Give what a question may cost at most in US dollars: no cache helps, every try paid."""
    dearest = max(price.input, price.kept)
    return tries * (input_tokens * dearest + output_tokens * price.output) / MILLION
