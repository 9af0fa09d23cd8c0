"""Users, roles and tokens: nobody gives away more than he has, and what is taken away is gone."""

from typing import Any

import pytest

from hexascope.domain.access import Caller
from hexascope.services.access.recognising import REMEMBERED_S, Recogniser
from hexascope.store.database.accounts.users import Users
from hexascope.store.database.tables.requests import requests
from tests.support.people import PASSWORD, Person
from tests.support.places import Place


def manager(place: Place) -> Person:
    """Give somebody who keeps users and roles, and is no administrator."""
    admin = place.user("root", "admin")
    words = ["*:users", "*:roles", "read:hosts", "run:examinations:host=web-*"]
    body = {"name": "managers", "permissions": words}
    assert place.client.post("/api/v1/roles", json=body, headers=admin.headers).status_code == 201
    return place.user("manager", "managers")


def test_who_keeps_users_makes_none_who_may_more_than_himself(place: Place) -> None:
    mine = manager(place)

    def add(*roles: str) -> int:
        body = {"name": f"user{'-'.join(roles)}", "roles": list(roles)}
        return place.client.post("/api/v1/users", json=body, headers=mine.headers).status_code

    assert add() == 201
    assert add("managers") == 201
    assert [add(one) for one in ("admin", "viewer", "operator", "auditor")] == [403] * 4
    assert add("no-such-role") == 400


def test_who_keeps_users_can_not_become_an_administrator_by_the_way_of_one(place: Place) -> None:
    mine = manager(place)
    root = place.call(Users(place.parts.store.of(place.tenant)).named, "root")
    there = f"/api/v1/users/{root.id}"
    ask = place.client.request

    for method, path, body in (
        ("PATCH", there, {"password": "another horse battery"}),
        ("PATCH", there, {"disabled": True}),
        ("PATCH", there, {"email": "manager@example.org"}),
        ("DELETE", there, None),
        ("POST", f"{there}/link", None),
        ("DELETE", f"{there}/totp", None),
        ("DELETE", f"{there}/sessions", None),
    ):
        assert ask(method, path, json=body, headers=mine.headers).status_code == 403, (path, body)


def test_who_keeps_roles_widens_none_beyond_what_he_may(place: Place) -> None:
    mine = manager(place)
    ask = place.client.request

    def put(*words: str) -> int:
        path, body = "/api/v1/roles/managers", {"permissions": list(words)}
        return ask("PUT", path, json=body, headers=mine.headers).status_code

    def post(name: str, *words: str) -> int:
        body = {"name": name, "permissions": list(words)}
        return ask("POST", "/api/v1/roles", json=body, headers=mine.headers).status_code

    assert [put("*:*"), put("*:users", "read:audit"), put("run:examinations")] == [403] * 3
    assert [post("x", "*:*"), post("x", "run:examinations:host=db-1")] == [403] * 2
    assert post("web", "run:examinations:host=web-1") == 201
    assert post("admin", "read:hosts") == 400
    assert ask("PUT", "/api/v1/roles/viewer", json={"permissions": ["read:hosts"]},
               headers=mine.headers).status_code == 400  # fmt: skip


def test_the_permissions_of_a_role_are_read_strictly(place: Place) -> None:
    admin = place.user("root", "admin")
    for words in (
        ["read"],
        ["fly:hosts"],
        ["read:"],
        ["read:hosts:host"],
        ["x" * 201],
        ["read:h\x00"],
        [],
    ):
        body = {"name": "r", "permissions": words}
        answer = place.client.post("/api/v1/roles", json=body, headers=admin.headers)
        assert answer.status_code in (400, 422), words


