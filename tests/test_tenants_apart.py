"""Two tenants with the same names for everything: neither sees, counts nor changes the other's.

Each route with an id in its path is asked as the one tenant's administrator with ids of the other:
a new one of them needs an id in `_theirs`, and a body in BODIES where it takes one.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.content import bundle_of, keep, numbered, of_host
from tests.support.databases import KINDS, address_of
from tests.support.matrix import Line, declared
from tests.support.people import People, Person, really_recognising
from tests.support.serving import served

API = "/api/v1"
MINE, THEIRS = "acme", "other"
BODIES: Mapping[str, Any] = {
    "PATCH /api/v1/hosts/{host}": {"labels": {"taken": "yes"}},
    "PUT /api/v1/findings/{examination}/{finding}/ignored": {"reason": "mine now"},
    "PATCH /api/v1/schedules/{schedule}": {"enabled": False},
    "PATCH /api/v1/users/{user}": {"disabled": True},
    "PATCH /api/v1/tenants/{tenant}": {"name": "mine now"},
    "PUT /api/v1/roles/{role}": {"permissions": ["read:jobs"]},
    "PUT /api/v1/secrets/{name}": {"value": "mine now, all of it"},
}
BY_NAME = ("{role}", "{name}")
"""Places of names: both tenants have things of these, and each means its own."""

PAGES = "/{page:path}"
"""The dashboard's one page: it is the same whatever id its address holds."""

WITH_IDS = [
    one for one in declared() if "{" in one.what and one.reached != "TOPIC" and one.what != PAGES
]
LISTS = [
    one
    for one in declared()
    if one.reached == "GET" and one.what.startswith(API) and "{" not in one.what
    and one.who not in ({"anyone"}, {"instance"})
]  # fmt: skip


@dataclass
class Apart:
    """A server with two tenants; `theirs` are ids of the other one's by the places they fill."""

    client: TestClient
    mine: Person
    theirs: Person
    ids: dict[str, str]
    before: dict[str, Any] = field(default_factory=dict)

    def ask(self, line: Line, who: Person) -> Any:
        """Ask with ids of the other tenant."""
        path = line.what
        for name, value in self.ids.items():
            path = path.replace(f"{{{name}}}", value)
        assert "{" not in path, f"give an id of the other tenant for {path}"
        if line.what.endswith("/conversations/{conversation}"):
            path += f"?examination={self.ids['examination']}"
        body = BODIES.get(str(line))
        headers = People(self.client).again(who).headers
        return self.client.request(line.reached, path, headers=headers, json=body)

    def state(self, who: Person) -> dict[str, Any]:
        """Give all lists that a tenant's administrator sees."""
        answers = {line.what: self.client.get(line.what, headers=who.headers) for line in LISTS}
        return {what: one.text for what, one in answers.items() if one.status_code == 200}


@pytest.fixture(scope="module", params=KINDS)
def apart(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Apart]:
    folder: Path = tmp_path_factory.mktemp("apart")
    flags = {
        "server.store": address_of(request.param, folder),
        "server.requests_per_minute": 1_000_000,
    }
    with served(folder, change=really_recognising, flags=flags) as client:
        people = People(client)
        mine = people("root", "admin", tenant=MINE)
        theirs = people("root", "admin", tenant=THEIRS)
        _furnish(client, mine)
        both = Apart(client, mine, theirs, _furnish(client, theirs))
        both.before = both.state(theirs)
        yield both


def _furnish(client: TestClient, who: Person) -> dict[str, str]:
    """Give a tenant one of everything, under the same names; gives the ids."""
    theirs = who.tenant == THEIRS
    examination = keep(client, numbered(1), tenant=who.tenant)
    if theirs:  # a host that only they have
        examination = keep(client, of_host("cgroup1_container", 2), tenant=THEIRS)

    def do(method: str, path: str, body: Any = None, **more: Any) -> Any:
        headers = {**who.headers, **more.pop("headers", {})}
        answer = client.request(method, f"{API}{path}", json=body, headers=headers, **more)
        assert answer.status_code < 300, f"{method} {path}: {answer.text}"
        return answer.json() if answer.content else {}

    finding = next(
        one for one in do("GET", "/findings")["items"] if one["examination"] == examination
    )
    definition = {
        "name": "storage_keeper",
        "mandate": f"Looks after disks of {who.tenant}.",
        "resources": ["disk"],
        "aspects": ["saturation"],
        "rules": [],
    }
    do("POST", "/specialists", definition)
    do("POST", "/roles", {"name": "watcher", "permissions": ["read:hosts"]})
    do("PUT", "/secrets/webhook", {"value": f"a secret of {who.tenant}"})
    token = do("POST", "/me/tokens", {"name": "ci", "permissions": ["read:hosts"], "days": 1})
    schedule = do("POST", "/schedules", {"name": "nightly", "cron": "0 3 * * *"})
    task = do("POST", "/tasks", {"words": f"Why is the disk of {who.tenant} slow?"})
    job = do("POST", "/examinations", {"window_s": 0.1})
    snapshot = client.post(
        f"{API}/snapshots",
        content=bundle_of("cgroup1_container"),
        headers={**who.headers, "Content-Type": "application/octet-stream"},
    ).json()
    return {
        "examination": examination,
        "finding": finding["id"],
        "host": finding["host"],
        "conversation": examination,
        "snapshot": snapshot.get("examination") or snapshot["id"],
        "job": job["id"],
        "schedule": schedule["id"],
        "task": task["id"],
        "token": token["id"],
        "user": who.user.id,
        "session": who.session,
        "tenant": who.tenant,
        "form": "json",
        "role": "watcher",
        "name": "storage_keeper",
    }


