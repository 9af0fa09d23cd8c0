"""Where signed heads go: a file, this machine's log, a webhook."""

import asyncio
import json
import socket
from pathlib import Path

import pytest
from aiohttp import web

from hexascope.domain.audited import SignedHead
from hexascope.domain.errors import BadSettings, CannotReach
from hexascope.services.outside import IntoFile, IntoSyslog, IntoWeb, outside_at

HEADS = [
    SignedHead(
        tenant="acme", seq=number, time=1.0, hash="0" * 64, public_key="1" * 64, signature="2" * 128
    )
    for number in (1, 2)
]


def test_a_file_grows_and_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "heads"
    for head in HEADS:
        asyncio.run(IntoFile(file).give([head]))

    assert file.read_text().splitlines() == [head.line() for head in HEADS]
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotReach, match="No such file"):
        asyncio.run(IntoFile(tmp_path / "missing" / "heads").give(HEADS))


def test_the_machines_log_is_sent_a_line_for_each(tmp_path: Path) -> None:
    place = tmp_path / "log"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log:
        log.bind(str(place))
        asyncio.run(IntoSyslog(place).give(HEADS))
        lines = [log.recv(65_536).decode() for _ in HEADS]

    assert lines[0] == f"<85>hexascope-audit: {HEADS[0].line()}"
    assert lines[1].endswith(HEADS[1].line())


def test_a_machine_without_a_log_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotReach, match="syslog"):
        asyncio.run(IntoSyslog(tmp_path / "log").give(HEADS))


def posted(status: int) -> tuple[list[object], Exception | None]:
    """Give heads to a webhook that answers so; tell what it was sent, and what went wrong."""
    taken: list[object] = []

    async def take(request: web.Request) -> web.Response:
        taken.append(await request.json())
        return web.Response(status=status, headers={"Location": "/other"})

    async def whole() -> Exception | None:
        app = web.Application()
        app.router.add_post("/hook", take)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        try:
            await IntoWeb(f"http://127.0.0.1:{port}/hook?token=canary").give(HEADS)
        except CannotReach as error:
            return error
        finally:
            await runner.cleanup()
        return None

    return taken, asyncio.run(whole())


def test_a_webhook_is_posted_all_heads_at_once() -> None:
    taken, error = posted(204)

    assert taken == [{"heads": [json.loads(head.line()) for head in HEADS]}]
    assert error is None


@pytest.mark.parametrize("status", [302, 400, 500])
def test_a_webhook_that_does_not_take_them_is_told_without_its_address(status: int) -> None:
    taken, error = posted(status)

    assert len(taken) == 1, "redirects are not followed"
    assert str(error) == f"127.0.0.1 answered {status}"


def test_a_webhook_that_is_not_there_is_told_without_its_address() -> None:
    with pytest.raises(CannotReach) as refused:
        asyncio.run(IntoWeb("http://127.0.0.1:9/hook?token=canary").give(HEADS))

    assert "canary" not in str(refused.value)


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/var/log/heads", IntoFile),
        ("file:///var/log/heads", IntoFile),
        ("syslog", IntoSyslog),
        ("syslog:", IntoSyslog),
        ("https://hooks.example.org/x", IntoWeb),
        ("http://127.0.0.1:8/x", IntoWeb),
        ("http://localhost/x", IntoWeb),
    ],
)
def test_places_are_known_by_how_they_are_written(place: str, kind: type) -> None:
    assert isinstance(outside_at(place), kind)
    assert outside_at("") is None


@pytest.mark.parametrize(
    "place", ["heads", "http://hooks.example.org/x", "ftp://x/y", "s3://bucket", "https:"]
)
def test_a_place_that_is_none_is_refused(place: str) -> None:
    with pytest.raises(BadSettings, match=r"server\.audit_outside"):
        outside_at(place)
