"""What is true of all answers: each field of theirs is sent, also where it has a default."""

from collections.abc import Iterator
from typing import Any

PLACE = "#/components/schemas/"


def require_all_answered(document: dict[str, Any]) -> None:
    """Declare the fields required of what is answered alone; bodies keep their defaults."""
    schemas: dict[str, Any] = document.get("components", {}).get("schemas", {})
    asked: set[str] = set()
    answered: set[str] = set()
    for item in document["paths"].values():
        for operation in item.values():
            _reach(schemas, operation.get("responses"), answered)
            _reach(schemas, operation.get("requestBody"), asked)
            _reach(schemas, operation.get("parameters"), asked)
    for name in answered - asked:
        if "properties" in schemas[name]:
            schemas[name]["required"] = list(schemas[name]["properties"])


def _reach(schemas: dict[str, Any], part: Any, reached: set[str]) -> None:
    """Note the names of all schemas that a part is made of."""
    for name in _named(part):
        if name in schemas and name not in reached:
            reached.add(name)
            _reach(schemas, schemas[name], reached)


def _named(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        ref = part.get("$ref")
        if isinstance(ref, str) and ref.startswith(PLACE):
            yield ref.removeprefix(PLACE)
        for one in part.values():
            yield from _named(one)
    elif isinstance(part, list):
        for one in part:
            yield from _named(one)
