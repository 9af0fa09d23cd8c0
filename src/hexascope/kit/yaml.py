"""Writing YAML that people read: tables, lists, and scalars quoted as JSON quotes them."""

import json
import re
from typing import Any

_PLAIN = re.compile(r"[A-Za-z_/][A-Za-z0-9_./-]*")
_NOT_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def yaml(value: Any, indent: int = 0) -> str:
    """Write a table or a list of JSON's kinds of values; ends with a line break."""
    pad = "  " * indent
    if isinstance(value, dict) and value:
        return "".join(
            f"{pad}{_scalar(str(key))}:{_below(one, indent)}" for key, one in value.items()
        )
    if isinstance(value, list) and value:
        return "".join(f"{pad}-{_item(one, indent)}" for one in value)
    return f"{pad}{_scalar(value)}\n"


def _below(value: Any, indent: int) -> str:
    if isinstance(value, dict | list) and value:
        return "\n" + yaml(value, indent + 1)
    return f" {_scalar(value)}\n"


def _item(value: Any, indent: int) -> str:
    if isinstance(value, dict | list) and value:
        return " " + yaml(value, indent + 1).lstrip(" ")
    return f" {_scalar(value)}\n"


def _scalar(value: Any) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _NOT_WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)
