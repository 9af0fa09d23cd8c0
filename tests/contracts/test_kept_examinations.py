"""Examinations and findings in the database: rows of hostile reports, pages, filters, bundles."""

import asyncio
import gc
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hexascope.domain.errors import BadInput, CannotWrite, NotKnown
from hexascope.domain.use import Severity
from hexascope.store.contract import Kept
from hexascope.store.database.content import archive as archive_of
from hexascope.store.database.content.archive import MOST_OPEN_BUNDLES, PART_BYTES, DatabaseArchive
from hexascope.store.database.content.examinations import Examinations
from hexascope.store.database.content.findings import Findings, KeptFinding, Wanted
from hexascope.store.database.content.ignored import Ignored, IgnoredFindings
from hexascope.store.database.hosts import Hosts
from hexascope.store.database.pages import MOST_OF_A_PAGE, Page, Place
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.archive import bundles, findings
from hexascope.store.database.words import storable
from tests.support.databases import KINDS

ScopeOf = Callable[[str], Scope]
HOST, OTHER = "a" * 32, "b" * 32


@pytest.fixture(params=KINDS)
def scope(request: pytest.FixtureRequest, scope_of: ScopeOf) -> Scope:
    return scope_of(request.param)


def id_of(number: int) -> str:
    return f"01a1fe65-1e2c-73f1-af04-{number:012x}"


def kept(number: int, host: str = HOST, minute: int | None = None) -> Kept:
    return Kept(
        id=id_of(number),
        host_id=host,
        host_name="web-1",
        time=f"2026-11-21T06:{number if minute is None else minute:02}:00.000Z",
        score=90,
        findings=1,
        worst="high",
        headline="One thing.",
        size_bytes=0,
    )


def finding(name: str, **said: Any) -> dict[str, Any]:
    culprit = {"kind": "process", "name": "mysqld"}
    plain = {"id": name, "check": "disk_latency", "resource": "disk", "severity": "high"}
    return {**plain, "when": "now", "title": f"title of {name}", "culprit": culprit, **said}


def keep(scope: Scope, one: Kept, *several: dict[str, Any], **report: Any) -> None:
    told = {"host": {"name": "web-1", "cpus": 4, "kernel": "6.1"}, "findings": several, **report}
    DatabaseArchive(scope).keep(one, json.dumps(told), None)


def wait(scope: Scope, coroutine: Any) -> Any:
    return scope.database.wait(coroutine)


