"""The smallest answer that keeps a schema: what a scripted model says where nothing is scripted."""

import json
from collections.abc import Mapping
from typing import Any

DEEPEST = 16
IN_WORDS = "Its JSON schema:\n"


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


def schema_of(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the schema that a request carries, in whichever field; {} where there is none."""
    form = body.get("response_format") or {}
    tools = body.get("tools") or [{}]
    found = (
        form.get("json_schema", {}).get("schema")
        or form.get("schema")
        or tools[0].get("function", {}).get("parameters")
        or tools[0].get("input_schema")
        or body.get("format")
    )
    return found if isinstance(found, dict) else _schema_in_words(body)


def _schema_in_words(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Read the schema where a request tells it in words, as the last line of its last message."""
    messages = body.get("messages") or [{}]
    _, told, written = str(messages[-1].get("content", "")).rpartition(IN_WORDS)
    try:
        found = json.loads(written) if told else {}
    except ValueError:
        found = {}
    return found if isinstance(found, dict) else {}
