"""Logging in by a real identity provider on a loopback port, and by one that lies."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

from hexascope.bootstrap.serving.parts import Parts
from hexascope.kit import clock
from hexascope.store.database.accounts.users import User, Users
from tests.support.oidc import CLIENT, LIES, SECRET, Provider, provided
from tests.support.people import People, really_recognising
from tests.support.serving import parts_of, served

ADDRESS = "http://localhost"


class Moved:
    """A clock that stands until a test moves it on: a slow machine's seconds do not count."""

    def __init__(self) -> None:
        self.by = 0.0
        self._start = clock.wall()

    def __call__(self) -> float:
        return self._start + self.by


@dataclass
class Login:
    """A browser, our server, and a provider."""

    client: TestClient
    provider: Provider
    clock: Moved

    def begin(self, query: str = "") -> str:
        """Go to the provider; gives where it sends the browser back to."""
        there = self.client.get(f"/login/oidc{query}", follow_redirects=False)
        assert there.status_code == 303, there.text
        back = httpx.get(there.headers["location"], follow_redirects=False)
        assert back.status_code == 302
        address: str = back.headers["location"]
        return address

    def finish(self, address: str, **changes: str) -> httpx.Response:
        """Come back: the page's form is sent as its script does."""
        assert address.startswith(f"{ADDRESS}/login/back?")
        page = self.client.get(address.removeprefix(ADDRESS))
        assert page.status_code == 200, page.text
        found = dict(re.findall(r'name="(code|state)" value="([^"]*)"', page.text))
        form = {name: unescape(value) for name, value in found.items()}
        return self.client.post(
            "/login/back",
            data={**form, **changes},
            headers={"Origin": ADDRESS},
            follow_redirects=False,
        )

    def whole(self) -> httpx.Response:
        """Log in."""
        return self.finish(self.begin())

    def user(self, id_: str) -> User:
        parts = parts_of(self.client)
        assert self.client.portal is not None
        return self.client.portal.call(Users(parts.store.of("default")).one, id_)


@contextmanager
def logging_in(folder: Path, **said: Any) -> Iterator[Login]:
    """Serve with a provider; what is said are settings, and `algorithm` the provider's."""
    moved = Moved()
    secret_file = folder / "secret"
    secret_file.write_text(f"{SECRET}\n", encoding="utf-8")
    provider = Provider(now=moved, algorithm=said.pop("algorithm", "ES256"))
    with provided(provider):
        flags = {
            "oidc.issuer": provider.issuer,
            "oidc.client_id": CLIENT,
            "oidc.client_secret_file": str(secret_file),
            **{f"oidc.{name}": value for name, value in said.items()},
        }

        def change(parts: Parts) -> Parts:
            return really_recognising(replace(parts, clock=moved))

        with served(folder, flags=flags, change=change) as client:
            yield Login(client, provider, moved)


@pytest.fixture
def login(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Login]:
    """Serve for one test, with the settings that are the fixture's parameter."""
    with logging_in(tmp_path, **getattr(request, "param", {})) as one:
        yield one


@pytest.fixture(scope="module")
def lied_to(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Login]:
    """Serve for all lies: none of them changes anything."""
    with logging_in(tmp_path_factory.mktemp("lies")) as one:
        People(one.client)("ann", "admin", tenant="default", email_key="ann@example.org")
        one.provider.claims = dict(VERIFIED)
        yield one


VERIFIED = {"sub": "ann-1", "email": "ann@example.org", "email_verified": True}


@pytest.mark.parametrize(
    "login",
    [{"algorithm": "RS256"}, {"algorithm": "ES256"}, {"algorithm": "Ed25519"}],
    indirect=True,
    ids=str,
)
def test_who_has_an_account_is_let_in_whatever_the_provider_signs_by(login: Login) -> None:
    login.provider.claims = dict(VERIFIED)
    email = {"email": "Ann@example.org", "email_key": "ann@example.org"}
    ann = People(login.client)("ann", "operator", tenant="default", **email)

    answer = login.whole()

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    me = login.client.get("/api/v1/me").json()
    assert (me["id"], me["roles"]) == (ann.user.id, ["operator"])


