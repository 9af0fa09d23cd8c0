"""The pages of logging in and setting up: no script needed, nothing foreign, two tongues."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from hexascope.server.doors.fields import FORM, own_place
from hexascope.services.access.sessions import csrf_of
from hexascope.services.access.setting_up import new_link
from hexascope.words.catalogue import Language, catalogue
from tests.support.people import PASSWORD
from tests.support.places import ADDRESS, Place

DOORS = Path("src/hexascope/server/doors")
ROUTES = Path("src/hexascope/server/routes")


def send(place: Place, path: str, fields: Mapping[str, str], **headers: str) -> Any:
    """Send a form as a browser does."""
    own = {"Origin": ADDRESS, **headers}
    return place.client.post(path, data=dict(fields), headers=own, follow_redirects=False)


def link(place: Place, user: str = "") -> str:
    made: str = place.call(new_link, place.parts.store.of(place.tenant), place.clock(), user)
    return made


@pytest.mark.parametrize("path", ["/login", "/setup", "/login/back?code=a&state=b"])
def test_a_page_brings_no_script_of_its_own_and_loads_nothing_foreign(
    place: Place, path: str
) -> None:
    answer = place.client.get(path)

    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.findall(r"<script(?![^>]*src=)|<style|\son\w+=|style=", answer.text)
    assert not re.findall(r"(?:src|href|action)=\"(?!/|data:,)", answer.text)
    assert answer.headers["referrer-policy"] == "same-origin", "else forms come from nowhere"


def test_each_field_has_its_label(place: Place) -> None:
    for path in ("/login", "/setup"):
        text = place.client.get(path).text
        fields = re.findall(r'<input id="(\w+)"', text)
        assert fields
        assert set(fields) == set(re.findall(r'<label for="(\w+)"', text))


def test_all_that_the_pages_say_has_its_portuguese() -> None:
    known = catalogue(Language.PORTUGUESE)
    said = {
        one
        for file in DOORS.glob("*.html")
        for one in re.findall(r'word\("([^"]+)"\)', file.read_text(encoding="utf-8"))
    }
    for name in ("login_pages", "setup_pages", "oidc"):
        text = (ROUTES / f"{name}.py").read_text(encoding="utf-8")
        said |= set(re.findall(r'^[A-Z_]+ = "([A-Z][^"]* [^"]*)"', text, re.MULTILINE))

    assert len(said) > 25
    assert {one for one in said if one not in known} == set()


@pytest.mark.parametrize(
    ("wanted", "word"),
    [("pt-BR,pt;q=0.9", "Entrar"), ("de,pt", "Entrar"), ("en", "Log in"), ("", "Log in")],
)
def test_a_page_speaks_the_browsers_language(place: Place, wanted: str, word: str) -> None:
    answer = place.client.get("/login", headers={"Accept-Language": wanted})

    assert f"<h1>{word}</h1>" in answer.text


def test_one_logs_in_by_the_form_and_goes_where_one_wanted_to(place: Place) -> None:
    place.user("ann")
    fields = {"name": "ann", "password": PASSWORD, "tenant": place.tenant, "next": "/api/v1/me"}

    answer = send(place, "/login", fields)

    assert (answer.status_code, answer.headers["location"]) == (303, "/api/v1/me")
    assert place.client.get("/api/v1/me").json()["name"] == "ann"
    assert "ann</strong>" in place.client.get("/login").text


@pytest.mark.parametrize(
    "address",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil", "javascript:alert(1)",
     "/\t/evil.example", "/ä", "", "x"],
)  # fmt: skip
def test_nobody_is_sent_elsewhere_after_a_login(place: Place, address: str) -> None:
    place.user("ann")
    fields = {"name": "ann", "password": PASSWORD, "tenant": place.tenant, "next": address}

    assert own_place(address) == "/"
    assert send(place, "/login", fields).headers["location"] == "/"


def test_what_was_wrong_is_said_on_the_page_and_the_name_stays(place: Place) -> None:
    fields = {"name": '"><b>ann', "password": "wrong horse", "tenant": place.tenant}

    answers = [send(place, "/login", fields) for _ in range(6)]

    assert [one.status_code for one in answers] == [401] * 5 + [429]
    assert 'role="alert"' in answers[0].text
    assert "<b>ann" not in answers[0].text
    assert "wrong horse" not in answers[0].text
    assert "Too many tries" in answers[5].text


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("name=a&password=b", "text/plain", 400),
        ('{"name": "a"}', "application/json", 400),
        ("name=a&name=b", FORM, 400),
        ("&".join(f"f{n}=1" for n in range(11)), FORM, 400),
        ("name=%ff", FORM, 400),
        ("name=" + "x" * 5000, FORM, 400),
        ("name=" + "x" * 20_000, FORM, 413),
    ],
)
def test_a_form_that_is_none_is_refused(place: Place, body: str, kind: str, status: int) -> None:
    headers = {"Content-Type": kind, "Origin": ADDRESS}

    assert place.client.post("/login", content=body, headers=headers).status_code == status


@pytest.mark.parametrize("path", ["/login", "/login/end", "/setup", "/login/back"])
def test_forms_of_other_pages_are_refused(place: Place, path: str) -> None:
    for origin in ("https://evil.example", "null"):
        assert send(place, path, {"name": "a"}, Origin=origin).status_code == 403


def test_one_logs_out_by_the_form_that_knows_the_session(place: Place) -> None:
    ann = place.user("ann")
    cookie = {"Cookie": ann.headers["Cookie"]}

    assert send(place, "/login/end", {"csrf": "x"}, **cookie).status_code == 403
    assert place.client.get("/api/v1/me", headers=ann.headers).status_code == 200
    answer = send(place, "/login/end", {"csrf": csrf_of(ann.secret)}, **cookie)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert place.client.get("/api/v1/me", headers=ann.headers).status_code == 401


def test_the_first_administrator_is_made_without_a_script(place: Place) -> None:
    pasted = f"{ADDRESS}/setup#{link(place)}"
    second = send(place, "/setup", {"link": pasted})
    assert "You become the administrator" in second.text
    held = re.findall(r'name="link" value="([^"]+)"', second.text)[0]
    fields = {"link": held, "name": "Ann", "email": "", "password": PASSWORD, "again": "other"}

    wrong = send(place, "/setup", fields)
    right = send(place, "/setup", {**fields, "again": PASSWORD})

    assert (wrong.status_code, right.status_code) == (400, 303)
    assert "not the same" in wrong.text
    assert PASSWORD not in wrong.text
    assert place.client.get("/api/v1/me").json()["roles"] == ["admin"]
    assert send(place, "/setup", {"link": held}).status_code == 404


def test_a_user_sets_his_password_by_his_link(place: Place) -> None:
    ann = place.user("ann")
    secret = link(place, ann.user.id)
    words = "another horse battery"

    assert "<strong>ann</strong>" in send(place, "/setup", {"link": secret}).text
    done = send(place, "/setup", {"link": secret, "password": words, "again": words})

    assert done.status_code == 200
    assert "Your password is set" in done.text
    assert place.login(password=words).status_code == 201


@pytest.mark.parametrize("secret", ["", "x", "#", "x" * 200, "' OR 1=1 --"])
def test_a_link_that_nobody_made_opens_nothing(place: Place, secret: str) -> None:
    assert send(place, "/setup", {"link": secret}).status_code == 404