def _ids(apart: Apart) -> set[str]:
    names = ("examination", "host", "job", "schedule", "task", "token", "user", "session")
    return {apart.ids[one] for one in names} | {apart.ids["snapshot"]}


def test_their_ids_are_found_by_themselves(apart: Apart) -> None:
    """Else what follows would say nothing: ids that nobody has are not found either."""
    seen = "".join(apart.state(apart.theirs).values())
    unseen = {one for one in _ids(apart) if one not in seen}

    assert unseen <= {apart.ids["session"]}, "lists show what there is"


@pytest.mark.parametrize("line", LISTS, ids=str)
def test_no_list_shows_what_is_another_tenants(apart: Apart, line: Line) -> None:
    text = apart.ask(line, apart.mine).text

    assert not [one for one in _ids(apart) if one in text]
    assert f"of {THEIRS}" not in text


FILTERS = ("host", "examination", "job")


@pytest.mark.parametrize("line", LISTS, ids=str)
def test_no_filter_finds_what_is_another_tenants(apart: Apart, line: Line) -> None:
    headers = People(apart.client).again(apart.mine).headers
    for one in FILTERS:
        value = apart.ids.get(one, apart.ids["user"])
        answer = apart.client.get(f"{line.what}?{one}={value}", headers=headers)
        if answer.status_code == 200 and answer.headers["content-type"] == "application/json":
            plain = json.dumps(answer.json()).replace(f"{one}={value}", "")
            assert not [id_ for id_ in _ids(apart) - {value} if id_ in plain], one


@pytest.mark.parametrize("line", WITH_IDS, ids=str)
def test_an_id_of_another_tenant_is_not_known(apart: Apart, line: Line) -> None:
    answer = apart.ask(line, apart.mine)

    if any(one in line.what for one in BY_NAME):
        assert answer.status_code < 500, answer.text
    else:
        wanted = 403 if "{tenant}" in line.what else 404
        assert answer.status_code == wanted, answer.text


def test_the_page_at_an_address_of_another_tenants_is_that_of_any_address(apart: Apart) -> None:
    headers = People(apart.client).again(apart.mine).headers
    theirs, nobodys = (
        apart.client.get(f"/examinations/{one}", headers=headers)
        for one in (apart.ids["examination"], "none")
    )

    assert (theirs.status_code, theirs.text) == (nobodys.status_code, nobodys.text)
    assert apart.ids["examination"] not in theirs.text


def test_what_is_asked_for_in_a_body_is_ones_own(apart: Apart) -> None:
    headers = People(apart.client).again(apart.mine).headers
    for path, body in (
        ("/conversations", {"examination": apart.ids["examination"], "question": "Why?"}),
        ("/examinations", {"host": apart.ids["host"], "window_s": 0.1}),
        ("/schedules", {"name": "x", "cron": "0 3 * * *", "host": apart.ids["host"]}),
        ("/tasks", {"words": "Why?", "examination": apart.ids["examination"]}),
        ("/tasks", {"words": "Why?", "host": apart.ids["host"]}),
    ):
        answer = apart.client.post(f"{API}{path}", json=body, headers=headers)
        assert answer.status_code in (400, 404, 422), f"{path} {body}: {answer.text}"
    both = f"{apart.ids['examination']}"
    compared = apart.client.get(
        f"{API}/examinations/compare?before={both}&after={both}", headers=headers
    )
    assert compared.status_code in (400, 404, 422)


@pytest.mark.parametrize("topic", ["job", "host", "examination"])
def test_nobody_hears_of_what_is_another_tenants(apart: Apart, topic: str) -> None:
    token = People(apart.client).token(People(apart.client).again(apart.mine), "*:*")
    with apart.client.websocket_connect("ws://localhost/api/v1/live", headers=token) as live:
        assert live.receive_json()["type"] == "hello"
        live.send_json({"subscribe": [f"{topic}.{apart.ids[topic]}"]})
        said = live.receive_json()

    assert said["type"] == "problem" or not said.get("data", {}).get("items"), said
    if said["type"] != "problem":
        assert apart.ids[topic] not in json.dumps(said.get("data"))


def test_a_cookie_of_one_tenant_means_that_tenant_whatever_is_asked(apart: Apart) -> None:
    headers = People(apart.client).again(apart.mine).headers
    for more in ({"X-Tenant": THEIRS}, {"Hexascope-Tenant": THEIRS}):
        me = apart.client.get(f"{API}/me?tenant={THEIRS}", headers={**headers, **more}).json()
        assert me["tenant"] == MINE


def test_after_all_that_was_asked_nothing_of_theirs_has_changed(apart: Apart) -> None:
    """The last of this file: what the others asked for would have changed and removed it all."""
    after = apart.state(apart.theirs)

    assert len(apart.before) > 15
    assert [one for one in apart.before if apart.before[one] != after[one]] == []
