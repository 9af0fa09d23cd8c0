"""Writing the page."""

import json
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any, NamedTuple

from jinja2 import DictLoader, Environment, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from hexascope.server.frame.security import policy_of

METHODS = ("get", "post", "put", "patch", "delete")
DEEPEST = 4
"""Levels of an example that is made of a schema."""

_CODE = re.compile(r"`([^`\n]{1,200})`")


class Written(NamedTuple):
    """The page, and the policy under which its style is used."""

    html: str
    policy: str


def written(document: Mapping[str, Any]) -> Written:
    """Write the page of a description."""
    folder = files("hexascope.server.documentation")
    texts = {
        name: (folder / name).read_text(encoding="utf-8") for name in ("page.html", "page.css")
    }
    environment = Environment(
        loader=DictLoader(texts),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    html = environment.get_template("page.html").render(
        info=document["info"],
        tags=list(_tags(document)),
        schemas=[
            (name, _fields(schema), schema.get("description", ""))
            for name, schema in sorted(document["components"]["schemas"].items())
        ],
        marked=marked,
    )
    return Written(html, policy_of(html))


def marked(text: str) -> Markup:
    """Give a description's paragraphs and its `code` as markup; all else is plain text.

    >>> str(marked("a `b` <c>"))
    '<p>a <code>b</code> &lt;c&gt;</p>'
    """
    paragraphs = (one for one in text.split("\n\n") if one.strip())
    return Markup("").join(Markup("<p>{}</p>").format(_with_code(one)) for one in paragraphs)


def _with_code(words: str) -> Markup:
    # split gives what stands outside and within the backquotes by turns
    parts = _CODE.split(words)
    return Markup("").join(
        Markup("<code>{}</code>").format(one) if place % 2 else escape(one)
        for place, one in enumerate(parts)
    )


def _tags(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for tag in document["tags"]:
        found = [
            _operation(document, path, method, item[method])
            for path, item in sorted(document["paths"].items())
            for method in METHODS
            if method in item and tag["name"] in item[method].get("tags", ())
        ]
        if found:
            yield {**tag, "operations": found}


def _operation(
    document: Mapping[str, Any], path: str, method: str, told: Mapping[str, Any]
) -> dict[str, Any]:
    answers = [(status, _resolved(document, one)) for status, one in told["responses"].items()]
    good = next((one for status, one in answers if status.startswith("2")), {})
    return {
        "id": told["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": told.get("description") or told.get("summary", ""),
        "permission": told.get("x-permission", ""),
        "parameters": [_resolved(document, one) for one in told.get("parameters", ())],
        "body": _content(document, told.get("requestBody", {})),
        "answer": _content(document, good),
        "answers": [(status, one.get("description", "")) for status, one in answers],
    }


def _content(document: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, str]:
    """Give the type of a body, the name of its schema, and an example as text."""
    for kind, media in told.get("content", {}).items():
        schema = media.get("schema", {})
        example = media.get("example")
        if example is None:
            example = example_of(document, schema)
        words = json.dumps(example, indent=2, ensure_ascii=False) if "json" in kind else ""
        return {"kind": kind, "schema": _name(schema), "example": words}
    return {}


def example_of(document: Mapping[str, Any], schema: Mapping[str, Any], depth: int = 0) -> Any:
    """Make an example of a schema: the one that it gives, else one of its fields."""
    schema = _resolved(document, schema)
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    for key in ("example", "default", "const"):
        if schema.get(key) is not None:
            return schema[key]
    for key in ("anyOf", "oneOf", "allOf"):
        if schema.get(key):
            return example_of(document, schema[key][0], depth)
    if depth >= DEEPEST:
        return None
    kind = schema.get("type")
    if kind == "object":
        return {
            name: example_of(document, one, depth + 1)
            for name, one in schema.get("properties", {}).items()
        }
    if kind == "array":
        return [example_of(document, schema.get("items", {}), depth + 1)]
    return {"string": "…", "integer": 0, "number": 0.0, "boolean": False}.get(str(kind))


def _resolved(document: Mapping[str, Any], one: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a reference within the document."""
    named = one.get("$ref")
    if not named:
        return one
    found: Any = document
    for part in str(named).removeprefix("#/").split("/"):
        found = found[part]
    return _resolved(document, found)


def _fields(schema: Mapping[str, Any]) -> list[tuple[str, str, str, bool]]:
    needed = schema.get("required", ())
    return [
        (name, kind_of(one), one.get("description", ""), name in needed)
        for name, one in schema.get("properties", {}).items()
    ]


def kind_of(schema: Mapping[str, Any]) -> str:
    """Say a schema's type in a few letters: `string`, `[Host]`, `integer or null`."""
    if "$ref" in schema:
        return _name(schema)
    for key in ("anyOf", "oneOf", "allOf"):
        if schema.get(key):
            return " or ".join(dict.fromkeys(kind_of(one) for one in schema[key]))
    kind = schema.get("type", "anything")
    if kind == "array":
        return f"[{kind_of(schema.get('items', {}))}]"
    if kind == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return f"{{name: {kind_of(schema['additionalProperties'])}}}"
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def _name(schema: Mapping[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]
