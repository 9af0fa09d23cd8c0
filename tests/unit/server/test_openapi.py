"""What is true of the description of every operation, also of those not yet written."""

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from starlette.testclient import TestClient

from hexascope.server.documentation.page import example_of, kind_of, marked, written
from hexascope.server.openapi import METHODS, TAGS
from tests.support.serving import served

FOREIGN = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with served(tmp_path_factory.mktemp("described")) as client:
        yield client


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", item[method])
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    ]


def test_it_is_open_api_and_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    refs = set(re.findall(r"'\$ref': '#/([^']+)'", str(document)))
    for ref in refs:
        found: Any = document
        for part in ref.split("/"):
            assert part in found, ref
            found = found[part]
    assert len(refs) > 20


def test_each_operation_says_what_it_does_and_is_found_by_a_name_and_a_tag(
    document: dict[str, Any],
) -> None:
    names = [one["operationId"] for _, one in operations(document)]

    assert len(names) == len(set(names)), sorted(one for one in names if names.count(one) > 1)
    for place, one in operations(document):
        assert re.fullmatch("[a-z][a-z_0-9]{2,40}", one["operationId"]), place
        assert one["summary"], place
        assert one["description"].strip().endswith((".", "…")), place
        assert one["tags"], place
        assert set(one["tags"]) <= TAGS.keys(), place


def test_each_body_has_an_example_that_fits_it(document: dict[str, Any]) -> None:
    for place, one in operations(document):
        for kind, media in one.get("requestBody", {}).get("content", {}).items():
            if "json" not in kind:
                continue
            schema = {**media["schema"], "components": document["components"]}
            example = media.get("example", example_of(document, media["schema"]))
            assert example not in (None, {}, []), f"{place}: no example"
            jsonschema.validate(example, schema, jsonschema.Draft202012Validator)


def test_each_operation_declares_its_errors_and_who_may(document: dict[str, Any]) -> None:
    for place, one in operations(document):
        answers = one["responses"]
        assert any(status.startswith("2") for status in answers), place
        assert {"default", "400", "429", "500"} <= answers.keys(), place
        if one["security"]:
            assert {"401", "403"} <= answers.keys(), place
            assert re.fullmatch("[a-z]+:[a-z_]+", one["x-permission"]), place
        if "{" in place:
            assert "404" in answers, place
        assert "HTTPValidationError" not in str(one), place


def test_what_makes_something_may_be_repeated(document: dict[str, Any]) -> None:
    repeatable = [
        place
        for place, one in operations(document)
        if {"$ref": "#/components/parameters/IdempotencyKey"} in one.get("parameters", [])
    ]

    assert "POST /api/v1/examinations" in repeatable
    assert all(place.startswith("POST") for place in repeatable)


def test_the_page_shows_all_of_it_and_asks_no_other_host(
    client: TestClient, document: dict[str, Any]
) -> None:
    answer = client.get("/api/docs")

    assert answer.status_code == 200
    for _, one in operations(document):
        assert f'id="{one["operationId"]}"' in answer.text
    assert not FOREIGN.search(answer.text)
    assert "<script" not in answer.text
    assert " style=" not in answer.text
    style = answer.text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["content-security-policy"]
    assert "--ink" in style
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_both_are_read_again_only_where_they_changed(client: TestClient) -> None:
    for path in ("/api/docs", "/api/v1/openapi.json"):
        etag = client.get(path).headers["etag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_descriptions_are_shown_as_text() -> None:
    assert str(marked("a `b<` <script>\n\nc")) == (
        "<p>a <code>b&lt;</code> &lt;script&gt;</p><p>c</p>"
    )


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"$ref": "#/components/schemas/Host"}, "Host"),
        ({"type": "array", "items": {"type": "string"}}, "[string]"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "integer or null"),
        ({"type": "object", "additionalProperties": {"type": "number"}}, "{name: number}"),
        ({"type": ["number", "null"]}, "number or null"),
        ({}, "anything"),
    ],
)
def test_types_are_said_in_a_few_letters(schema: dict[str, Any], kind: str) -> None:
    assert kind_of(schema) == kind


def test_a_schema_that_holds_itself_has_an_example_with_an_end() -> None:
    tree = {
        "type": "object",
        "properties": {
            "below": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
            "name": {"type": "string"},
        },
    }
    document = {
        "info": {"title": "x", "version": "1", "description": "d"},
        "tags": [],
        "paths": {},
        "components": {"schemas": {"Tree": tree}},
    }

    assert example_of(document, tree)["name"] == "…"
    assert "Tree" in written(document).html


def test_an_answer_declares_all_its_fields_and_a_body_those_that_it_needs(
    document: dict[str, Any],
) -> None:
    schemas = document["components"]["schemas"]

    assert set(schemas["Finding"]["required"]) == schemas["Finding"]["properties"].keys()
    assert "next" in schemas["Listed_Finding_"]["required"]
    assert "required" not in schemas["ExaminationAsked"], "all that is asked for has a default"
    assert set(schemas["Login"]["required"]) == {"name", "password"}
