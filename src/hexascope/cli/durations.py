"""Reading durations as people write them: 5, 5s, 1m."""

import re

from hexascope.domain.errors import BadSettings

LONGEST_WINDOW_SECONDS = 3600.0
SHORTEST_WINDOW_SECONDS = 0.5

_WRITTEN = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)?")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, None: 1.0}


def duration(word: str) -> float:
    """Give seconds for `5`, `5s`, `500ms`, `1m`."""
    found = _WRITTEN.fullmatch(word.strip())
    if found is None:
        raise BadSettings(f"--window {word!r}: write a duration such as 5, 5s or 1m")
    seconds = float(found[1]) * _SECONDS[found[2]]
    if not SHORTEST_WINDOW_SECONDS <= seconds <= LONGEST_WINDOW_SECONDS:
        raise BadSettings(
            f"--window {word!r}: a window has {SHORTEST_WINDOW_SECONDS:g} s"
            f" to {LONGEST_WINDOW_SECONDS:g} s"
        )
    return seconds
