"""The API says our own sentences in the language that a request names, and in no other."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from starlette.testclient import TestClient

from hexascope.domain.examination import Examination
from hexascope.services.handlers.keeping import ready
from hexascope.services.handlers.means import Means
from hexascope.store.database.content.archive import DatabaseArchive
from hexascope.words import Language, render
from tests.support.content import keep, numbered, of_host
from tests.support.serving import VIEWER, parts_of, served

API = "/api/v1"
PT = Language.PORTUGUESE


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


def ask(client: TestClient, path: str, **headers: str) -> Any:
    answer = client.get(f"{API}{path}", headers={**VIEWER, **headers})
    assert answer.status_code == 200, answer.text
    return answer.json()


@cache
def judged(number: int) -> Examination:
    """Give an examination whose sentences are those of the product."""
    return of_host("cgroup2_throttled_unit", number)


def healthy(number: int) -> Examination:
    return replace(numbered(number), findings=(), host=judged(1).host)


def title_of(about: Examination, language: Language) -> str:
    return render(about.findings[0].title, language)


def titles_of(about: Examination, language: Language) -> list[str]:
    return [render(one.title, language) for one in about.findings]


def headline_of(about: Examination, language: Language) -> str:
    return render(about.verdict.headline, language)


def test_lists_of_findings_and_examinations_are_translated(client: TestClient) -> None:
    about = judged(1)
    keep(client, about)
    assert headline_of(about, PT) != headline_of(about, Language.ENGLISH)

    for language in Language:
        shown = ask(client, f"/findings?lang={language}")["items"]
        assert [one["title"] for one in shown] == titles_of(about, language)
        for place in ("examinations", "verdicts"):
            [one] = ask(client, f"/{place}?lang={language}")["items"]
            assert one["headline"] == headline_of(about, language)


def test_one_finding_and_one_verdict_are_translated_whole(client: TestClient) -> None:
    about = judged(1)
    id_ = keep(client, about)
    found = about.findings[0]

    for language in Language:
        told = ask(client, f"/findings/{id_}/{found.id}?lang={language}")
        assert told["title"] == told["whole"]["title"] == title_of(about, language)
        assert told["whole"]["recommendation"] == render(found.recommendation, language)
        assert told["evidence"].keys() == set(found.keys)
        verdict = ask(client, f"/verdicts/{id_}?lang={language}")
        assert verdict["headline"] == headline_of(about, language)
        assert verdict["items"][0]["title"] == title_of(about, language)
        assert verdict["next_steps"] == [render(one, language) for one in about.verdict.next_steps]


def test_what_came_between_two_examinations_is_translated(client: TestClient) -> None:
    before, after = keep(client, judged(1)), keep(client, healthy(2))

    told = ask(client, f"/examinations/compare?before={before}&after={after}&lang=pt")

    assert {one["title"] for one in told["gone"]} == set(titles_of(judged(1), PT))


def test_insights_are_translated(client: TestClient) -> None:
    keep(client, judged(1))

    told = ask(client, "/insights/panel?lang=pt")

    assert told["insights"][0]["title"] == title_of(judged(1), PT)
    assert told["collaboration_summary"].startswith(headline_of(judged(1), PT))


def test_what_was_kept_in_portuguese_is_given_in_english_too(client: TestClient) -> None:
    about = judged(1)
    id_ = keep(client, about, language=PT)

    english = Language.ENGLISH
    assert ask(client, "/findings")["items"][0]["title"] == title_of(about, english)
    assert ask(client, f"/verdicts/{id_}")["headline"] == headline_of(about, english)
    assert ask(client, f"/verdicts/{id_}?lang=pt")["headline"] == headline_of(about, PT)


def test_what_is_not_kept_whole_is_given_as_it_was_kept(client: TestClient) -> None:
    about = judged(1)
    id_ = keep(client, about, whole=False)

    for path in ("/findings", f"/findings/{id_}/{about.findings[0].id}", f"/verdicts/{id_}"):
        assert ask(client, path) == ask(client, f"{path}?lang=pt")


@pytest.mark.parametrize(
    "path", ["/findings", "/examinations", "/verdicts", "/specialists", "/settings", "/reports"]
)
def test_what_a_browser_accepts_changes_nothing(client: TestClient, path: str) -> None:
    keep(client, judged(1))

    plain = ask(client, path)

    assert ask(client, path, **{"Accept-Language": "pt-BR,pt;q=0.9"}) == plain
    assert ask(client, f"{path}?lang=pt", **{"Accept-Language": "en"}) != plain
    assert client.get(f"{API}{path}?lang=xx", headers=VIEWER).status_code == 422


def test_mandates_meanings_and_formats_all_have_their_portuguese(client: TestClient) -> None:
    def words(path: str, field: str) -> list[str]:
        told = ask(client, path)
        items = told["items"] if isinstance(told, dict) else told
        return [one[field] for one in items if one[field]]

    for path, field in (("specialists", "mandate"), ("settings", "meaning"), ("reports", "text")):
        english = words(f"/{path}", field)
        portuguese = words(f"/{path}?lang=pt", field)
        assert len(english) == len(portuguese) > 0
        same = [one for one, other in zip(english, portuguese, strict=True) if one == other]
        assert same == []
    for one in ask(client, "/specialists"):
        other = ask(client, f"/specialists/{one['name']}?lang=pt")["mandate"].split("\n\n")
        assert not set(other) & set(one["mandate"].split("\n\n"))


def test_translated_sentences_are_remembered_up_to_a_limit(client: TestClient) -> None:
    several = [numbered(number, judged(1)) for number in range(1, 6)]
    ids = [keep(client, one) for one in several]
    memory = parts_of(client).translations
    memory.most = 2 * (1 + len(judged(1).findings))

    shown = ask(client, "/examinations?lang=pt")["items"]

    assert [one["id"] for one in shown] == list(reversed(ids))
    assert {one["headline"] for one in shown} == {headline_of(several[0], PT)}
    assert len(memory._known) == 2
    assert ask(client, "/examinations?lang=pt")["items"] == shown


def test_a_job_in_portuguese_keeps_its_report_so_and_its_lists_in_english(
    client: TestClient, tmp_path: Path
) -> None:
    bundle = tmp_path / "made.hxb"
    bundle.write_bytes(b"bundle")
    archive = DatabaseArchive(parts_of(client).store.of("acme"))
    means = cast("Means", SimpleNamespace(archive=archive))

    rows = ready(means, judged(1), bundle, PT).rows

    assert [one["title"] for one in rows.findings] == titles_of(judged(1), Language.ENGLISH)
    report = json.loads(rows.row["report"])
    assert [one["title"] for one in report["findings"]] == titles_of(judged(1), PT)


def test_what_was_kept_a_moment_ago_is_not_read_again_to_be_translated(client: TestClient) -> None:
    about = judged(1)
    keep(client, about, whole=False)  # nothing can be read of it: what is said was remembered
    parts_of(client).translations.remember("acme", about)

    [one] = ask(client, "/examinations?lang=pt")["items"]

    assert one["headline"] == headline_of(about, PT)
    shown = ask(client, "/findings?lang=pt")["items"]
    assert [one["title"] for one in shown] == titles_of(about, PT)
