"""One real server for all tests of a file; each test has a tenant, a browser and an address."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from hexascope.bootstrap.serving.parts import Parts
from tests.support.people import PASSWORD, access_in, really_recognising
from tests.support.places import NUMBERS, Moved, Place, browser_of
from tests.support.serving import served


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Serve for a file of tests."""
    moved = Moved()

    def change(parts: Parts) -> Parts:
        return really_recognising(replace(parts, clock=moved))

    flags = {"server.requests_per_minute": 1_000_000}
    with served(tmp_path_factory.mktemp("access"), change=change, flags=flags) as client:
        assert client.portal is not None
        hashed = client.portal.call(access_in(client).passwords.hashed, PASSWORD)
        yield Place(client, "", moved, hashed)


@pytest.fixture
def place(server: Place) -> Place:
    """Give a tenant that no other test knows."""
    number = next(NUMBERS)
    browser = browser_of(server.client, f"10.0.{number}.1")
    return replace(server, client=browser, tenant=f"t{number}")
