"""The API under requests that nobody would write: as its description has them, and as it has not.

No answer is a fault of the server, and each is as the description says it.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from hexascope.bootstrap.serving.parts import Parts
from hexascope.store.database.content.examinations import Examinations
from tests.support.content import keep, numbered
from tests.support.people import really_recognising
from tests.support.serving import ADMIN, VIEWER, parts_of, recognised, served

pytestmark = pytest.mark.journey

SEED = 20_261_121
MORE = int(os.environ.get("HEXASCOPE_FUZZ", "1"))
"""So many times the examples, for who has time."""

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
QUIET = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
AWAY = {("get", "/readyz")}
"""It tells that this server drains, as it does for the sake of `?wait=`: with 503."""


def fake_callers(parts: Parts) -> Parts:
    """Join the real parts of access, with callers that headers name."""
    return replace(really_recognising(parts), recognise=recognised)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("fuzzed")
    flags = {"server.requests_per_minute": 1_000_000}
    with served(folder, flags=flags, change=fake_callers) as client:
        client.follow_redirects = False
        parts_of(client).stopping.set()  # nobody waits for jobs: no worker is here
        yield client


@pytest.fixture(scope="module")
def known(client: TestClient) -> dict[str, str]:
    """Give ids that are there, by the names of parameters."""
    id_ = keep(client, numbered(1))
    scope = parts_of(client).store.of("acme")
    assert client.portal is not None
    kept = client.portal.call(Examinations(scope).one, id_)
    return {"examination": id_, "snapshot": id_, "host": kept.host_id, "form": "json"}


def operations(app: FastAPI) -> list[Any]:
    described = schemathesis.openapi.from_dict(app.openapi())
    found: list[Any] = [result.ok() for result in described.get_all_operations()]  # type: ignore[union-attr] # an error ends the test
    return [one for one in found if (one.method, one.path) not in AWAY]


class Asking:
    """Asks for generated cases, and remembers what was wrong with the answers."""

    def __init__(self, client: TestClient, known: dict[str, str], headers: dict[str, str]) -> None:
        self.client = client
        self.known = known
        self.headers = headers
        self.asked = 0
        self.faults: list[str] = []

    def ask(self, case: Any, named: bool) -> None:
        """Ask for one; `named` takes ids of what is there."""
        if named:
            there = {name: one for name, one in self.known.items() if name in case.path_parameters}
            case.path_parameters = {**case.path_parameters, **there}
        sent = case.as_transport_kwargs(base_url="http://localhost")
        sent["headers"] = {**sent.get("headers", {}), **self.headers}
        for name in ("cookies", "timeout", "verify", "allow_redirects", "stream"):
            sent.pop(name, None)
        if isinstance(sent.get("data"), bytes | str):
            sent["content"] = sent.pop("data")
        try:
            answer = self.client.request(**sent)
        except (UnicodeError, ValueError):
            return  # no client sends that
        self.asked += 1
        try:
            case.validate_response(answer, checks=CHECKS)
        except Exception as error:  # of several kinds, in groups: all are told at the end
            what = f"{case.method} {sent['url']} {sent.get('json')!r:.300}"
            self.faults.append(f"{what}\n{error!s:.900}")

    def ask_of(self, operation: Any, mode: GenerationMode, examples: int) -> None:
        """Ask for some cases of an operation."""
        strategy = operation.as_strategy(generation_mode=mode)
        test = given(case=strategy, named=st.booleans())(self.ask)
        try:
            seed(SEED)(settings(QUIET, max_examples=examples)(test))()
        except Unsatisfiable:
            return  # nothing can be wrong about a request that has no parameter


@pytest.mark.parametrize(
    ("headers", "mode", "examples", "least"),
    [
        (ADMIN, GenerationMode.POSITIVE, 2, 100),
        (ADMIN, GenerationMode.NEGATIVE, 1, 40),
        (VIEWER, GenerationMode.POSITIVE, 1, 40),
    ],
)
def test_no_request_finds_a_fault(
    client: TestClient,
    known: dict[str, str],
    headers: dict[str, str],
    mode: GenerationMode,
    examples: int,
    least: int,
) -> None:
    assert isinstance(client.app, FastAPI)
    asking = Asking(client, known, headers)

    for one in operations(client.app):
        asking.ask_of(one, mode, examples * MORE)

    faults = asking.faults
    assert asking.asked >= least
    assert not faults, f"{len(faults)} of {asking.asked}:\n" + "\n\n".join(faults[:12])
