"""Each request that changes something leaves exactly one record in the audit log.

A new route that changes something needs a line in `everything`, or, with its reason, in UNRECORDED.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyotp
import pytest
from fastapi import FastAPI
from sqlalchemy import func
from starlette.testclient import TestClient

from hexascope.server.requests.guard import CSRF_HEADER
from hexascope.services.access.setting_up import new_link
from hexascope.store.database.tables.audit import audit_records
from tests.support.content import bundle_of, call, keep, numbered
from tests.support.matrix import found
from tests.support.people import People, Person, access_in, really_recognising
from tests.support.serving import parts_of, served

CHANGING = ("POST", "PUT", "PATCH", "DELETE")
PASSWORD = "correct horse battery staple"
API = "/api/v1"

UNRECORDED = {
    "POST /api/v1/auth/refresh": "a token for a token: what it may is what the first one might",
    "POST /api/v1/auth/token": "a short-lived token for a lasting one, as above",
    "POST /api/v1/live/tickets": "a ticket of seconds for who is logged in; nothing else changes",
    "POST /api/v1/series/batches": "samples are data, thousands each second, not deeds",
    "POST /api/v1/specialists/trials": "a trial keeps nothing",
    "POST /mcp": "its tools read; one that examines goes through the services that record it",
    "POST /login/back": "it needs a provider: tests of OIDC hold that it records the session",
}
"""Routes that change nothing that an auditor asks for."""


class Asking:
    """Asks a server for changes, and counts the records that each leaves."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.people = People(client)
        self.root = self.people("root", "admin", instance=True)
        self.records: dict[str, int] = {}
        self.refused: dict[str, str] = {}

    def do(
        self,
        route: str,
        body: Mapping[str, Any] | None = None,
        *,
        who: Person | None = None,
        raw: bytes = b"",
        headers: Mapping[str, str] | None = None,
        query: str = "",
        **path: str,
    ) -> dict[str, Any]:
        """Ask for one change, and give the answer; each route is counted at its first time."""
        method, _, template = route.partition(" ")
        place = template.removeprefix("!") if template.startswith("!") else API + template
        before = self._count()
        answer = self.client.request(
            method,
            place.format(**path) + query,
            headers=headers if headers is not None else (who or self.root).headers,
            follow_redirects=False,
            **({"content": raw} if raw else {"json": body} if body is not None else {}),
        )
        key = f"{method} {place}"
        if answer.status_code < 400:
            self.records.setdefault(key, self._count() - before)
        else:
            self.refused[key] = f"{answer.status_code} {answer.text[:300]}"
        json = answer.headers.get("content-type", "") == "application/json"
        told = answer.json() if json and answer.content else {}
        return told if isinstance(told, dict) else {}

    def _count(self) -> int:
        scope = parts_of(self.client).store.everywhere()
        asked = scope.select(audit_records, func.count())
        return call(self.client, lambda: scope.read(lambda c: int(c.execute(asked).scalar_one())))


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asking]:
    folder: Path = tmp_path_factory.mktemp("changes")
    flags = {"server.requests_per_minute": 1_000_000}
    with served(folder, change=really_recognising, flags=flags) as client:
        asking = Asking(client)
        everything(asking)
        yield asking


def everything(ask: Asking) -> None:
    """Ask for each change that there is, in an order in which each is possible."""
    _settings(ask)
    _people(ask)
    _own(ask)
    _pages(ask)
    _content(ask)
    _work(ask)


def _settings(ask: Asking) -> None:
    ask.do("PATCH /settings", {"values": {"panel.max_rounds": 1}})
    ask.do("PUT /secrets/{name}", {"value": PASSWORD}, name="webhook.ops")
    ask.do("POST /secrets/rotation")
    ask.do("DELETE /secrets/{name}", name="webhook.ops")
    ask.do("POST /tenants", {"id": "other", "limits": {"hosts": 5}})
    ask.do("PATCH /tenants/{tenant}", {"limits": {"hosts": 6}}, tenant="other")
    ask.do("DELETE /tenants/{tenant}", tenant="other", query="?with_all=true")


def _people(ask: Asking) -> None:
    made = ask.do("POST /users", {"name": "bob", "password": PASSWORD, "roles": ["viewer"]})
    user = str(made.get("id"))
    ask.do("PATCH /users/{user}", {"email": "bob@example.org"}, user=user)
    ask.do("POST /users/{user}/link", user=user)
    ask.do("DELETE /users/{user}/sessions", user=user)
    ask.do("DELETE /users/{user}/totp", user=user)
    ask.do("POST /roles", {"name": "watcher", "permissions": ["read:hosts"]})
    ask.do("PUT /roles/{role}", {"permissions": ["read:findings"]}, role="watcher")
    ask.do("DELETE /roles/{role}", role="watcher")
    ask.do("POST /login", {"name": "bob", "password": PASSWORD, "tenant": "acme"})
    parts = parts_of(ask.client)
    link = call(ask.client, lambda: new_link(parts.store.of("acme"), parts.clock(), user))
    ask.do("POST /setup", {"link": link, "password": PASSWORD + "!", "name": ""})
    ask.do("DELETE /users/{user}", user=user)


