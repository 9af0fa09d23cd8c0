"""The dashboard's client is built from a description that says the same on every machine."""

import json
from pathlib import Path

from hexascope import __version__
from scripts.make_client import CLIENT, document

BUILT_BY = "make client"


def test_the_description_is_made_without_a_server_and_is_the_same_each_time() -> None:
    first = json.dumps(document(), sort_keys=True)

    assert first == json.dumps(document(), sort_keys=True)
    assert __version__ not in first, "a release would make the client stale"
    assert not Path("never-opened.db").exists()


def test_the_client_knows_each_operation() -> None:
    known = CLIENT.read_text(encoding="utf-8")
    names = [
        operation["operationId"]
        for item in document()["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and "operationId" in operation
    ]

    missing = [one for one in names if f"    {one}: {{" not in known]
    assert not missing, f"run `{BUILT_BY}`: {missing}"