def test_a_role_taken_away_is_gone_at_once_from_session_token_and_access_token(
    place: Place,
) -> None:
    root, ann = place.user("root", "admin"), place.user("ann", "operator")
    token = place.people.token(ann, "run:examinations", "read:jobs")
    pair = place.client.post("/api/v1/auth/token", headers=token).json()
    access = {"Authorization": f"Bearer {pair['access_token']}"}
    ask = place.client.get
    for one in (token, access):
        assert "run:examinations" in ask("/api/v1/me", headers=one).json()["permissions"]

    body = {"roles": ["viewer"]}
    there = f"/api/v1/users/{ann.user.id}"
    assert place.client.patch(there, json=body, headers=root.headers).status_code == 200

    assert ask("/api/v1/me", headers=ann.headers).status_code == 401, "he logs in anew"
    for one in (token, access):
        may = ask("/api/v1/me", headers=one).json()["permissions"]
        assert "run:examinations" not in may
        assert "read:jobs" in may


@pytest.mark.parametrize("how", ["disabled", "removed"])
def test_who_is_disabled_or_removed_is_out_at_once_with_all_that_he_gave_out(
    place: Place, how: str
) -> None:
    root, ann = place.user("root", "admin"), place.user("ann", "operator")
    token = place.people.token(ann, "read:jobs")
    pair = place.client.post("/api/v1/auth/token", headers=token).json()
    access = {"Authorization": f"Bearer {pair['access_token']}"}
    held = (ann.headers, token, access)
    assert [place.client.get("/api/v1/me", headers=one).status_code for one in held] == [200] * 3

    there = f"/api/v1/users/{ann.user.id}"
    if how == "disabled":
        place.client.patch(there, json={"disabled": True}, headers=root.headers)
    else:
        place.client.delete(there, headers=root.headers)

    assert [place.client.get("/api/v1/me", headers=one).status_code for one in held] == [401] * 3
    body = {"refresh_token": pair["refresh_token"]}
    assert place.client.post("/api/v1/auth/refresh", json=body).status_code == 401
    assert place.login().status_code == 401


def test_another_process_knows_of_it_within_ten_seconds(place: Place) -> None:
    root, ann = place.user("root", "admin"), place.user("ann")
    access = place.access
    other = Recogniser(place.parts.store, access.signing, access.lives, place.clock)

    def known() -> Caller | None:
        async def look() -> Caller | None:
            return await other.by(session=ann.secret)

        found: Caller | None = place.call(look)
        return found

    assert known() is not None
    place.client.delete(f"/api/v1/users/{ann.user.id}", headers=root.headers)
    place.clock.by += REMEMBERED_S + 0.1

    assert known() is None
    assert REMEMBERED_S <= 60


def test_what_is_revoked_while_it_is_looked_up_is_not_remembered(place: Place) -> None:
    ann = place.user("ann")
    recogniser = place.access.recogniser

    async def race() -> tuple[Caller | None, int]:
        looked = recogniser._by_session

        async def slow(secret: str, now: float) -> Any:
            found = await looked(secret, now)
            recogniser.forget()
            return found

        recogniser._by_session = slow  # type: ignore[method-assign] # the race itself
        try:
            found = await recogniser.by(session=ann.secret)
        finally:
            recogniser._by_session = looked  # type: ignore[method-assign]
        return found, len(recogniser._remembered)

    found, remembered = place.call(race)

    assert found is not None
    assert remembered == 0


def test_a_token_is_shown_once_and_may_no_more_than_its_maker(place: Place) -> None:
    ann = place.user("ann", "viewer")

    def make(*words: str, **more: Any) -> Any:
        body = {"name": "ci", "permissions": list(words), **more}
        return place.client.post("/api/v1/me/tokens", json=body, headers=ann.headers)

    made = make("read:hosts", hosts="web-*")
    assert made.json()["permissions"] == ["read:hosts:host=web-*"]
    listed = place.client.get("/api/v1/me/tokens", headers=ann.headers).json()["items"]
    assert [(one["id"], one["token"]) for one in listed] == [(made.json()["id"], None)]
    assert [make(one).status_code for one in ("run:examinations", "*:*", "read:users")] == [403] * 3
    assert make("read:hosts", days=366).status_code == 201
    assert make("read:hosts", days=366.1).status_code == 422
    assert make("read:hosts", days=0).status_code == 422
    assert make("read:hosts", hosts="a,id=b").status_code == 400


