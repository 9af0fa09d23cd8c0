"""Texts from hosts as databases take them: PostgreSQL has no NUL, neither has half a character."""


def storable(words: str, longest: int | None = None) -> str:
    """Write what no database keeps as escapes that JSON reads back; cut what is too long."""
    kept = words.encode(errors="backslashreplace").decode().replace("\0", "\\u0000")
    return kept if longest is None else kept[:longest]