def all_pages(scope: Scope, ask: Callable[[Place | None], Any]) -> list[Any]:
    found: list[Any] = []
    after: Place | None = None
    for _ in range(50):
        page: Page[Any] = wait(scope, ask(after))
        found += page.items
        after = page.next
        if after is None:
            return found
    raise AssertionError("the pages have no end")


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_pages_give_each_examination_once_the_newest_first(scope: Scope, limit: int) -> None:
    for number in range(7):
        keep(scope, kept(number, minute=number // 3))  # some at the same time
    noun = Examinations(scope)

    found = all_pages(scope, lambda after: noun.page(after=after, limit=limit))

    assert [one.id for one in found] == [id_of(number) for number in reversed(range(7))]


def test_examinations_are_chosen_by_host_time_and_panel(scope: Scope) -> None:
    keep(scope, kept(1))
    keep(scope, kept(2, OTHER), panel={"calls": []})
    keep(scope, kept(3))
    noun = Examinations(scope)

    def ids(**wanted: Any) -> list[int]:
        return [int(one.id[-4:], 16) for one in wait(scope, noun.page(**wanted)).items]

    at = wait(scope, Hosts(scope).one(HOST)).last_seen - 180  # minute 0
    assert ids(hosts=[HOST]) == [3, 1]
    assert ids(hosts=[]) == []
    assert ids(since=at + 120) == [3, 2]
    assert ids(until=at + 120) == [1]
    assert (ids(panel=True), ids(panel=False)) == ([2], [3, 1])
    assert len(ids(limit=MOST_OF_A_PAGE * 10)) == 3
    assert len(ids(limit=-5)) == 1


def test_one_examination_is_given_by_its_whole_id_and_to_its_tenant_alone(
    scope: Scope, scope_of: ScopeOf
) -> None:
    keep(scope, kept(1))
    noun, theirs = Examinations(scope), replace(scope, tenant="other-tenant")

    assert wait(scope, noun.one(id_of(1))).id == id_of(1)
    assert json.loads(wait(scope, noun.report(id_of(1))))["host"]["cpus"] == 4
    for wanted in (id_of(2), id_of(1)[:8], "", "%", "\x00", "x" * 10_000):
        with pytest.raises(NotKnown):
            wait(scope, noun.one(wanted.replace("\x00", "")))
    with pytest.raises(NotKnown):
        wait(scope, Examinations(theirs).report(id_of(1)))
    assert wait(scope, Findings(theirs).page()).items == ()


def test_findings_are_chosen_by_what_they_are(scope: Scope) -> None:
    keep(scope, kept(1), finding("a"), finding("b", severity="low", check="idle_cpu"))
    past = {"when": "past", "resource": "cpu", "culprit": None, "severity": "critical"}
    keep(scope, kept(2, OTHER), finding("a"), finding("c", **past))
    noun = Findings(scope)

    def names(**wanted: Any) -> list[str]:
        page: Page[KeptFinding] = wait(scope, noun.page(Wanted(**wanted)))
        return [f"{int(one.examination[-4:], 16)}{one.id}" for one in page.items]

    assert names() == ["2a", "2c", "1a", "1b"]
    assert names(severity=Severity.HIGH) == ["2a", "2c", "1a"]
    assert names(check="idle_cpu") == ["1b"]
    assert names(hosts=[HOST]) == ["1a", "1b"]
    assert names(examination=id_of(2), id="c") == ["2c"]
    assert names(when="past") == names(resource="cpu") == ["2c"]
    assert names(culprit_kind="process", culprit_name="mysqld") == ["2a", "1a", "1b"]
    assert names(id="a") == ["2a", "1a"]
    one = wait(scope, noun.one(id_of(1), "b"))
    assert (one.severity, one.title, one.whole["title"]) == (
        Severity.LOW,
        "title of b",
        "title of b",
    )
    with pytest.raises(NotKnown):
        wait(scope, noun.one(id_of(1), "c"))


def test_findings_are_chosen_by_their_title_and_by_what_is_ignored_now(
    scope: Scope, scope_of: ScopeOf
) -> None:
    keep(scope, kept(1), finding("a", title="Swap is 100% full"), finding("b"))
    keep(scope, kept(2, OTHER), finding("a"))
    theirs = replace(scope, tenant="other-tenant")
    keep(theirs, kept(3), finding("a"))
    for one in (scope, theirs):
        said = Ignored(host=HOST, finding="a", reason="known", by="ann", created=1.0, until=50.0)
        wait(one, IgnoredFindings(one).put(said if one is scope else replace(said, until=0.0)))

    def names(of: Scope = scope, **wanted: Any) -> list[str]:
        page: Page[KeptFinding] = wait(of, Findings(of).page(Wanted(**wanted)))
        return [f"{int(one.examination[-4:], 16)}{one.id}" for one in page.items]

    assert names(words="SWAP") == names(words="0% f") == ["1a"]
    assert names(words="tle_of") == [], "a sign of the database's own is a letter"
    assert names(ignored=True, now=49.0) == ["1a"]
    assert names(ignored=False, now=49.0) == ["2a", "1b"]
    assert names(ignored=True, now=50.0) == []
    assert names(ignored=False, now=50.0) == names()
    assert names(theirs, ignored=True, now=1e9) == ["3a"], "for good"


@pytest.mark.parametrize("limit", [1, 2, 5, 100])
def test_pages_of_findings_keep_the_order_of_their_reports(scope: Scope, limit: int) -> None:
    for number in range(3):
        several = [finding(f"{number}-{place}") for place in range(4)]
        keep(scope, kept(number, minute=0), *several)
    noun = Findings(scope)

    found = all_pages(scope, lambda after: noun.page(after=after, limit=limit))

    assert [one.id for one in found] == [f"{n}-{p}" for n in (2, 1, 0) for p in range(4)]


def test_what_is_kept_again_by_a_job_that_is_done_twice_stays_as_it_was(scope: Scope) -> None:
    keep(scope, kept(1), finding("a"))
    changed = replace(kept(1), headline="another", score=1)

    given_back = DatabaseArchive(scope).keep(changed, "{}", None)

    assert (given_back.headline, given_back.score) == ("One thing.", 90)
    assert len(wait(scope, Findings(scope).page()).items) == 1


def test_an_older_look_does_not_change_what_a_newer_one_told_of_the_host(scope: Scope) -> None:
    keep(scope, kept(5), host={"kernel": "7.0"})
    keep(scope, kept(1), host={"kernel": "5.0"})

    host = wait(scope, Hosts(scope).one(HOST))
    assert host.facts.kernel == "7.0"


def test_who_goes_takes_findings_and_bundle_along(scope: Scope, tmp_path: Path) -> None:
    bundle = tmp_path / "x.hxb"
    bundle.write_bytes(b"x" * 100)
    archive = DatabaseArchive(scope, newest=1)
    for number in (1, 2):
        archive.keep(kept(number), json.dumps({"findings": [finding("a")]}), bundle)
    archive.keep(kept(3, OTHER), "{}", bundle)

    def counted(table: Any) -> set[str]:
        chosen = scope.select(table, table.c.examination)
        return scope.read_now(lambda connection: set(connection.execute(chosen).scalars()))

    assert counted(findings) == {id_of(2)}
    assert counted(bundles) == {id_of(2), id_of(3)}
    archive.forget(id_of(2))
    assert (counted(findings), counted(bundles)) == (set(), {id_of(3)})


@pytest.mark.parametrize("size", [0, 1, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 3 * PART_BYTES])
def test_a_bundle_of_any_size_comes_back_as_it_was(scope: Scope, tmp_path: Path, size: int) -> None:
    bundle = tmp_path / "x.hxb"
    bundle.write_bytes(bytes(range(256)) * (size // 256) + b"y" * (size % 256))
    archive = DatabaseArchive(scope)
    archive.keep(kept(1), "{}", bundle)

    found = archive.bundle(id_of(1))
    assert (found is None) is (size == 0)
    if found is not None:
        assert found.read_bytes() == bundle.read_bytes()
        assert found.stat().st_mode & 0o777 == 0o600


def test_files_of_bundles_are_few_and_go_with_their_archive(scope: Scope, tmp_path: Path) -> None:
    bundle = tmp_path / "x.hxb"
    bundle.write_bytes(b"x")
    archive = DatabaseArchive(scope)
    for number in range(MOST_OPEN_BUNDLES + 2):
        archive.keep(kept(number), "{}", bundle)
    several = [archive.bundle(id_of(number)) for number in range(MOST_OPEN_BUNDLES + 2)]
    there = [one for one in several if one is not None and one.exists()]

    assert there == several[2:]
    folder = there[0].parent
    archive.close()
    assert not folder.exists()
    again = archive.bundle(id_of(0))
    assert again is not None
    del archive
    gc.collect()
    assert not again.parent.exists()


def test_a_bundle_that_is_too_large_or_not_there_is_told(
    scope: Scope, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_of, "LARGEST_BUNDLE_BYTES", PART_BYTES)
    bundle = tmp_path / "x.hxb"
    bundle.write_bytes(b"x" * (PART_BYTES + 1))
    archive = DatabaseArchive(scope)

    with pytest.raises(CannotWrite, match="is not kept"):
        archive.keep(kept(1), "{}", bundle)
    with pytest.raises(CannotWrite, match="can't be read"):
        archive.keep(kept(1), "{}", tmp_path / "absent")
    assert list(archive.all()) == []


@pytest.mark.parametrize(
    "change",
    [{"time": "yesterday"}, {"id": "x" * 65}, {"host_id": ""}, {"host_id": "h" * 65}],
    ids=str,
)
def test_a_summary_that_can_not_be_kept_is_told(scope: Scope, change: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        DatabaseArchive(scope).keep(replace(kept(1), **change), "{}", None)  # type: ignore[arg-type] # all are words


HOSTILE = (
    "nul \x00 in it",
    "half a character \ud800",
    "\u202e\u200b\ufeff",
    "'; DROP TABLE examinations; --",
    "%_\\",
    "x" * 5000,
    "",
)


@pytest.mark.parametrize("word", HOSTILE, ids=lambda word: ascii(word)[:20])
def test_words_of_strangers_are_kept_whatever_they_are(scope: Scope, word: str) -> None:
    said = finding(word or "-", check=word, title=word, culprit={"kind": word, "name": word})
    told = json.dumps({"host": {"kernel": word}, "findings": [said]}, ensure_ascii=False)
    one = replace(kept(1), host_name=word, headline=word)
    DatabaseArchive(scope).keep(one, told, None)

    [found] = wait(scope, Examinations(scope).page()).items
    [row] = wait(scope, Findings(scope).page()).items
    assert json.loads(wait(scope, Examinations(scope).report(id_of(1)))) == json.loads(told)
    assert found.headline == storable(word)
    assert row.whole["title"] == word
    assert len(row.culprit_name) <= 256
    with pytest.raises(BadInput):
        DatabaseArchive(scope).report(word or "no such")


@pytest.mark.parametrize(
    "report",
    [
        "",
        "[]",
        "[" * 100_000,
        '{"findings": 1, "host": 1, "panel": 1}',
        '{"findings": [1, null, {}, {"id": 1}, {"id": "a"}], "host": {"cpus": "many"}}',
        '{"findings": [{"id": "a", "culprit": [], "severity": {}, "title": 7}]}',
        '{"findings": [{"id": "a"}, {"id": "a"}], "host": {"boot_time": 1e999}}',
    ],
    ids=lambda report: report[:30],
)
def test_what_is_no_report_is_kept_and_has_the_rows_that_can_be_made(
    scope: Scope, report: str
) -> None:
    DatabaseArchive(scope).keep(kept(1), report, None)

    assert wait(scope, Examinations(scope).report(id_of(1))) == report
    found = wait(scope, Findings(scope).page()).items
    assert {one.id for one in found} <= {"a"}


@given(st.text(max_size=200))
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_storable_is_read_back_by_json_as_it_was(word: str) -> None:
    kept_ = storable(word)

    assert "\0" not in kept_
    kept_.encode()
    quoted = storable(json.dumps(word, ensure_ascii=False))
    assert json.loads(quoted) == word


def test_two_that_keep_at_once_leave_the_newest(scope: Scope) -> None:
    archive = DatabaseArchive(scope, newest=5)

    async def all_at_once() -> None:
        new = [archive.told(kept(number), "{}", None) for number in range(20)]

        async def one(told: Any) -> None:
            await scope.write(lambda connection: archive.keep_in(connection, told))

        await asyncio.gather(*(one(told) for told in new))

    wait(scope, all_at_once())

    ids = [one.id for one in archive.all()]
    assert len(ids) <= 6, "each drops the oldest, and never the one that it keeps"
    assert id_of(19) in ids
