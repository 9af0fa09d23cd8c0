"""Talking with the live WebSocket in tests."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from starlette.testclient import TestClient, WebSocketTestSession

from hexascope.domain.host import HostFacts
from hexascope.store.database.hosts import Hosts
from tests.support.serving import ADMIN, parts_of

LIVE = "ws://localhost/api/v1/live"

Told = dict[str, Any]


@contextmanager
def listening(
    client: TestClient, headers: Mapping[str, str] = ADMIN, *topics: str, **more: Any
) -> Iterator[WebSocketTestSession]:
    """Connect, and subscribe to topics; the hello, and each one's answer, are still to be read."""
    with client.websocket_connect(LIVE, headers=dict(headers)) as socket:
        if topics:
            socket.send_json({"subscribe": list(topics), **more})
        yield socket


def heard(socket: WebSocketTestSession, kind: str) -> Told:
    """Read until a message of a kind comes, and give that."""
    for _ in range(200):
        told: Told = socket.receive_json()
        if told["type"] == kind:
            return told
    raise AssertionError(f"no message of the kind {kind}")


def say(client: TestClient, topic: str, **message: Any) -> None:
    """Say something on the server's bus."""
    client.portal.call(parts_of(client).bus.say, topic, message)  # type: ignore[union-attr] # served() sets it


def with_host(client: TestClient, tenant: str, facts: HostFacts) -> None:
    """Keep a host."""
    scope = parts_of(client).store.of(tenant)

    async def keep() -> None:
        await scope.write(lambda connection: Hosts(scope).see(connection, facts, 1.0))

    client.portal.call(keep)  # type: ignore[union-attr] # as above
