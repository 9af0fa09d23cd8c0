"""What the server keeps beside examinations, over SQLite and a real PostgreSQL."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hexascope.domain.errors import BadInput, Clash, NotKnown, TooMuch
from hexascope.domain.examination import Examination
from hexascope.kit.whole import plainly, read_back
from hexascope.report.contract import Manner
from hexascope.report.formats.json import json as as_json
from hexascope.services.running import summary
from hexascope.store.database.content.archive import DatabaseArchive
from hexascope.store.database.content.examinations import Examinations
from hexascope.store.database.content.findings import Findings, Wanted
from hexascope.store.database.content.ignored import Ignored, IgnoredFindings
from hexascope.store.database.content.snapshots import Snapshots
from hexascope.store.database.content.specialists import KeptSpecialist, Specialists
from hexascope.store.database.content.tasks import MOST_LINES, KeptTask, Tasks
from hexascope.store.database.content.uploads import (
    LONGEST_WAIT_S,
    MOST_WAITING,
    PART_BYTES,
    Upload,
    Uploads,
)
from hexascope.store.database.content.wholes import Wholes, packed, unpacked
from hexascope.store.database.hosts import Hosts
from hexascope.store.database.scope import Scope, Store
from tests.support.databases import StoreAt
from tests.support.examinations import examination

ONE = KeptSpecialist(name="keeper", words='{"a": "\\u0000é"}', by="ann", created=1.0, changed=1.0)
HOST = examination().host.id


def task(number: int) -> KeptTask:
    return KeptTask(
        id=f"task-{number}",
        state="idle",
        asked={"words": "Why?"},
        by="ann\0",
        created=float(number),
        changed=float(number),
    )


def upload(number: int, size: int) -> Upload:
    return Upload(
        id=f"upload-{number}",
        host=HOST,
        host_name="web",
        size_bytes=size,
        sha256="0" * 64,
        by="ann",
        created=float(number),
    )


def about(number: int, host: str = HOST) -> Examination:
    one = examination()
    return replace(
        one,
        id=f"01900000-0000-7000-8000-{number:012}",
        time=f"2026-11-21T06:{number:02}:00.000Z",
        host=replace(one.host, id=host),
    )


async def kept(scope: Scope, one: Examination, bundle: Path | None = None) -> None:
    archive = DatabaseArchive(scope, newest=2)
    told = archive.told(summary(one), as_json.write(one, Manner()), bundle)
    whole = packed(plainly(one))
    await scope.write(Wholes(scope).keeping(archive, told, whole, lambda _: None))


def run(store_at: StoreAt, work: Callable[[Store], Any]) -> Any:
    return store_at.run(work)


def test_specialists_are_kept_changed_and_removed_by_tenant(store_at: StoreAt) -> None:
    async def work(store: Store) -> None:
        mine, theirs = Specialists(store.of("acme")), Specialists(store.of("other"))
        await mine.add(ONE, most=2)
        await theirs.add(replace(ONE, words="theirs"), most=2)
        with pytest.raises(Clash):
            await mine.add(ONE, most=2)
        await mine.add(replace(ONE, name="another"), most=2)
        with pytest.raises(BadInput):
            await mine.add(replace(ONE, name="third"), most=2)
        changed = await mine.change("keeper", "new words", now=9.0)
        assert (changed.words, changed.created, changed.changed) == ("new words", 1.0, 9.0)
        assert [one.name for one in await mine.all()] == ["another", "keeper"]
        assert (await theirs.one("keeper")).words == "theirs"
        await mine.remove("keeper")
        for gone in (mine.one("keeper"), mine.remove("keeper"), mine.change("keeper", "", now=1.0)):
            with pytest.raises(NotKnown):
                await gone

    run(store_at, work)


def test_tasks_are_kept_with_their_states_and_listed_the_newest_first(store_at: StoreAt) -> None:
    async def work(store: Store) -> None:
        scope = store.of("acme")
        tasks = Tasks(scope)
        for number in range(3):
            await scope.write(lambda connection, n=number: tasks.add(connection, task(n)))  # type: ignore[misc]
        log = [[float(at), "line"] for at in range(MOST_LINES)]
        await scope.write(
            lambda connection: tasks.change(
                connection, "task-1", now=7.0, state="done", answer={"a": 1}, log=log
            )
        )
        await scope.write(lambda connection: tasks.tell(connection, "task-1", "last\0", now=8.0))
        one = await tasks.one("task-1")
        assert (one.state, one.answer, one.changed) == ("done", {"a": 1}, 8.0)
        assert len(one.log) == MOST_LINES
        assert one.log[-1] == (8.0, "last\\u0000")
        assert (await tasks.one("task-0")).plan is None
        first = await tasks.page(2)
        rest = await tasks.page(2, first.next)
        ids = [one.id for one in (*first.items, *rest.items)]
        assert (ids, rest.next) == (["task-2", "task-1", "task-0"], None)
        with pytest.raises(NotKnown):
            await Tasks(store.of("other")).one("task-1")
        await tasks.remove("task-1")
        with pytest.raises(NotKnown):
            await tasks.remove("task-1")

    run(store_at, work)


@pytest.mark.parametrize("size", [1, PART_BYTES, PART_BYTES + 1])
def test_a_bundle_that_waits_comes_back_byte_by_byte(store_at: StoreAt, size: int) -> None:
    data = bytes(at % 251 for at in range(size))
    parts = [data[at : at + PART_BYTES] for at in range(0, size, PART_BYTES)]

    async def work(store: Store) -> None:
        scope = store.of("acme")
        uploads, stream = Uploads(scope), io.BytesIO()
        await scope.write(lambda connection: uploads.add(connection, upload(1, size), parts))
        assert await uploads.copy("upload-1", stream) == size
        assert stream.getvalue() == data
        assert await Uploads(store.of("other")).all() == []
        await scope.write(lambda connection: uploads.remove(connection, "upload-1"))
        assert await uploads.part("upload-1", 0) == b""
        with pytest.raises(NotKnown):
            await uploads.one("upload-1")

    run(store_at, work)


def test_so_many_bundles_wait_at_most_and_none_for_more_than_a_week(store_at: StoreAt) -> None:
    async def work(store: Store) -> None:
        scope = store.of("acme")
        uploads = Uploads(scope)

        def add(number: int, created: float) -> Any:
            one = replace(upload(number, 1), created=created)
            return scope.write(lambda connection: uploads.add(connection, one, [b"x"]))

        for number in range(MOST_WAITING):
            await add(number, float(number))
        with pytest.raises(TooMuch):
            await add(MOST_WAITING, float(MOST_WAITING))
        await add(MOST_WAITING, LONGEST_WAIT_S + 1.0)
        assert [one.id for one in await uploads.all()][-1] == "upload-1"

    run(store_at, work)


def test_of_too_many_tasks_the_oldest_go(
    store_at: StoreAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hexascope.store.database.content.tasks.MOST_TASKS", 2)

    async def work(store: Store) -> None:
        scope = store.of("acme")
        tasks = Tasks(scope)
        for number in range(4):
            await scope.write(lambda connection, n=number: tasks.add(connection, task(n)))  # type: ignore[misc]
        assert [one.id for one in (await tasks.page(9)).items] == ["task-3", "task-2"]

    run(store_at, work)


def test_a_whole_examination_goes_with_the_examination_that_it_is_of(store_at: StoreAt) -> None:
    async def work(store: Store) -> None:
        scope = store.of("acme")
        for number in range(3):
            await kept(scope, about(number))
        wholes = Wholes(scope)
        assert await wholes.packed(about(0).id) is None, "only the newest two are kept"
        data = await wholes.packed(about(2).id)
        assert data is not None
        assert read_back(Examination, unpacked(data)) == about(2)
        assert await Wholes(store.of("other")).packed(about(2).id) is None

    run(store_at, work)


def test_what_is_damaged_is_told() -> None:
    data = packed({"a": 1})

    assert data is not None
    assert unpacked(data) == {"a": 1}
    for wrong in (b"", b"nonsense", data[:-3]):
        with pytest.raises(ValueError, match="it is"):
            unpacked(wrong)


def test_bundles_that_are_kept_are_listed_without_those_that_are_not(
    store_at: StoreAt, tmp_path: Path
) -> None:
    bundle = tmp_path / "one.hxb"
    bundle.write_bytes(b"x" * (PART_BYTES + 3))

    async def work(store: Store) -> None:
        scope = store.of("acme")
        await kept(scope, about(1), bundle)
        await kept(scope, about(2, "f" * 32))
        snapshots = Snapshots(scope)
        assert [one.id for one in (await snapshots.page(None)).items] == [about(1).id]
        assert (await snapshots.page(["f" * 32])).items == ()
        sizes = [len(await snapshots.part(about(1).id, part)) for part in range(3)]
        assert sizes == [PART_BYTES, 3, 0]

    run(store_at, work)


def test_the_newest_of_each_host_and_their_findings_are_found(store_at: StoreAt) -> None:
    async def work(store: Store) -> None:
        scope = store.of("acme")
        for one in (about(1), about(2), about(1, "f" * 32), about(9, "e" * 32)):
            await kept(scope, replace(one, id=f"{one.id[:-2]}{one.host.id[:1]}{one.id[-1]}"))
        await kept(store.of("other"), about(5))
        found = await Examinations(scope).latest()
        times = sorted([(await Examinations(scope).one(id_)).time[14:16] for id_ in found])
        assert times == ["01", "02", "09"]
        few = await Examinations(scope).latest([HOST])
        assert len(few) == 1
        listed = await Findings(scope).page(Wanted(examinations=few))
        assert [one.examination for one in listed.items] == few
        assert (await Findings(scope).page(Wanted(examinations=[]))).items == ()

    run(store_at, work)


def test_findings_are_ignored_by_host_until_a_time(store_at: StoreAt) -> None:
    async def work(store: Store) -> None:
        ignored = IgnoredFindings(store.of("acme"))
        one = Ignored(host=HOST, finding="a" * 16, reason="known", by="ann", created=1.0)
        await ignored.put(one)
        await ignored.put(replace(one, reason="still known", until=5.0))
        (found,) = await ignored.all()
        assert (found.reason, found.holds(4.9), found.holds(5.0)) == ("still known", True, False)
        assert await IgnoredFindings(store.of("other")).all() == []
        await ignored.remove(HOST, "a" * 16)
        with pytest.raises(NotKnown):
            await ignored.remove(HOST, "a" * 16)

    run(store_at, work)


def test_a_host_that_is_removed_leaves_nothing_and_others_stay(store_at: StoreAt) -> None:
    async def work(store: Store) -> None:
        scope, other = store.of("acme"), store.of("other")
        for each in (scope, other):
            await kept(each, about(1))
            uploads = Uploads(each)
            await each.write(lambda c, u=uploads: u.add(c, upload(1, 1), [b"x"]))  # type: ignore[misc]
            one = Ignored(host=HOST, finding="a", reason="known", by="ann", created=1.0)
            await IgnoredFindings(each).put(one)
        await Hosts(scope).remove(HOST)
        assert (await Examinations(scope).page()).items == ()
        assert await Wholes(scope).packed(about(1).id) is None
        assert await Uploads(scope).all() == []
        assert await IgnoredFindings(scope).all() == []
        assert len((await Examinations(other).page()).items) == 1
        assert len(await Uploads(other).all()) == 1
        with pytest.raises(NotKnown):
            await Hosts(scope).remove(HOST)

    run(store_at, work)


def test_labels_are_set_taken_away_and_kept_when_the_host_is_seen_again(
    store_at: StoreAt,
) -> None:
    async def work(store: Store) -> None:
        scope = store.of("acme")
        await kept(scope, about(1))
        hosts = Hosts(scope)
        await hosts.change_labels(HOST, {"team": "shop", "rack": "7"})
        changed = await hosts.change_labels(HOST, {"rack": None})
        await kept(scope, about(2))
        assert changed.labels == (await hosts.one(HOST)).labels == {"team": "shop"}
        with pytest.raises(NotKnown):
            await Hosts(store.of("other")).change_labels(HOST, {})

    run(store_at, work)
