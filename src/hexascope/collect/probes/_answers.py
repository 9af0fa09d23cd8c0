"""Taking the answers of calls apart; what makes no sense is a TypeError, which has its reason."""

from collections.abc import Iterator

from hexascope.collect.contract import Json


def field(value: Json, name: str) -> Json:
    """Give one field of an object; KeyError where it has none."""
    if not isinstance(value, dict):
        raise TypeError(f"{value!r:.60} is no object")
    return value[name]


def items(value: Json) -> list[Json]:
    """Give a list."""
    if not isinstance(value, list):
        raise TypeError(f"{value!r:.60} is no list")
    return value


def rows(value: Json, length: int) -> Iterator[list[Json]]:
    """Give the lists of one length in a list."""
    for one in items(value):
        row = items(one)
        if len(row) != length:
            raise TypeError(f"{row!r:.60} has not {length} parts")
        yield row


def number(value: Json) -> float:
    """Give a number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r:.60} is no number")
    return value
