"""The API as the soak asks it: set up once by the printed link, then by a token."""

import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

PATIENCE_S = 20.0
STEP_S = 0.05
_LINK = re.compile(r"/setup#([\w-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """Asks one server; `headers` say who asks."""

    url: str
    headers: Mapping[str, str]

    def ask(self, method: str, path: str, body: object = None) -> tuple[Any, Mapping[str, str]]:
        """Give what an answer says, and its headers; AssertionError for a refusal."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **self.headers}
        request = urllib.request.Request(
            f"{self.url}{path}", data=data, headers=headers, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:
                words = answer.read()
                told = json.loads(words) if words[:1] in (b"{", b"[") else words.decode()
                return told, answer.headers
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read()[:500]!r}") from None

    def get(self, path: str, **query: str) -> Any:
        """Ask for one thing."""
        return self.ask("GET", f"{path}?{urlencode(query)}" if query else path)[0]

    def all(self, path: str, **query: str) -> Iterator[dict[str, Any]]:
        """Ask for a list, page by page."""
        cursor: str | None = ""
        while cursor is not None:
            more = {"cursor": cursor} if cursor else {}
            page = self.get(path, limit="500", **query, **more)
            yield from page["items"]
            cursor = page["next"]


def link_in(said: Callable[[], str]) -> str:
    """Find the one-time link's secret in what a server prints right after it is ready."""
    until = time.monotonic() + PATIENCE_S
    while True:
        found = _LINK.search(said())
        if found:
            return found[1]
        assert time.monotonic() < until, f"no set-up link was printed:\n{said()[-2000:]}"
        time.sleep(STEP_S)


def token_by(url: str, link: str) -> str:
    """Set up the first administrator, and make a token that may do everything for a day."""
    nobody = Api(url=url, headers={})
    password = f"correct horse battery {time.monotonic_ns()}"
    told, headers = nobody.ask(
        "POST", "/api/v1/setup", {"link": link, "name": "soak", "password": password}
    )
    cookies = "; ".join(one.partition(";")[0] for one in headers.get_all("Set-Cookie"))  # type: ignore[attr-defined]
    logged = Api(url=url, headers={"Cookie": cookies, "X-CSRF-Token": told["csrf"]})
    wanted = {"name": "soak", "permissions": ["*:*"], "days": 1}
    made, _ = logged.ask("POST", "/api/v1/me/tokens", wanted)
    return str(made["token"])
