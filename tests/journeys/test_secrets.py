"""A canary: one secret is put in by every door; nothing that the server writes holds it."""

import contextlib
import json
import os
import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import anyio
import pytest

from hexascope.kit.redacting import forms
from tests.support.commands import HEXASCOPE
from tests.support.running import Running, running

pytestmark = pytest.mark.journey

CANARY = "sk-canary+9f/3e=c1 d7"
KEY = "sk-canary-8842-of-a-model"
PASSWORD = "correct horse battery canary"
SECRETS = (CANARY, KEY, PASSWORD)


@contextlib.contextmanager
def refusing_models() -> Iterator[tuple[int, list[bytes]]]:
    """Listen where a model is asked, and quote the key that was sent in the refusal."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.5)
        ended = threading.Event()

        def serve() -> None:
            while not ended.is_set():
                try:
                    taken, _ = door.accept()
                except TimeoutError:
                    continue
                with taken:
                    taken.settimeout(5)
                    with contextlib.suppress(OSError):
                        heard.append(taken.recv(65_536))
                        body = json.dumps({"error": {"message": f"Incorrect API key: {KEY}"}})
                        told = (
                            f"HTTP/1.1 401 no\r\nContent-Length: {len(body)}\r\nConnection: close"
                        )
                        taken.sendall(f"{told}\r\n\r\n{body}".encode())

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield door.getsockname()[1], heard
        finally:
            ended.set()
            thread.join()


class Client:
    """Asks as an administrator, and keeps all that is answered."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session, self.url = session, url
        self.csrf = ""
        self.answers: list[str] = []

    async def ask(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"X-CSRF-Token": self.csrf} if self.csrf else {}
        async with self.session.request(
            method, self.url + path, json=body, headers=headers
        ) as answer:
            text = await answer.text(errors="replace")
            self.answers.append(f"{method} {path} {answer.status} {dict(answer.headers)} {text}")
            is_json = answer.content_type.endswith("json")
            return json.loads(text) if is_json and text else text


async def by_every_door(server: Running, link: str) -> list[str]:
    """Put the secrets in, use them, fail with them, and read all that can be read."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        client = Client(session, server.url)
        made = await client.ask(
            "POST", "/api/v1/setup", {"link": link, "name": "ann", "password": PASSWORD}
        )
        client.csrf = made["csrf"]
        await client.ask("PUT", "/api/v1/secrets/webhook.ops", {"value": CANARY})
        await client.ask("PUT", "/api/v1/secrets/model.openai", {"value": KEY})
        await client.ask("PUT", "/api/v1/secrets/model.openai", {"value": [KEY]})
        await client.ask("PUT", "/api/v1/secrets/x y", {"value": CANARY})
        await client.ask("POST", "/api/v1/secrets/rotation")
        await client.ask("PATCH", "/api/v1/settings", {"values": {"panel.models": "openai/m"}})
        asked = {"window_s": 0.2}
        begun = await client.ask("POST", "/api/v1/examinations?wait=30", asked)
        examination = begun["id"]
        for form in ("html", "json", "markdown", "terminal"):
            await client.ask("GET", f"/api/v1/examinations/{examination}/report.{form}")
        await client.ask("POST", "/api/v1/login", {"name": "ann", "password": PASSWORD + "?"})
        described = await client.ask("GET", "/api/v1/openapi.json")
        for path, methods in described["paths"].items():
            if "get" in methods and "{" not in path and "logout" not in path:
                await client.ask("GET", path)
        await client.ask("GET", "/metrics")
        return client.answers


def test_a_secret_is_nowhere_but_where_it_is_sealed(tmp_path: Path) -> None:
    with refusing_models() as (port, heard):
        variables = {"OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1"}
        with running(tmp_path, **variables) as server:
            assert server.process.stdout is not None
            said = server.process.stdout.readline()
            found = re.search(r"setup#([\w-]+)", said)
            assert found, said

            async def asked() -> list[str]:
                return await by_every_door(server, found[1])

            answers = anyio.run(asked)
            put = commanded(tmp_path, "secrets", "set", "other", given=CANARY)
            listed = commanded(tmp_path, "secrets", "list")
            exported = commanded(tmp_path, "audit", "export")
            words = command_lines(server.process.pid)
            assert server.end() == 0
            said += server.process.stdout.read()

    assert any(b"authorization" in one.lower() for one in heard), "the key was really used"
    written = {str(file): file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()}
    assert any(name.endswith("hexascope.db") for name in written)
    written["standard output"] = said.encode()
    written["command lines"] = words
    written["commands"] = (put + listed + exported).encode()
    written.update({f"answer {answer[:80]}": answer.encode() for answer in answers})
    for secret in SECRETS:
        for form in forms(secret):
            holding = [name for name, told in written.items() if form.encode() in told]
            assert holding == [], form


def commanded(home: Path, *words: str, given: str = "") -> str:
    ended = subprocess.run(
        [*HEXASCOPE, *words],
        input=given,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={
            **os.environ,
            "HOME": str(home),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_CONFIG_HOME": str(home / "config"),
        },
    )
    return ended.stdout + ended.stderr


def command_lines(pid: int) -> bytes:
    """Give the words with which the server and whatever it has started were started."""
    found = Path(f"/proc/{pid}/cmdline").read_bytes()
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            with contextlib.suppress(OSError):
                found += Path(f"/proc/{child}/cmdline").read_bytes()
    return found
