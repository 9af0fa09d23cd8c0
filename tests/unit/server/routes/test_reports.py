from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexascope.report.contract import Manner
from hexascope.services.writing import slug
from hexascope.words import Language
from tests.support.content import bundle_of, keep, numbered, of_host
from tests.support.examinations import examination
from tests.support.line import INVISIBLE, MARKUP, VALID, Tags, formats
from tests.support.scripted import examined, looked
from tests.support.serving import STRANGER, VIEWER, served

PLACE = "/api/v1/examinations"
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>\u202e\x1b[31m'
PLAIN = sorted(name for name, one in formats().items() if not one.of_profiles)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with served(tmp_path_factory.mktemp("reports")) as client:
        yield client


def test_all_formats_are_listed(client: TestClient) -> None:
    told = client.get("/api/v1/reports", headers=VIEWER).json()

    assert [one["name"] for one in told] == sorted(formats())


@pytest.mark.parametrize("name", PLAIN)
def test_a_kept_report_is_the_same_as_when_it_was_made_in_every_format(
    client: TestClient, name: str
) -> None:
    about = of_host("cgroup2_throttled_unit")
    id_ = keep(client, about)

    answer = client.get(f"{PLACE}/{id_}/report.{name}", headers=VIEWER)

    assert answer.status_code == 200
    assert answer.text == formats()[name].write(about, Manner())
    assert answer.headers["content-security-policy"].startswith("sandbox;")
    assert answer.headers["x-content-type-options"] == "nosniff"
    ending = formats()[name].ending
    assert answer.headers["content-disposition"].endswith(f'.{ending}"')


def test_a_report_is_given_in_the_language_that_is_asked_for(client: TestClient) -> None:
    about = of_host("cgroup2_throttled_unit")
    place = f"{PLACE}/{keep(client, about)}/report.markdown"
    portuguese = formats()["markdown"].write(about, Manner(language=Language.PORTUGUESE))

    asked = client.get(f"{place}?lang=pt", headers=VIEWER)
    accepted = client.get(place, headers={**VIEWER, "Accept-Language": "fr, pt-BR;q=0.9, en;q=0.8"})

    assert asked.text == accepted.text == portuguese
    assert asked.headers["content-language"] == "pt"
    assert client.get(f"{place}?lang=xx", headers=VIEWER).status_code == 422


def test_profiles_are_refused_where_nothing_was_profiled(client: TestClient) -> None:
    id_ = keep(client, numbered(1))

    assert client.get(f"{PLACE}/{id_}/report.folded", headers=VIEWER).status_code == 400


def test_what_an_earlier_version_kept_is_there_as_json(client: TestClient) -> None:
    id_ = keep(client, numbered(1), whole=False)

    VALID.validate(client.get(f"{PLACE}/{id_}/report.json", headers=VIEWER).json())
    refused = client.get(f"{PLACE}/{id_}/report.html", headers=VIEWER)
    assert refused.status_code == 400
    assert "json alone" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("report.nonsense", VIEWER, 404),
        ("report.__init__", VIEWER, 422),
        ("report.html", STRANGER, 404),
        ("report.html", {"Authorization": "Bearer acme vic read:examinations"}, 403),
        ("report.html", {"Authorization": "Bearer acme vic read:reports:host=other"}, 404),
        ("report.html", {}, 401),
    ],
)
def test_who_may_not_and_what_is_none_is_refused(
    client: TestClient, path: str, headers: dict[str, str], status: int
) -> None:
    id_ = keep(client, numbered(1))

    assert client.get(f"{PLACE}/{id_}/{path}", headers=headers).status_code == status


def test_hostile_names_end_inert_in_every_format(client: TestClient) -> None:
    about = numbered(1, examination(HOSTILE))
    about = replace(about, host=replace(about.host, name=HOSTILE))
    id_ = keep(client, about)

    said = {
        name: client.get(f"{PLACE}/{id_}/report.{name}", headers=VIEWER)
        for name in ("html", "markdown", "terminal")
    }

    tags = Tags()
    tags.feed(said["html"].text)
    assert not tags.seen & {"script", "img", "iframe", "object", "form"}
    assert not MARKUP.search(said["markdown"].text)
    for name, answer in said.items():
        assert INVISIBLE.search(answer.text) is None, name
        assert "script-alert-1-script" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Web-1.example.org", "web-1-example-org"),
        ("../../etc", "etc"),
        ("\r\n;", "host"),
        ("é" * 9, "host"),
        ("a" * 99, "a" * 60),
    ],
)
def test_names_of_files_hold_nothing_but_letters_digits_and_dashes(words: str, told: str) -> None:
    assert slug(words) == told


def test_what_the_command_line_kept_is_judged_again_where_it_comes_to_the_same(
    client: TestClient, tmp_path: Path
) -> None:
    bundle = tmp_path / "host.hxb"
    bundle.write_bytes(bundle_of("cgroup2_throttled_unit"))
    about = numbered(1, examined(looked("cgroup2_throttled_unit")))
    id_ = keep(client, about, bundle=bundle, whole=False)
    other = keep(
        client, replace(about, id=about.id[::-1], digest="0" * 64), bundle=bundle, whole=False
    )

    same = client.get(f"{PLACE}/{id_}/report.markdown?lang=pt", headers=VIEWER)
    changed = client.get(f"{PLACE}/{other}/report.markdown", headers=VIEWER)

    assert same.status_code == 200
    assert "render.service" in same.text
    assert changed.status_code == 400
