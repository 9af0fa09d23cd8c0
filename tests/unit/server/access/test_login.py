"""Logging in, and what keeps others from it."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyotp
import pytest

from hexascope.server.requests.guard import CSRF_HEADER
from hexascope.services.access.sessions import csrf_of
from hexascope.services.access.setting_up import new_link
from hexascope.store.database.accounts.users import Users
from tests.support.people import PASSWORD, People, really_recognising
from tests.support.places import ADDRESS, Place
from tests.support.serving import served

WRONG = "the name, the password or the code is wrong"


def link(place: Place, user: str = "") -> str:
    made: str = place.call(new_link, place.parts.store.of(place.tenant), place.clock(), user)
    return made


def totp_of(place: Place) -> tuple[pyotp.TOTP, list[str]]:
    """Set up the authenticator of who is logged in; gives it, and the recovery codes."""
    offered = place.client.post("/api/v1/me/totp", json={"password": PASSWORD})
    totp = pyotp.TOTP(offered.json()["secret"])
    code = {"code": totp.at(int(place.clock()))}
    confirmed = place.client.post("/api/v1/me/totp/confirm", json=code)
    assert confirmed.status_code == 200, confirmed.text
    return totp, confirmed.json()["codes"]


def test_who_logs_in_gets_a_cookie_that_no_script_and_no_other_page_can_use(place: Place) -> None:
    place.user("ann", "operator")

    answer = place.login()

    session, csrf = answer.headers.get_list("set-cookie")
    assert re.fullmatch(
        r"hexascope=[\w-]{43}; HttpOnly; Max-Age=43200; Path=/; SameSite=strict", session
    )
    assert re.fullmatch(r"hexascope-csrf=[\w-]{43}; Max-Age=43200; Path=/; SameSite=strict", csrf)
    assert place.client.get("/api/v1/me").json()["roles"] == ["operator"]
    assert answer.headers["cache-control"] == "no-store"


def test_the_name_may_be_typed_in_other_letters_that_look_the_same(place: Place) -> None:
    place.user("ann")

    assert place.login("ＡＮＮ ").status_code == 201


@pytest.mark.parametrize(
    ("name", "password", "more"),
    [
        ("nobody", PASSWORD, {}),
        ("ann", "wrong horse battery", {}),
        ("ann", "", {}),
        ("without", PASSWORD, {}),
        ("without", "", {}),
        ("disabled", PASSWORD, {}),
        ("ann", PASSWORD, {"tenant": "no-such-tenant"}),
        ("an\u0430", PASSWORD, {}),
    ],
)
def test_who_may_not_is_told_the_same_whatever_was_wrong(
    place: Place, name: str, password: str, more: dict[str, str]
) -> None:
    place.user("ann")
    place.people("without", tenant=place.tenant)
    gone = place.user("disabled").user.id
    place.call(Users(place.parts.store.of(place.tenant)).change, gone, {"disabled": True})

    answer = place.login(name, password, **more)

    assert (answer.status_code, answer.json()["detail"]) == (401, WRONG)
    assert "set-cookie" not in answer.headers


def test_for_users_that_do_not_exist_as_much_is_computed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.user("ann")
    hasher = place.access.passwords._hash.current_hasher
    computed: list[str] = []

    def counted(name: str) -> Callable[..., Any]:
        made = getattr(hasher, name)

        def whole(*values: Any, **more: Any) -> Any:
            computed.append(name)
            return made(*values, **more)

        return whole

    for name in ("hash", "verify"):
        monkeypatch.setattr(hasher, name, counted(name))
    counts = []
    for name in ("ann", "nobody"):
        computed.clear()
        assert place.login(name, "wrong horse battery").status_code == 401
        counts.append(len(computed))

    assert counts == [1, 1]


def test_after_five_wrong_tries_even_the_right_password_waits(place: Place) -> None:
    place.user("ann")
    other = place.browser()
    body = {"name": "ANN", "password": PASSWORD, "tenant": place.tenant}

    statuses = [place.login(password="wrong horse battery").status_code for _ in range(6)]

    assert statuses == [401] * 5 + [429]
    assert other.post("/api/v1/login", json=body).status_code == 429, "from elsewhere as well"
    place.clock.by += 3.0
    assert other.post("/api/v1/login", json=body).status_code == 201
    assert place.login(password="wrong horse battery").status_code == 401, "forgiven"


def test_users_that_do_not_exist_make_wait_as_well(place: Place) -> None:
    statuses = [place.login("nobody", "wrong horse battery").status_code for _ in range(6)]

    assert statuses == [401] * 5 + [429]


def test_an_address_that_tries_many_accounts_has_to_wait(place: Place) -> None:
    statuses = [place.login(f"user{n}", "wrong horse battery").status_code for n in range(31)]

    assert statuses == [401] * 30 + [429]
    assert place.browser().post(
        "/api/v1/login", json={"name": "user99", "password": "x" * 12, "tenant": place.tenant}
    ).status_code == 401  # fmt: skip


def test_who_has_an_authenticator_needs_its_code_once(place: Place) -> None:
    place.user("ann")
    place.login()
    assert place.client.get("/api/v1/me").json()["has_authenticator"] is False
    totp, _ = totp_of(place)
    assert place.client.get("/api/v1/me").json()["has_authenticator"] is True
    place.clock.by += 30.0
    code = totp.at(int(place.clock()))

    assert place.login().status_code == 401
    assert place.login(code="000000").status_code == 401
    assert place.login(code=code).status_code == 201
    assert place.login(code=code).status_code == 401, "it was used"
    assert place.login(password="wrong horse battery", code=code).status_code == 401


def test_a_recovery_code_stands_in_for_it_once(place: Place) -> None:
    place.user("ann")
    place.login()
    _, codes = totp_of(place)

    assert place.login(code=codes[3].upper().replace("-", " ")).status_code == 201
    assert place.login(code=codes[3]).status_code == 401
    assert place.login(code=codes[4]).status_code == 201


def test_codes_can_not_be_tried_out(place: Place) -> None:
    place.user("ann")
    place.login()
    totp_of(place)

    statuses = [place.login(code=f"{n:06}").status_code for n in range(8)]

    assert statuses[:5] == [401] * 5
    assert set(statuses[5:]) == {429}


def test_an_authenticator_is_taken_away_by_who_knows_the_password(place: Place) -> None:
    place.user("ann")
    place.login()
    totp_of(place)
    away = "/api/v1/me/totp/remove"

    assert place.client.post(away, json={"password": "wrong horse battery"}).status_code == 403
    assert place.client.post(away, json={"password": PASSWORD}).status_code == 204
    assert place.login().status_code == 201


def test_the_secret_of_an_authenticator_stands_nowhere_in_the_database(
    tmp_path: Path,
) -> None:
    with served(tmp_path, change=really_recognising) as client:
        ann = People(client)("ann", "admin")
        place = Place(client, "acme", None, "")  # type: ignore[arg-type] # no clock is moved
        hashed = place.call(place.access.passwords.hashed, PASSWORD)
        users = Users(place.parts.store.of("acme"))
        place.call(lambda: users.change(ann.user.id, {"password": hashed}, ends=False))
        body = {"password": PASSWORD}
        offered = client.post("/api/v1/me/totp", json=body, headers=ann.headers).json()
        token = People(client).token(ann, "read:hosts")["Authorization"].split()[1]
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("hexascope.db*"))

    assert ann.user.id.encode() in kept, "the database was looked into"
    for secret in (offered["secret"], token, token.split("_")[2], ann.secret, PASSWORD):
        assert secret.encode() not in kept


@pytest.mark.parametrize("sent", ["", "x" * 43, "theirs", "cookie"])
def test_a_change_by_cookie_needs_the_token_of_its_session(place: Place, sent: str) -> None:
    ann, bob = place.user("ann", "admin"), place.user("bob", "admin")
    words = {"theirs": csrf_of(bob.secret), "cookie": ann.secret}.get(sent, sent)
    headers = {**ann.headers, CSRF_HEADER: words}

    answer = place.client.post("/api/v1/users", json={"name": "eve"}, headers=headers)

    assert answer.status_code == 403
    assert "X-CSRF-Token" in answer.json()["detail"]
    read = place.client.get("/api/v1/users", headers={"Cookie": ann.headers["Cookie"]})
    assert [one["name"] for one in read.json()["items"]] == ["ann", "bob"]


def test_a_bearer_needs_no_csrf_token_and_stands_before_a_cookie(place: Place) -> None:
    ann, bob = place.user("ann", "admin"), place.user("bob")
    token = place.people.token(ann, "create:users")
    body = {"name": "eve", "roles": []}

    assert place.client.post("/api/v1/users", json=body, headers=token).status_code == 201
    both = {**token, "Cookie": bob.headers["Cookie"]}
    assert place.client.get("/api/v1/me", headers=both).json()["name"] == "ci"
    broken = {"Authorization": "Bearer hxs_x", "Cookie": bob.headers["Cookie"]}
    assert place.client.get("/api/v1/me", headers=broken).status_code == 401


def test_a_cookie_that_somebody_planted_becomes_no_session(place: Place) -> None:
    place.user("ann")
    place.client.cookies.set("hexascope", "planted-by-somebody-else")

    before = place.client.get("/api/v1/me").status_code
    answer = place.login()

    assert before == 401
    assert "planted" not in answer.headers["set-cookie"]
    other = place.browser()
    other.cookies.set("hexascope", "planted-by-somebody-else")
    assert other.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("path", ["/api/v1/login", "/api/v1/setup"])
def test_pages_of_others_can_not_log_their_visitors_in(place: Place, path: str) -> None:
    place.user("ann")
    body = {"name": "ann", "password": PASSWORD}
    body |= {"link": "x"} if path.endswith("setup") else {"tenant": place.tenant}

    for origin in ("https://evil.example", "null", "http://localhost:1"):
        answer = place.client.post(path, json=body, headers={"Origin": origin})
        assert answer.status_code == 403
    assert place.client.post(path, json=body, headers={"Origin": ADDRESS}).status_code != 403


def test_a_session_ends_after_half_an_hour_of_rest_and_after_twelve_hours(place: Place) -> None:
    place.user("ann")
    place.login()

    for minutes, status in ((29, 200), (29, 200), (31, 401)):
        place.clock.by += minutes * 60.0
        assert place.client.get("/api/v1/me").status_code == status
    place.login()
    seen = []
    for _ in range(30):
        place.clock.by += 25 * 60.0
        seen.append(place.client.get("/api/v1/me").status_code)
    assert seen == [200] * 28 + [401] * 2


def test_who_logs_out_is_out_at_once_and_his_cookie_is_worth_nothing(place: Place) -> None:
    ann = place.user("ann")

    answer = place.client.post("/api/v1/logout", headers=ann.headers)

    assert answer.status_code == 204
    assert all("Max-Age=0" in one for one in answer.headers.get_list("set-cookie"))
    assert place.client.get("/api/v1/me", headers=ann.headers).status_code == 401


def test_another_password_renews_this_session_and_ends_the_others(place: Place) -> None:
    ann = place.user("ann")
    place.login()
    body = {"old": PASSWORD, "new": "another horse battery"}

    assert place.client.post("/api/v1/me/password", json={**body, "old": "x"}).status_code == 403
    answer = place.client.post("/api/v1/me/password", json=body)

    assert answer.status_code == 200
    assert place.client.get("/api/v1/me").status_code == 200
    assert place.client.get("/api/v1/me", headers=ann.headers).status_code == 401
    assert place.browser().post(
        "/api/v1/login", json={"name": "ann", "password": PASSWORD, "tenant": place.tenant}
    ).status_code == 401  # fmt: skip


def test_one_sees_and_ends_ones_own_sessions_and_nobody_elses(place: Place) -> None:
    ann, bob = place.user("ann"), place.user("bob")
    second = place.people.again(ann)

    listed = place.client.get("/api/v1/me/sessions", headers=ann.headers).json()["items"]
    theirs = place.client.delete(f"/api/v1/me/sessions/{bob.session}", headers=ann.headers)
    mine = place.client.delete(f"/api/v1/me/sessions/{second.session}", headers=ann.headers)

    assert {one["id"]: one["current"] for one in listed} == {
        ann.session: True,
        second.session: False,
    }
    assert (theirs.status_code, mine.status_code) == (404, 204)
    assert place.client.get("/api/v1/me", headers=second.headers).status_code == 401
    assert place.client.get("/api/v1/me", headers=bob.headers).status_code == 200


@pytest.mark.parametrize(
    ("password", "status"),
    [("x" * 1024, 401), ("x" * 1025, 422), ("é" * 600, 400), ("x" * 2**20, 413)],
)
def test_a_password_that_is_too_long_costs_nothing(
    place: Place, password: str, status: int
) -> None:
    assert place.login(password=password).status_code == status


def test_a_link_makes_one_administrator_however_many_use_it_at_once(place: Place) -> None:
    secret = link(place)
    browsers = [place.browser() for _ in range(4)]

    def use(number: int) -> int:
        body = {"link": secret, "name": f"user{number}", "password": PASSWORD}
        status: int = browsers[number].post("/api/v1/setup", json=body).status_code
        return status

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(use, range(4)))

    assert statuses[0] == 201
    assert set(statuses[1:]) <= {404, 409}
    winner = next(one for one in browsers if one.get("/api/v1/me").status_code == 200)
    assert winner.get("/api/v1/me").json()["roles"] == ["admin"]
    assert place.call(lambda: Users(place.parts.store.of(place.tenant)).all()).__len__() == 1


def test_a_link_is_valid_for_a_day(place: Place) -> None:
    secret = link(place)
    place.clock.by += 24 * 3600.0 + 1.0

    body = {"link": secret, "name": "ann", "password": PASSWORD}
    assert place.client.post("/api/v1/setup", json=body).status_code == 404


def test_a_link_sets_a_users_password_and_ends_his_sessions(place: Place) -> None:
    ann = place.user("ann")
    body = {"link": link(place, ann.user.id), "password": "another horse battery"}

    assert place.client.post("/api/v1/setup", json=body).json() is None
    assert place.client.get("/api/v1/me", headers=ann.headers).status_code == 401
    assert place.login(password="another horse battery").status_code == 201
    assert place.client.post("/api/v1/setup", json=body).status_code == 404, "used up"


def test_a_weak_password_leaves_the_link_as_it_is(place: Place) -> None:
    secret = link(place)
    body = {"link": secret, "name": "ann", "password": "ann is my name"}

    assert place.client.post("/api/v1/setup", json=body).status_code == 400
    answer = place.client.post("/api/v1/setup", json={**body, "password": PASSWORD})
    assert answer.status_code == 201


def test_under_tls_one_cookie_counts_that_no_other_host_can_set(tmp_path: Path) -> None:
    flags = {"server.url": "https://localhost"}
    with served(tmp_path, change=really_recognising, flags=flags) as client:
        ann = People(client)("ann")
        plain = client.get("/api/v1/me", headers={"Cookie": f"hexascope={ann.secret}"})
        host = client.get("/api/v1/me", headers={"Cookie": f"__Host-hexascope={ann.secret}"})
        out = client.get("/login/end")

        headers = {"Cookie": f"__Host-hexascope={ann.secret}", CSRF_HEADER: csrf_of(ann.secret)}
        cookies = client.post("/api/v1/logout", headers=headers).headers.get_list("set-cookie")

    assert (plain.status_code, host.status_code, out.status_code) == (401, 200, 405)
    assert len(cookies) == 2
    assert all(one.startswith("__Host-") and "; Secure" in one for one in cookies)
