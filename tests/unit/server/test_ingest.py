"""The door for batches, over real parts."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from hexascope.bootstrap.serving.parts import Parts
from hexascope.bootstrap.serving.series import with_series
from hexascope.domain.series import layout_of
from hexascope.server.ingest import PATH
from tests.support.serving import ADMIN, served

HOST = "a" * 32
NOW = 1_000_000.0


def message(**other: Any) -> dict[str, Any]:
    said = {
        "host": HOST,
        "name": "web-1",
        "boot": "b1",
        "stream": "steady",
        "seq": 1,
        "step": 1,
        "keys": ["cpu.load", "disk.await{device=vda}"],
        "times": [NOW, NOW + 1],
        "values": [[1.0, None], [2.0, 0.5]],
    }
    return {name: value for name, value in {**said, **other}.items() if value is not ...}


def at_now(parts: Parts) -> Parts:
    return with_series(replace(parts, clock=lambda: NOW))


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path, change=at_now) as client:
        yield client


def post(client: TestClient, said: object, headers: dict[str, str] | None = None) -> Any:
    kind = {"Content-Type": "application/json"}
    return client.post(PATH, content=json.dumps(said), headers={**kind, **(headers or ADMIN)})


def test_a_batch_of_json_is_kept(client: TestClient) -> None:
    answer = post(client, message())

    assert answer.status_code == 200, answer.text
    assert answer.json() == {"moments": 2, "layout": layout_of(message()["keys"])}
