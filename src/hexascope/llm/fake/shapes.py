"""The smallest answer that keeps a schema: what a scripted model says where nothing is scripted."""

from collections.abc import Mapping
from typing import Any

DEEPEST = 16


def smallest(
    schema: Mapping[str, Any], whole: Mapping[str, Any] | None = None, deep: int = 0
) -> Any:
    """Give a value that keeps a JSON schema as ours are: references, enums, bounds, no patterns.

    >>> smallest({"type": "object", "properties": {"a": {"type": "integer", "minimum": 3}}})
    {'a': 3}
    """
    whole = whole if whole is not None else schema
    if deep > DEEPEST:
        return None
    if "$ref" in schema:
        name = str(schema["$ref"]).rpartition("/")[2]
        return smallest(whole.get("$defs", {}).get(name, {}), whole, deep + 1)
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return schema["enum"][0]
    for choice in schema.get("anyOf") or schema.get("oneOf") or ():
        return smallest(choice, whole, deep + 1)
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        parts = schema.get("properties", {})
        return {name: smallest(part, whole, deep + 1) for name, part in parts.items()}
    if kind == "array":
        wanted = int(schema.get("minItems", 0))
        return [smallest(schema.get("items", {}), whole, deep + 1) for _ in range(wanted)]
    return {
        "string": "." * int(schema.get("minLength", 0)),
        "integer": int(schema.get("minimum", 0)),
        "number": float(schema.get("minimum", 0.0)),
        "boolean": False,
    }.get(str(kind))