def _own(ask: Asking) -> None:
    access = access_in(ask.client)
    own = ask.people("owner", "admin")
    token = ask.do("POST /me/tokens", {"name": "t", "permissions": ["read:hosts"], "days": 1})
    ask.do("DELETE /me/tokens/{token}", token=str(token.get("id")))
    token = ask.do("POST /me/tokens", {"name": "u", "permissions": ["read:hosts"], "days": 1})
    ask.do("DELETE /tokens/{token}", token=str(token.get("id")))
    link = call(
        ask.client,
        lambda: new_link(parts_of(ask.client).store.of("acme"), access.clock(), own.user.id),
    )
    ask.do("POST /setup", {"link": link, "password": PASSWORD, "name": ""})
    own = ask.people.again(own)
    offered = ask.do("POST /me/totp", {"password": PASSWORD}, who=own)
    code = pyotp.TOTP(str(offered.get("secret", "A" * 32))).now()
    ask.do("POST /me/totp/confirm", {"code": code}, who=own)
    ask.do("POST /me/totp/remove", {"password": PASSWORD}, who=own)
    ask.do("DELETE /me/sessions", who=own)
    other = ask.people.again(own)
    ask.do("DELETE /me/sessions/{session}", who=own, session=other.session)
    ask.do("POST /me/password", {"old": PASSWORD, "new": PASSWORD + "?"}, who=own)
    own = ask.people.again(own)
    token_words = ask.people.token(own, "*:access")["Authorization"].partition(" ")[2]
    pair = ask.client.post(
        f"{API}/auth/token", headers={"Authorization": f"Bearer {token_words}"}
    ).json()
    bearer = {"Authorization": f"Bearer {token_words}"}
    ask.do("POST /auth/revoke", {"token": str(pair.get("refresh_token"))}, headers=bearer)
    ask.do("POST /logout", who=own)


def _pages(ask: Asking) -> None:
    """Send the forms that need no script."""
    parts, own = parts_of(ask.client), ask.people("reader", "viewer")
    link = call(ask.client, lambda: new_link(parts.store.of("acme"), parts.clock(), own.user.id))
    form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": "http://localhost"}
    words = {"link": link, "password": PASSWORD, "again": PASSWORD}
    ask.do("POST !/setup", raw=urlencode(words).encode(), headers=form)
    words = {"tenant": "acme", "name": "reader", "password": PASSWORD}
    ask.do("POST !/login", raw=urlencode(words).encode(), headers=form)
    own = ask.people.again(own)
    words = {"csrf": own.headers[CSRF_HEADER]}
    session = {"Cookie": own.headers["Cookie"]}
    ask.do("POST !/login/end", raw=urlencode(words).encode(), headers={**form, **session})


def _content(ask: Asking) -> None:
    examination = keep(ask.client, numbered(1))
    listed = ask.client.get(f"{API}/findings", headers=ask.root.headers).json()["items"]
    finding = str(listed[0]["id"])
    ignored = "/findings/{examination}/{finding}/ignored"
    reason = {"reason": "known"}
    ask.do(f"PUT {ignored}", reason, examination=examination, finding=finding)
    ask.do(f"DELETE {ignored}", examination=examination, finding=finding)
    definition = {
        "name": "storage_keeper",
        "mandate": "Looks after disks.",
        "resources": ["disk"],
        "aspects": ["saturation"],
        "rules": [],
    }
    ask.do("POST /specialists", definition)
    changed = {**definition, "mandate": "Looks after all disks."}
    ask.do("PUT /specialists/{name}", changed, name="storage_keeper")
    ask.do("DELETE /specialists/{name}", name="storage_keeper")
    ask.do("POST /conversations", {"examination": examination, "question": "Why?"})
    host = str(listed[0]["host"])
    ask.do("PATCH /hosts/{host}", {"labels": {"team": "ops"}}, host=host)
    ask.do("POST /insights/autogen", {})
    ask.do("POST /insights/panel", {})
    ask.do("POST !/api/insights/autogen", {})
    ask.do("POST !/api/insights/panel", {})
    ask.do("POST !/api/insights/autogen".replace("/api", "", 0), {})
    ask.do("DELETE /examinations/{examination}", examination=examination)
    ask.do("DELETE /hosts/{host}", host=host)


def _work(ask: Asking) -> None:
    job = ask.do("POST /examinations", {"window_s": 0.1})
    id_ = str(job.get("id"))
    ask.do("POST /jobs/{job}/cancel", job=id_)
    ask.do("POST /jobs/{job}/retry", job=id_)
    kinds = {**ask.root.headers, "Content-Type": "application/octet-stream"}
    ask.do("POST /snapshots", raw=bundle_of("cgroup1_container"), headers=kinds)
    made = ask.do("POST /schedules", {"name": "nightly", "cron": "0 3 * * *"})
    schedule = str(made.get("id"))
    ask.do("PATCH /schedules/{schedule}", {"enabled": False}, schedule=schedule)
    ask.do("DELETE /schedules/{schedule}", schedule=schedule)
    task = ask.do("POST /tasks", {"words": "Why is the disk slow?"})
    ask.do("DELETE /tasks/{task}", task=str(task.get("id")))


def test_each_change_that_was_asked_for_was_done(asked: Asking) -> None:
    missed = {key: why for key, why in asked.refused.items() if key not in asked.records}

    assert missed == {}


def test_each_change_leaves_exactly_one_record(asked: Asking) -> None:
    assert {key: count for key, count in asked.records.items() if count != 1} == {}


def test_every_route_that_changes_something_is_asked(asked: Asking) -> None:
    app = asked.client.app
    assert isinstance(app, FastAPI)
    routes = {f"{method} {path}" for method, path in found(app) if method in CHANGING}

    assert routes - asked.records.keys() - UNRECORDED.keys() == set()
    assert not UNRECORDED.keys() & asked.records.keys()
