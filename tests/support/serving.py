"""A server for tests: real parts over a file of SQLite, asked within this process.

Who asks is said by the bearer: `Bearer TENANT NAME PERMISSION,PERMISSION`, such as
`Bearer acme ann *:*`. It keeps the contract of Recognise and knows no passwords; tests of logging
in use the real one.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import anyio.from_thread
from fastapi import FastAPI
from starlette.testclient import TestClient

from hexascope.bootstrap.serving.mastering import write_master
from hexascope.bootstrap.serving.opened import opened
from hexascope.bootstrap.serving.parts import Credentials, Parts
from hexascope.domain.access import Caller, permissions
from hexascope.server.app import app_of
from hexascope.settings.read import Known, read_settings
from tests.support.databases import migrated_address
from tests.support.servers import sqlite_address

ADMIN = {"Authorization": "Bearer acme ann *:*"}
VIEWER = {"Authorization": "Bearer acme vic read:*"}
STRANGER = {"Authorization": "Bearer other bob *:*"}
NO_DASHBOARD = Path("/nonexistent")


async def recognised(credentials: Credentials) -> Caller | None:
    """Believe what the bearer says."""
    words = credentials.bearer.split(" ", 2)
    if len(words) != 3:
        return None
    tenant, name, allowed = words
    given = permissions(allowed.split(","))
    return Caller(tenant=tenant, id=name, name=name, kind="user", permissions=given)


def known_with(folder: Path, flags: Mapping[str, object] | None = None) -> Known:
    """Give settings of a server whose database lies in a folder."""
    key = folder / "master.key"
    if not key.exists():
        write_master(key)
    said: dict[str, object] = {
        "server.store": sqlite_address(folder),
        "server.look_seconds": 0.0,
        "server.master_key_file": str(key),
    }
    return read_settings((), {}, {**said, **(flags or {})})


def _as_they_are(parts: Parts) -> Parts:
    return parts


@contextmanager
def served(
    folder: Path,
    *,
    flags: Mapping[str, object] | None = None,
    change: Callable[[Parts], Parts] = _as_they_are,
    dashboard: Path = NO_DASHBOARD,
) -> Iterator[TestClient]:
    """Serve for one test; `change` may put other parts in the place of real ones.

    `dashboard` is a folder with a build: what lies in the checkout is not served by chance.

    `parts_of(client)` gives its parts; `client.portal.call(function, …)` runs in its loop.
    """
    if not Path(sqlite_address(folder).removeprefix("sqlite:///")).exists():
        migrated_address("sqlite", folder)  # copied in a millisecond, where migrating takes 300
    known = known_with(folder, flags)
    with (
        anyio.from_thread.start_blocking_portal() as portal,
        portal.wrap_async_context_manager(opened(known)) as parts,
    ):
        mine = change(replace(parts, recognise=recognised))
        app = app_of(mine, dashboard)
        client = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
        client.portal = portal
        yield client


def parts_of(client: TestClient) -> Parts:
    """Give the parts that a client's server works with."""
    app = client.app
    assert isinstance(app, FastAPI)
    parts: Parts = app.state.parts
    return parts
