"""Places for tests of access: each a tenant of one shared server, with a browser of its own."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from starlette.testclient import TestClient

from hexascope.bootstrap.serving.parts import Parts
from hexascope.kit import clock
from hexascope.server.requests.guard import CSRF_HEADER
from hexascope.services.access.access import Access
from tests.support.people import PASSWORD, People, Person, access_in
from tests.support.serving import parts_of

ADDRESS = "http://localhost"


class Moved:
    """A clock that stands until a test moves it on: a slow machine's seconds do not count."""

    def __init__(self) -> None:
        self.by = 0.0
        self._start = clock.wall()

    def __call__(self) -> float:
        return self._start + self.by


@dataclass
class Place:
    """A tenant of a server, with a browser."""

    client: TestClient
    tenant: str
    clock: Moved
    hashed: str

    @property
    def parts(self) -> Parts:
        return parts_of(self.client)

    @property
    def access(self) -> Access:
        return access_in(self.client)

    @property
    def people(self) -> People:
        return People(self.client)

    def call(self, function: Any, *values: Any) -> Any:
        """Run a coroutine function in the server's loop."""
        assert self.client.portal is not None
        return self.client.portal.call(function, *values)

    def user(self, name: str, *roles: str, **more: Any) -> Person:
        """Make a user who knows PASSWORD."""
        return self.people(
            name, *(roles or ("viewer",)), tenant=self.tenant, password=self.hashed, **more
        )

    def login(self, name: str = "ann", password: str = PASSWORD, **more: Any) -> Any:
        """Log in over the API; what is sent with each change afterwards stays in the browser."""
        body = {"name": name, "password": password, "tenant": self.tenant, **more}
        answer = self.client.post("/api/v1/login", json=body)
        if answer.status_code == 201:
            self.client.headers[CSRF_HEADER] = answer.json()["csrf"]
        return answer

    def browser(self) -> TestClient:
        """Give another browser, at another address."""
        return browser_of(self.client, f"10.1.{next(NUMBERS)}.1")


NUMBERS = count(1)


def browser_of(client: TestClient, address: str) -> TestClient:
    """Give a browser without cookies for the same server."""
    made = TestClient(
        client.app, base_url=ADDRESS, raise_server_exceptions=False, client=(address, 5000)
    )
    made.portal = client.portal
    return made
