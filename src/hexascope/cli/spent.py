"""What models took on the last days: a table for people, one object for programs."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date, timedelta

from hexascope.domain.spending import Spent
from hexascope.kit.visible import visible
from hexascope.words import Language, translate

Limits = tuple[int, float]
"""Tokens and US dollars that a day may take."""

SCHEMA = "hexascope.spend/1"
_SWAPPED = str.maketrans(",.", ".,")


def figure(value: float, language: Language, decimals: int = 0) -> str:
    """Write a number with its thousands apart, as the reader's language does."""
    written = f"{value:,.{decimals}f}"
    return written.translate(_SWAPPED) if language is Language.PORTUGUESE else written


def as_lines(
    kept: Sequence[Spent], today: str, days: int, limits: Limits, language: Language
) -> Iterator[str]:
    """Give a line for each day and model, one for all of them, and what is left of today."""
    recent = _recent(kept, today, days)
    if not recent:
        yield translate("No model has taken anything on these days.", language)
    else:
        name = max(len(visible(one.model)) for one in recent)
        head = [
            translate(word, language) for word in ("day", "model", "calls", "tokens", "dollars")
        ]
        yield f"{head[0]:<10}  {head[1]:<{name}}  {head[2]:>6}  {head[3]:>12}  {head[4]:>10}"
        for one in recent:
            yield f"{one.day}  {visible(one.model):<{name}}  {_figures(one, language)}"
        whole = _whole(recent)
        yield f"{translate('in all', language):<10}  {'':<{name}}  {_figures(whole, language)}"
    taken = _whole([one for one in recent if one.day == today])
    yield translate(
        "Today: {tokens} of {most_tokens} tokens, {dollars} of {most_dollars} US dollars.", language
    ).format(
        tokens=figure(taken.tokens, language),
        most_tokens=figure(limits[0], language),
        dollars=figure(taken.dollars, language, 4),
        most_dollars=figure(limits[1], language, 2),
    )


def as_text(
    kept: Sequence[Spent],
    today: str,
    days: int,
    limits: Limits,
    language: Language,  # noqa: ARG001 - programs read one language
) -> Iterator[str]:
    """Give all of it as one JSON object."""
    recent = _recent(kept, today, days)
    taken = _whole([one for one in recent if one.day == today])
    told = {
        "schema": SCHEMA,
        "days": [asdict(one) for one in recent],
        "today": {
            "day": today,
            "tokens": taken.tokens,
            "dollars": taken.dollars,
            "most_tokens": limits[0],
            "most_dollars": limits[1],
        },
    }
    yield json.dumps(told, indent=2)


def _recent(kept: Sequence[Spent], today: str, days: int) -> list[Spent]:
    first = (date.fromisoformat(today) - timedelta(days=days - 1)).isoformat()
    return [one for one in kept if first <= one.day]


def _whole(some: Sequence[Spent]) -> Spent:
    whole = Spent(day="", model="")
    for one in some:
        whole = whole.plus(one)
    return whole


def _figures(one: Spent, language: Language) -> str:
    calls, tokens = figure(one.calls, language), figure(one.tokens, language)
    return f"{calls:>6}  {tokens:>12}  {figure(one.dollars, language, 4):>10}"