def test_a_token_ends_and_its_last_use_is_shown(place: Place) -> None:
    ann = place.user("ann")
    token = place.people.token(ann, "read:hosts", seconds=100.0)
    assert place.client.get("/api/v1/hosts", headers=token).status_code == 200
    shown = place.client.get("/api/v1/me/tokens", headers=ann.headers).json()["items"][0]
    assert shown["used"] is not None

    place.clock.by += 101.0

    assert place.client.get("/api/v1/hosts", headers=token).status_code == 401


def test_a_token_is_replayed_by_nobody_once_it_is_revoked(place: Place) -> None:
    ann = place.user("ann")
    token = place.people.token(ann, "read:hosts")
    assert place.client.get("/api/v1/hosts", headers=token).status_code == 200
    id_ = token["Authorization"].split("_")[1]

    assert place.client.delete(f"/api/v1/me/tokens/{id_}", headers=ann.headers).status_code == 204

    assert place.client.get("/api/v1/hosts", headers=token).status_code == 401


def test_tokens_of_others_are_not_ones_own(place: Place) -> None:
    ann, bob, root = place.user("ann"), place.user("bob"), place.user("root", "admin")
    token = place.people.token(ann, "read:hosts")
    id_ = token["Authorization"].split("_")[1]

    assert place.client.get("/api/v1/me/tokens", headers=bob.headers).json()["items"] == []
    assert place.client.delete(f"/api/v1/me/tokens/{id_}", headers=bob.headers).status_code == 404
    assert place.client.delete(f"/api/v1/tokens/{id_}", headers=bob.headers).status_code == 403
    assert place.client.get("/api/v1/hosts", headers=token).status_code == 200
    assert place.client.delete(f"/api/v1/tokens/{id_}", headers=root.headers).status_code == 204
    assert place.client.get("/api/v1/hosts", headers=token).status_code == 401


def test_the_id_of_a_token_with_another_secret_opens_nothing(place: Place) -> None:
    ann, bob = place.user("ann", "admin"), place.user("bob")
    one = place.people.token(ann, "*:*")["Authorization"].split("_")
    other = place.people.token(bob, "read:hosts")["Authorization"].split("_")
    from hexascope.services.access.tokens import _crc

    body = f"hxs_{one[1]}_{other[2]}"
    forged = {"Authorization": f"Bearer {body}_{_crc(body)}"}

    assert place.client.get("/api/v1/me", headers=forged).status_code == 401


def test_a_token_makes_no_tokens_and_has_no_password_and_no_sessions(place: Place) -> None:
    root = place.user("root", "admin")
    token = place.people.token(root, "*:*")
    body = {"name": "x", "permissions": ["read:hosts"]}
    ask = place.client.post

    assert ask("/api/v1/me/tokens", json=body, headers=token).status_code == 403
    words = {"old": PASSWORD, "new": "another horse battery"}
    assert ask("/api/v1/me/password", json=words, headers=token).status_code == 403
    assert ask("/api/v1/me/totp", json={"password": PASSWORD}, headers=token).status_code == 403
    assert ask("/api/v1/logout", headers=token).status_code == 403


def test_an_administrator_of_a_tenant_is_none_of_the_instance(place: Place) -> None:
    admin = place.user("root", "admin")
    body = {"name": "eve", "roles": ["admin"], "instance": True}

    assert place.client.post("/api/v1/users", json=body, headers=admin.headers).status_code == 403
    there = f"/api/v1/users/{admin.user.id}"
    answer = place.client.patch(there, json={"instance": True}, headers=admin.headers)
    assert answer.status_code == 403


def test_what_is_not_to_be_set_is_refused_not_passed_over(place: Place) -> None:
    admin = place.user("root", "admin")
    for more in ({"id": "x"}, {"tenant": "other"}, {"password_hash": "x"}, {"totp": ""}):
        body = {"name": "eve", **more}
        answer = place.client.post("/api/v1/users", json=body, headers=admin.headers)
        assert answer.status_code == 422, more


def test_nothing_that_proves_a_user_is_shown(place: Place) -> None:
    admin = place.user("root", "admin")

    shown = place.client.get(f"/api/v1/users/{admin.user.id}", headers=admin.headers)

    assert shown.json()["has_password"] is True
    assert "argon2" not in shown.text
    assert admin.secret not in shown.text


