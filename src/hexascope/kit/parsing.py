"""Reading JSON that somebody else wrote: bounded in every way, and never two meanings."""

import json
import math
from collections.abc import Mapping
from typing import Any

MOST_BYTES = 1024 * 1024
DEEPEST = 32
"""Lists and objects within each other."""

MOST_NODES = 100_000
"""Values, lists and objects in all."""

LARGEST_INTEGER = 2**53
"""What every reader of JSON holds exactly: JavaScript and jq read numbers as doubles."""


class BadJson(ValueError):
    """The bytes are no JSON that we take; the message says why, in words for who sent them."""


def safe_parse(
    data: bytes, *, most_bytes: int = MOST_BYTES, deepest: int = DEEPEST, nodes: int = MOST_NODES
) -> Any:
    """Read a JSON value; BadJson.

    Refused are: too many bytes, levels or values, bytes that are no UTF-8, the same key twice in
    an object, NaN and infinities (also 1e999), integers beyond 2^53, and half surrogates.
    """
    if len(data) > most_bytes:
        raise BadJson(f"it is longer than {most_bytes} bytes")
    try:
        # hooks see what plain values no longer show: NaN's letters, a key's twin
        value = json.loads(
            data.decode(), object_pairs_hook=_object, parse_constant=_refuse_constant
        )
    except UnicodeDecodeError:
        raise BadJson("it is no UTF-8") from None
    except RecursionError:
        raise BadJson(f"it is nested more than {deepest} levels deep") from None
    except BadJson:
        raise
    except json.JSONDecodeError as error:
        raise BadJson(
            f"it is no JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        ) from None
    except ValueError:
        raise BadJson("it holds a number with too many digits") from None
    _check(value, deepest, nodes)
    return value


def _refuse_constant(word: str) -> Any:
    raise BadJson(f"{word} is no number of JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        twin = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value] # a set's add gives None
        raise BadJson(f"the key {twin!r:.80} stands twice in one object")
    return made


def _check(value: Any, deepest: int, nodes: int) -> None:
    """Walk all values, level by level: no recursion that a sender could drive."""
    level, depth, count = [value], 0, 0
    while level:
        below: list[Any] = []
        for one in level:
            if isinstance(one, Mapping):
                below.extend(one)
                below.extend(one.values())
            elif isinstance(one, list):
                below.extend(one)
            else:
                _check_plain(one)
        count += len(level)
        if count + len(below) > 2 * nodes:
            raise BadJson(f"it holds more than {nodes} values")
        depth += any(isinstance(one, Mapping | list) for one in level)
        if depth > deepest:
            raise BadJson(f"it is nested more than {deepest} levels deep")
        level = below


def _check_plain(one: Any) -> None:
    if isinstance(one, str):
        if not one.isascii() and any("\ud800" <= letter <= "\udfff" for letter in one):
            raise BadJson("it holds half a surrogate pair, which is no character")
    elif isinstance(one, bool) or one is None:
        return
    elif isinstance(one, int):
        if abs(one) > LARGEST_INTEGER:
            raise BadJson("it holds an integer beyond 2^53, which not every reader holds exactly")
    elif not math.isfinite(one):
        raise BadJson("it holds a number that is too large")