def test_the_subject_names_the_user_for_good_and_no_address_does(login: Login) -> None:
    people = People(login.client)
    ann = people("ann", tenant="default", email="a", email_key="ann@example.org")
    login.provider.claims = dict(VERIFIED)
    assert login.whole().status_code == 303
    people("eve", tenant="default", email="e", email_key="eve@example.org")

    login.provider.claims = {**VERIFIED, "email": "eve@example.org"}

    assert login.whole().status_code == 303
    assert login.client.get("/api/v1/me").json()["id"] == ann.user.id


@pytest.mark.parametrize("login", [{"create": True}, {"create": False}], indirect=True, ids=str)
def test_who_has_no_account_gets_one_only_where_the_settings_say_so(login: Login) -> None:
    login.provider.claims = dict(VERIFIED)
    plan = parts_of(login.client).known.settings.oidc

    answer = login.whole()

    assert answer.status_code == (303 if plan.create else 403)
    if plan.create:
        me = login.client.get("/api/v1/me").json()
        assert (me["name"], me["roles"]) == ("ann@example.org", ["viewer"])


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_the_provider_has_not_verified_lets_nobody_in(
    login: Login, verified: object
) -> None:
    People(login.client)("ann", "admin", tenant="default", email_key="ann@example.org")
    login.provider.claims = {**VERIFIED, "email_verified": verified}

    assert login.whole().status_code == 403
    assert login.client.get("/api/v1/me").status_code == 401


def test_two_users_of_one_address_are_not_guessed_between(login: Login) -> None:
    people = People(login.client)
    people("ann", tenant="default", email_key="ann@example.org")
    people("bob", tenant="default", email_key="ann@example.org")
    login.provider.claims = dict(VERIFIED)

    assert login.whole().status_code == 403


def test_who_is_disabled_is_not_let_in(login: Login) -> None:
    email = {"email_key": "ann@example.org", "disabled": False}
    ann = People(login.client)("ann", tenant="default", **email)
    login.provider.claims = dict(VERIFIED)
    assert login.whole().status_code == 303
    users = Users(parts_of(login.client).store.of("default"))
    assert login.client.portal is not None
    login.client.portal.call(users.change, ann.user.id, {"disabled": True})

    assert login.whole().status_code == 403


@pytest.mark.parametrize("login", [{"roles_claim": "groups"}], indirect=True, ids=str)
def test_roles_come_from_the_provider_where_the_settings_name_a_claim(login: Login) -> None:
    ann = People(login.client)("ann", "admin", tenant="default", email_key="ann@example.org")
    keeper = People(login.client)("root", "admin", tenant="default")
    login.provider.claims = {**VERIFIED, "groups": ["approver", "no-such-role", 7]}

    assert login.whole().status_code == 303
    assert login.client.get("/api/v1/me").json()["roles"] == ["approver"]
    assert login.user(ann.user.id).roles == ("approver",)
    assert login.user(keeper.user.id).roles == ("admin",)


def test_claims_that_only_the_users_page_tells_are_asked_for(login: Login) -> None:
    People(login.client)("ann", tenant="default", email_key="ann@example.org")
    login.provider.claims = {"sub": "ann-1"}
    login.provider.more = {"email": "ann@example.org", "email_verified": True}

    assert login.whole().status_code == 303
    login.provider.lie = "other user"
    assert login.whole().status_code == 403


LIED = [
    *LIES,
    "old",
    "early",
    "alg none",
    "shared secret",
    "other key",
    "unknown key",
    "own key",
    "broken",
    "no id_token",
    *(f"without {name}" for name in ("iss", "aud", "exp", "iat", "nonce", "sub")),
]


@pytest.mark.parametrize("lie", LIED)
def test_a_provider_that_lies_lets_nobody_in(lied_to: Login, lie: str) -> None:
    lied_to.provider.lie = lie

    answer = lied_to.whole()

    assert answer.status_code == 403
    assert "did not work" in answer.text
    assert lied_to.client.get("/api/v1/me").status_code == 401


def test_the_same_provider_lets_in_when_it_tells_the_truth(lied_to: Login) -> None:
    lied_to.provider.lie = ""

    assert lied_to.whole().status_code == 303


@pytest.mark.parametrize("lie", ["issuer", "large", "no json", "error", "redirect"])
def test_a_provider_that_answers_nonsense_is_said_to_be_away(login: Login, lie: str) -> None:
    login.provider.lie = lie

    answer = login.client.get("/login/oidc", follow_redirects=False)

    assert answer.status_code == 502
    assert "does not answer" in answer.text