def test_users_are_listed_in_pages(place: Place) -> None:
    admin = place.user("root", "admin")
    for name in ("ann", "Bob", "Cid"):
        place.user(name)
    names, cursor = [], ""
    while True:
        page = place.client.get(f"/api/v1/users?limit=2{cursor}", headers=admin.headers).json()
        names += [one["name"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"

    assert names == ["ann", "Bob", "Cid", "root"]


def test_a_refresh_token_that_is_sent_twice_ends_all_that_came_of_it(place: Place) -> None:
    ann = place.user("ann")
    token = place.people.token(ann, "read:hosts")
    first = place.client.post("/api/v1/auth/token", headers=token).json()

    def again(pair: dict[str, Any]) -> Any:
        body = {"refresh_token": pair["refresh_token"]}
        return place.client.post("/api/v1/auth/refresh", json=body)

    second = again(first)
    access = {"Authorization": f"Bearer {second.json()['access_token']}"}
    assert place.client.get("/api/v1/hosts", headers=access).status_code == 200

    assert again(first).status_code == 401, "a thief, or the one who was robbed"
    assert again(second.json()).status_code == 401
    assert place.client.get("/api/v1/hosts", headers=access).status_code == 401
    assert place.client.get("/api/v1/hosts", headers=token).status_code == 200


def test_access_tokens_end_after_ten_minutes_and_when_they_are_revoked(place: Place) -> None:
    ann = place.user("ann")
    token = place.people.token(ann, "read:hosts", seconds=7200.0)

    def pair() -> tuple[dict[str, str], dict[str, str]]:
        made = place.client.post("/api/v1/auth/token", headers=token).json()
        return {"Authorization": f"Bearer {made['access_token']}"}, made

    def seen(one: dict[str, str]) -> int:
        status: int = place.client.get("/api/v1/hosts", headers=one).status_code
        return status

    (one, said), (two, _), (three, whole) = pair(), pair(), pair()
    revoke = "/api/v1/auth/revoke"
    for body in ({"token": said["access_token"]}, {"token": whole["refresh_token"]}):
        assert place.client.post(revoke, json=body, headers=token).status_code == 204
    assert [seen(held) for held in (one, two, three)] == [401, 200, 401]

    place.clock.by += 599.0
    assert seen(two) == 200
    place.clock.by += 2.0
    assert seen(two) == 401


def test_nobody_revokes_the_access_tokens_of_others(place: Place) -> None:
    ann, bob = place.user("ann"), place.user("bob")
    anns, bobs = place.people.token(ann, "read:hosts"), place.people.token(bob, "read:hosts")
    pair = place.client.post("/api/v1/auth/token", headers=anns).json()
    for words in (pair["access_token"], pair["refresh_token"]):
        place.client.post("/api/v1/auth/revoke", json={"token": words}, headers=bobs)

    access = {"Authorization": f"Bearer {pair['access_token']}"}
    assert place.client.get("/api/v1/hosts", headers=access).status_code == 200


def test_a_token_that_was_made_under_a_key_is_shown_once_and_kept_nowhere(place: Place) -> None:
    ann = place.user("ann", "viewer")
    body = {"name": "laptop", "permissions": ["read:hosts"], "days": 30}
    headers = {**ann.headers, "Idempotency-Key": "once"}

    made = place.client.post("/api/v1/me/tokens", json=body, headers=headers)
    again = place.client.post("/api/v1/me/tokens", json=body, headers=headers)

    assert (made.status_code, again.status_code) == (201, 409)
    assert "shown once" in again.json()["detail"]
    assert len(place.client.get("/api/v1/me/tokens", headers=ann.headers).json()["items"]) == 1
    scope = place.parts.store.of(place.tenant)
    kept = place.call(
        scope.read, lambda c: [bytes(row.body) for row in c.execute(scope.select(requests))]
    )
    assert kept
    assert not any(made.json()["token"].encode() in one for one in kept)
