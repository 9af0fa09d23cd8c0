"""A user's own specialist as the text of its file: what the form of `specialists new` writes."""

from collections.abc import Sequence

_EXAMPLE = """
# Rules are spoken without a model, and where a model fails. Values are in seconds, bytes, shares of
# one (0.8 is 80 %) or a second; {places} are filled by code: evidence, its labels, and the limit.
# [[rules]]
# id = "slow_disk"
# when = { evidence = "disk.await", above = 0.02 }
# say = "{device} should answer within {limit}, and takes {disk.await}."
# severity = "medium"
"""


def written(
    name: str,
    mandate: str,
    resources: Sequence[str],
    aspects: Sequence[str],
    evidence: Sequence[str],
) -> str:
    """Write a specialist's file, with an example of a rule as a comment."""
    lines = [
        f"name = {_quoted(name)}",
        f"mandate = {_quoted(mandate)}",
        f"resources = [{', '.join(map(_quoted, resources))}]",
        f"aspects = [{', '.join(map(_quoted, aspects))}]",
        f"evidence = [{', '.join(map(_quoted, evidence))}]",
    ]
    return "\n".join(lines) + "\n" + _EXAMPLE


def _quoted(words: str) -> str:
    """Write a text as a basic string of TOML."""
    out = []
    for char in words:
        if char in '"\\':
            out.append(f"\\{char}")
        elif char.isprintable():
            out.append(char)
        else:
            out.append(f"\\U{ord(char):08X}")
    return f'"{"".join(out)}"'