def test_our_secret_is_sent_to_no_address_without_tls(login: Login) -> None:
    login.provider.lie = "plain endpoint"

    assert login.whole().status_code == 502


def test_a_new_key_of_the_provider_is_fetched_when_it_is_met(login: Login) -> None:
    People(login.client)("ann", tenant="default", email_key="ann@example.org")
    login.provider.claims = dict(VERIFIED)
    assert login.whole().status_code == 303
    login.provider.turn_key()
    login.clock.by += 31.0

    assert login.whole().status_code == 303
    assert login.provider.asked == ["discovery", "keys", "keys"]


def test_a_stranger_can_not_have_the_keys_fetched_again_and_again(login: Login) -> None:
    login.provider.claims = dict(VERIFIED)
    login.provider.lie = "unknown key"

    for _ in range(4):
        assert login.whole().status_code == 403

    assert login.provider.asked.count("keys") == 1


def test_an_answer_counts_in_the_browser_that_began_alone(login: Login) -> None:
    People(login.client)("ann", tenant="default", email_key="ann@example.org")
    login.provider.claims = dict(VERIFIED)
    address = login.begin()
    login.client.cookies.clear()

    assert login.finish(address).status_code == 403


def test_another_state_than_ours_is_refused(login: Login) -> None:
    login.provider.claims = dict(VERIFIED)

    assert login.finish(login.begin(), state="x" * 43).status_code == 403


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("/findings?severity=high&text=a%26b", "/findings?severity=high&text=a%26b"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/hosts?q=" + "a" * 3000, "/"),
    ],
)
def test_one_comes_back_to_the_address_that_one_asked_for(
    lied_to: Login, wanted: str, place: str
) -> None:
    lied_to.provider.lie = ""
    lied_to.client.cookies.clear()
    shown = lied_to.client.get("/login", params={"next": wanted})
    [link] = re.findall(r'href="/login/oidc([^"]*)"', shown.text)

    answer = lied_to.finish(lied_to.begin(unescape(link)))

    assert (answer.status_code, answer.headers["location"]) == (303, place)


def test_an_answer_counts_once(login: Login) -> None:
    People(login.client)("ann", tenant="default", email_key="ann@example.org")
    login.provider.claims = dict(VERIFIED)
    address = login.begin()
    cookies = dict(login.client.cookies)
    assert login.finish(address).status_code == 303
    login.client.cookies.clear()
    login.client.cookies.update(cookies)

    assert login.finish(address).status_code == 502, "the provider takes no code twice"


def test_a_login_that_takes_too_long_is_refused(login: Login) -> None:
    People(login.client)("ann", tenant="default", email_key="ann@example.org")
    login.provider.claims = dict(VERIFIED)
    address = login.begin()
    login.clock.by += 601.0

    assert login.finish(address).status_code == 403


def test_the_way_back_itself_changes_nothing(login: Login) -> None:
    login.provider.claims = dict(VERIFIED)
    address = login.begin().removeprefix(ADDRESS)

    assert login.client.get(address).status_code == 200
    assert login.client.get("/api/v1/me").status_code == 401
    assert len(login.provider.codes) == 1


@pytest.mark.parametrize("query", ["", "code=x", "state=x", "error=access_denied", "code=&state="])
def test_a_way_back_without_an_answer_says_so(lied_to: Login, query: str) -> None:
    assert lied_to.client.get(f"/login/back?{query}").status_code == 400


def test_what_stands_in_the_way_back_is_shown_as_words(lied_to: Login) -> None:
    page = lied_to.client.get('/login/back?code="><script>alert(1)</script>&state=x')

    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_the_provider_is_asked_with_state_nonce_and_challenge(lied_to: Login) -> None:
    there = lied_to.client.get("/login/oidc", follow_redirects=False)

    asked = parse_qs(urlsplit(there.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len({asked[one][0] for one in ("state", "nonce", "code_challenge")}) == 3
    assert "HttpOnly" in there.headers["set-cookie"]
    assert "SameSite=strict" in there.headers["set-cookie"]
    assert SECRET not in there.headers["location"]


def test_without_a_provider_there_is_no_such_login(tmp_path: Path) -> None:
    with served(tmp_path, change=really_recognising) as client:
        assert client.get("/login/oidc", follow_redirects=False).status_code == 400
        assert "/login/oidc" not in client.get("/login").text
