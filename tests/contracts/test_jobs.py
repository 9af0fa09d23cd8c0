"""The contract of jobs as rows, over SQLite and PostgreSQL: each transition, and each refused."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

from hexascope.domain.errors import Clash, NotKnown
from hexascope.domain.job import Job, JobState
from hexascope.store.database.scope import Store
from hexascope.store.database.tables.jobs import job_lines, jobs
from hexascope.store.database.work.job_taking import LONGEST_WAIT_S, Take
from hexascope.store.database.work.job_turns import (
    MOST_LINES,
    Beat,
    Ending,
    GivenAway,
    Held,
    Turns,
    fenced,
)
from hexascope.store.database.work.jobs import JobFilter, KeptJobs
from tests.support.databases import KINDS, StoreAt, address_of

NOW = 1000.0
LEASE = 30.0


@pytest.fixture(scope="module", params=KINDS)
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> StoreAt:
    """Give one store for all tests of this file: to make its tables takes half a second."""
    return StoreAt(address_of(request.param, tmp_path_factory.mktemp("jobs")))


@pytest.fixture
def store_at(migrated: StoreAt) -> StoreAt:
    """Give it with no jobs in it."""

    async def clear(store: Store) -> None:
        scope = store.everywhere()

        def work(connection: Connection) -> None:
            for table in (jobs, job_lines):
                connection.execute(scope.delete(table))

        await scope.write(work)

    migrated.run(clear)
    return migrated


def job(id: str, tenant: str = "acme", **fields: Any) -> Job:  # noqa: A002 - as the domain has it
    return Job(id=id, tenant=tenant, kind="echo", **{"created": NOW, **fields})


async def add(store: Store, *jobs: Job) -> None:
    for one in jobs:
        assert await KeptJobs(store.of(one.tenant)).add(one, payload='{"a": 1}')


async def take(store: Store, most: int = 1, *, worker: str = "w1", **more: Any) -> list[Job]:
    asked = Take(worker=worker, most=most, **{"now": NOW, "lease_s": LEASE, **more})
    _, taken = await Turns(store.everywhere()).exchange([], asked, NOW)
    return taken


async def end(store: Store, *endings: Ending, now: float = NOW) -> list[bool]:
    ended, _ = await Turns(store.everywhere()).exchange(endings, None, now)
    return ended


async def one(store: Store, id: str, tenant: str = "acme") -> Job:  # noqa: A002 - as above
    return await KeptJobs(store.of(tenant)).one(id)


async def held(store: Store) -> Held:
    (only,) = await Turns(store.everywhere()).held()
    return only


def test_a_job_that_was_kept_waits_and_is_kept_once(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[Job, bool]:
        await add(store, job("a", priority=3, by="ann", host="h1"))
        again = await KeptJobs(store.of("acme")).add(job("a", priority=9), payload="{}")
        return await one(store, "a"), again

    kept, again = store_at.run(whole)

    assert kept == job("a", priority=3, by="ann", host="h1", payload={"a": 1})
    assert again is False


def test_a_job_that_is_not_there_is_not_known(store_at: StoreAt) -> None:
    with pytest.raises(NotKnown):
        store_at.run(lambda store: one(store, "a"))
    with pytest.raises(NotKnown):
        store_at.run(lambda store: KeptJobs(store.of("acme")).cancel("a", "why", NOW))


def test_two_tenants_may_have_jobs_of_the_same_id(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[Job, Job]:
        await add(store, job("a"), job("a", "other"))
        await KeptJobs(store.of("acme")).cancel("a", "why", NOW)
        return await one(store, "a"), await one(store, "a", "other")

    mine, theirs = store_at.run(whole)

    assert (mine.state, theirs.state) == (JobState.CANCELLED, JobState.WAITING)


def test_a_job_that_is_taken_runs_with_a_lease_a_fence_and_one_try_more(store_at: StoreAt) -> None:
    async def whole(store: Store) -> list[Job]:
        await add(store, job("a"))
        taken = await take(store)
        assert await take(store) == []
        return [*taken, await one(store, "a")]

    taken, kept = store_at.run(whole)

    assert taken == kept
    assert (kept.state, kept.worker, kept.fence, kept.attempts) == (JobState.RUNNING, "w1", 1, 1)
    assert (kept.started, kept.lease_until) == (NOW, NOW + LEASE)


def test_the_highest_priority_is_taken_first_and_among_equals_the_oldest(store_at: StoreAt) -> None:
    async def whole(store: Store) -> list[str]:
        await add(
            store,
            job("new", created=NOW - 1),
            job("old", created=NOW - 9),
            job("urgent", priority=1),
            job("idle", priority=-1, created=0.0),
        )
        return [one.id for one in await take(store, 4)]

    assert store_at.run(whole) == ["urgent", "old", "new", "idle"]


@pytest.mark.parametrize(("due", "taken"), [(0.0, 1), (NOW, 1), (NOW + 0.1, 0)])
def test_a_job_is_taken_when_its_time_has_come(store_at: StoreAt, due: float, taken: int) -> None:
    async def whole(store: Store) -> int:
        await add(store, job("a", due=due))
        return len(await take(store))

    assert store_at.run(whole) == taken


@pytest.mark.parametrize(("jump", "taken"), [(-10 * 86_400.0, 1), (10 * 86_400.0, 1), (0.0, 0)])
def test_another_try_is_not_put_off_for_days_by_a_clock_that_jumps(
    store_at: StoreAt, jump: float, taken: int
) -> None:
    async def whole(store: Store) -> int:
        await add(store, job("a"))
        (mine,) = await take(store)
        await end(store, Ending(job=mine, state=JobState.WAITING, due=NOW + LONGEST_WAIT_S))
        return len(await take(store, now=NOW + jump))

    assert store_at.run(whole) == taken


def test_a_tenant_with_few_jobs_is_not_kept_waiting_by_one_with_many(store_at: StoreAt) -> None:
    async def whole(store: Store) -> list[str]:
        await add(store, *(job(f"a{n}", "many") for n in range(20)))
        await add(store, *(job(f"b{n}", "few", priority=-9) for n in range(4)))
        served: list[str] = []
        for _ in range(10):
            (mine,) = await take(store, after=served[-1] if served else "")
            served.append(mine.tenant)
            await end(store, Ending(job=mine, state=JobState.DONE, result="{}"))
        return served

    served = store_at.run(whole)

    assert sorted(served[:8]) == ["few"] * 4 + ["many"] * 4
    assert served[8:] == ["many", "many"]


def test_who_has_fewer_jobs_running_gets_the_next_hand(store_at: StoreAt) -> None:
    async def whole(store: Store) -> list[str]:
        await add(store, *(job(f"a{n}", "a") for n in range(9)))
        assert len(await take(store, 3)) == 3
        await add(store, *(job(f"b{n}", "b") for n in range(9)))
        return [one.tenant for one in await take(store, 5)]

    assert sorted(store_at.run(whole)) == ["a", "b", "b", "b", "b"]


def test_twenty_tenants_are_all_served_in_one_round(store_at: StoreAt) -> None:
    async def whole(store: Store) -> list[str]:
        for n in range(20):
            await add(store, *(job(f"j{i}", f"t{n:02}") for i in range(3)))
        served: list[str] = []
        for _ in range(20):
            (mine,) = await take(store, after=served[-1] if served else "")
            served.append(mine.tenant)
        return served

    assert sorted(store_at.run(whole)) == [f"t{n:02}" for n in range(20)]


def test_four_jobs_of_one_host_run_at_once_and_those_of_others_pass_them(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[list[str], list[str], list[str]]:
        await add(store, *(job(f"h{n}", host="h", created=n) for n in range(6)))
        await add(store, job("x", host="i"), job("y"), job("z", "other", host="h"))
        first = await take(store, 3)
        second = await take(store, 9)
        await end(store, Ending(job=first[0], state=JobState.DONE, result="{}"))
        return (
            [one.id for one in first],
            sorted(one.id for one in second),
            [one.id for one in await take(store, 9)],
        )

    first, second, third = store_at.run(whole)

    assert len(first) == 3
    assert sorted([*first, *second]) == ["h0", "h1", "h2", "h3", "x", "y", "z"]
    assert third == ["h4"]


def test_two_workers_that_race_take_each_of_200_jobs_once(store_at: StoreAt) -> None:
    async def whole(store: Store) -> list[str]:
        await add(store, *(job(f"j{n}", host=f"h{n % 60}") for n in range(200)))

        async def greedy(worker: str, most: int) -> list[str]:
            mine: list[str] = []
            while taken := await take(store, most, worker=worker):
                assert {one.worker for one in taken} == {worker}
                mine += [one.id for one in taken]
            return mine

        # one may find all that waits locked by the other, and stop early: the other goes on
        both = await asyncio.gather(greedy("w1", 3), greedy("w2", 5))
        return [*both[0], *both[1], *await greedy("w3", 50)]

    taken = store_at.run(whole)

    assert len(taken) == len(set(taken)) == 200


@pytest.mark.parametrize(
    ("state", "result", "reason"),
    [
        (JobState.DONE, '{"x": [1]}', ""),
        (JobState.FAILED, None, "no such host"),
        (JobState.CANCELLED, None, "cancelled by ann"),
    ],
)
def test_a_job_ends_once(
    store_at: StoreAt, state: JobState, result: str | None, reason: str
) -> None:
    async def whole(store: Store) -> tuple[list[bool], list[bool], Job]:
        await add(store, job("a"))
        (mine,) = await take(store)
        ending = Ending(job=mine, state=state, result=result, reason=reason)
        first = await end(store, ending, now=NOW + 1)
        other = replace(ending, state=JobState.DONE, result='{"x": [2]}')
        if state is JobState.DONE:
            other = replace(ending, state=JobState.FAILED)
        return first, await end(store, other, now=NOW + 2), await one(store, "a")

    first, second, kept = store_at.run(whole)

    assert (first, second) == ([True], [False])
    assert (kept.state, kept.reason, kept.ended) == (state, reason, NOW + 1)
    assert kept.result == ({"x": [1]} if result else None)


def test_a_hand_that_was_not_told_that_its_job_is_done_may_say_so_again(
    store_at: StoreAt,
) -> None:
    async def whole(store: Store) -> tuple[list[bool], Job]:
        await add(store, job("a"), job("b"))
        mine = await take(store, 2)
        endings = [Ending(job=one, state=JobState.DONE, result='{"x": 1}') for one in mine]
        await end(store, *endings, now=NOW + 1)
        again = [replace(one, result='{"x": 2}') for one in endings]
        return await end(store, *again, now=NOW + 2), await one(store, "b")

    told, kept = store_at.run(whole)

    assert told == [True, True]
    assert (kept.result, kept.ended) == ({"x": 1}, NOW + 1)


def test_a_job_that_is_to_be_tried_again_waits_until_it_is_due(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[Job, list[Job], list[Job]]:
        await add(store, job("a"))
        (mine,) = await take(store)
        again = Ending(job=mine, state=JobState.WAITING, reason="away", due=NOW + 5)
        assert await end(store, again) == [True]
        return (
            await one(store, "a"),
            await take(store),
            await take(store, now=NOW + 5),
        )

    kept, early, later = store_at.run(whole)

    assert (kept.state, kept.reason, kept.attempts) == (JobState.WAITING, "away", 1)
    assert early == []
    assert (later[0].attempts, later[0].fence) == (2, 2)


def test_a_try_that_a_stopping_worker_cut_short_does_not_count(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[Job, Job]:
        await add(store, job("a"))
        (mine,) = await take(store)
        await end(store, Ending(job=mine, state=JobState.WAITING, counted=False))
        (again,) = await take(store)
        return mine, again

    first, second = store_at.run(whole)

    assert (first.attempts, second.attempts) == (1, 1)
    assert second.fence == 2


def test_who_lost_a_job_can_neither_end_it_nor_keep_it_nor_write_for_it(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[list[bool], list[bool | None], Job]:
        await add(store, job("a"))
        (zombie,) = await take(store)
        turns = Turns(store.everywhere())
        assert await turns.lose(await held(store), NOW) is not None
        (mine,) = await take(store, worker="w2")
        assert await turns.beat([Beat(job=mine, progress=0.5, step="half")], NOW, LEASE) == [False]

        ended = await end(store, Ending(job=zombie, state=JobState.DONE, result="{}"))
        lines = [(NOW, "I am still here")]
        beaten = await turns.beat(
            [Beat(job=zombie, progress=1.0, step="", lines=lines)], NOW, LEASE
        )
        scope = store.of("acme")
        with pytest.raises(GivenAway):
            await scope.write(fenced(scope, zombie, lambda _connection: None))
        assert await scope.write(fenced(scope, mine, lambda _connection: "kept")) == "kept"
        assert await KeptJobs(scope).lines("a") == []
        return ended, beaten, await one(store, "a")

    ended, beaten, kept = store_at.run(whole)

    assert (ended, beaten) == ([False], [None])
    assert (kept.state, kept.worker, kept.progress) == (JobState.RUNNING, "w2", 0.5)


def test_nothing_is_written_for_a_job_that_has_ended(store_at: StoreAt) -> None:
    async def whole(store: Store) -> None:
        await add(store, job("a"))
        (mine,) = await take(store)
        await end(store, Ending(job=mine, state=JobState.DONE, result="{}"))
        scope = store.of("acme")
        with pytest.raises(Clash):
            await scope.write(fenced(scope, mine, lambda _connection: None))

    store_at.run(whole)


def test_a_silent_worker_loses_its_job_only_if_it_was_silent(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[Job | None, Job | None]:
        await add(store, job("a"))
        (mine,) = await take(store)
        turns = Turns(store.everywhere())
        seen = await held(store)
        await turns.beat([Beat(job=mine, progress=0.1, step="on")], NOW + 9, LEASE)
        alive = await turns.lose(seen, NOW)
        assert (await one(store, "a")).lease_until == NOW + 9 + LEASE
        return alive, await turns.lose(await held(store), NOW)

    alive, lost = store_at.run(whole)

    assert alive is None
    assert lost is not None
    assert (lost.state, lost.due, lost.reason) == (
        JobState.WAITING,
        0.0,
        "the worker was lost: w1",
    )


def test_a_job_whose_workers_are_lost_is_a_dead_letter_after_its_last_try(
    store_at: StoreAt,
) -> None:
    async def whole(store: Store) -> list[tuple[JobState, str]]:
        await add(store, job("a", most_attempts=2))
        ways: list[tuple[JobState, str]] = []
        for worker in ("w1", "w2"):
            await take(store, worker=worker)
            lost = await Turns(store.everywhere()).lose(await held(store), NOW + 7)
            assert lost is not None
            ways.append((lost.state, lost.reason))
        assert await take(store) == []
        return ways

    assert store_at.run(whole) == [
        (JobState.WAITING, "the worker was lost: w1"),
        (JobState.FAILED, "given up after 2 tries: the worker was lost: w2"),
    ]


def test_a_job_that_waits_is_cancelled_at_once(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[Job, list[Job]]:
        await add(store, job("a"))
        cancelled = await KeptJobs(store.of("acme")).cancel("a", "not needed", NOW + 2)
        return cancelled, await take(store)

    cancelled, taken = store_at.run(whole)

    assert (cancelled.state, cancelled.reason) == (JobState.CANCELLED, "not needed")
    assert (cancelled.ended, cancelled.cancelling) == (NOW + 2, False)
    assert taken == []


@pytest.mark.parametrize("way", ["beat", "given back", "lost"])
def test_a_job_that_runs_is_cancelled_however_its_worker_goes_on(
    store_at: StoreAt, way: str
) -> None:
    async def whole(store: Store) -> Job:
        await add(store, job("a"))
        (mine,) = await take(store)
        asked = await KeptJobs(store.of("acme")).cancel("a", "not needed", NOW)
        assert (asked.state, asked.cancelling) == (JobState.RUNNING, True)
        turns = Turns(store.everywhere())
        if way == "beat":
            assert await turns.beat([Beat(job=mine, progress=0, step="")], NOW, LEASE) == [True]
            await end(store, Ending(job=mine, state=JobState.CANCELLED))
        elif way == "given back":
            again = Ending(job=mine, state=JobState.WAITING, reason="away")
            assert await end(store, again) == [True]
        else:
            await turns.lose(await held(store), NOW)
        return await one(store, "a")

    kept = store_at.run(whole)

    assert (kept.state, kept.reason) == (JobState.CANCELLED, "not needed")


def test_what_has_ended_is_not_cancelled(store_at: StoreAt) -> None:
    async def whole(store: Store) -> Job:
        await add(store, job("a"))
        (mine,) = await take(store)
        await end(store, Ending(job=mine, state=JobState.DONE, result="{}"))
        with pytest.raises(Clash):
            await KeptJobs(store.of("acme")).cancel("a", "too late", NOW)
        return await one(store, "a")

    kept = store_at.run(whole)

    assert (kept.state, kept.reason) == (JobState.DONE, "")


def test_of_a_jobs_lines_the_newest_thousand_are_kept(store_at: StoreAt) -> None:
    async def whole(store: Store) -> list[tuple[int, str]]:
        await add(store, job("a"))
        (mine,) = await take(store)
        turns = Turns(store.everywhere())
        for part in (0, 1):
            lines = [(NOW, f"line {part * 600 + n}") for n in range(600)]
            await turns.beat([Beat(job=mine, progress=0, step="", lines=lines)], NOW, LEASE)
        await end(store, Ending(job=mine, state=JobState.DONE, lines=[(NOW, "the last")]))
        kept, after = [], 0
        while some := await KeptJobs(store.of("acme")).lines("a", after=after, limit=400):
            kept += [(line.number, line.line) for line in some]
            after = some[-1].number
        return kept

    kept = store_at.run(whole)

    assert len(kept) == MOST_LINES
    assert kept[0] == (202, "line 201")
    assert kept[-1] == (1201, "the last")


def test_jobs_are_listed_newest_first_page_by_page(store_at: StoreAt) -> None:
    async def whole(store: Store) -> list[list[str]]:
        await add(store, *(job(f"j{n}", created=NOW + n // 2) for n in range(5)))
        pages, after = [], None
        kept = KeptJobs(store.of("acme"))
        while some := await kept.page(JobFilter(), after=after, limit=2):
            pages.append([one.id for one in some])
            after = (some[-1].created, some[-1].id)
        assert all(one.payload == {} for one in some)
        return pages

    assert store_at.run(whole) == [["j4", "j3"], ["j2", "j1"], ["j0"]]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (JobFilter(), {"a", "b", "c"}),
        (JobFilter(states=(JobState.RUNNING,)), {"a"}),
        (JobFilter(states=(JobState.RUNNING, JobState.WAITING)), {"a", "b", "c"}),
        (JobFilter(host="h"), {"b"}),
        (JobFilter(schedule="s"), {"c"}),
        (JobFilter(kind="echo", host="h"), {"b"}),
        (JobFilter(kind="other"), set()),
    ],
)
def test_jobs_are_chosen_by_what_is_asked(
    store_at: StoreAt, wanted: JobFilter, found: set[str]
) -> None:
    async def whole(store: Store) -> set[str]:
        await add(store, job("a", priority=1), job("b", host="h"), job("c", schedule="s"))
        await add(store, job("d", "other"))
        await take(store)
        return {one.id for one in await KeptJobs(store.of("acme")).page(wanted)}

    assert store_at.run(whole) == found


def test_jobs_that_ended_long_ago_are_forgotten_with_their_lines(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[int, int, list[str]]:
        await add(store, job("a", created=1.0), job("b", created=2.0), job("c", created=3.0))
        for mine in await take(store, 2):
            ending = Ending(job=mine, state=JobState.DONE, lines=[(NOW, "done")])
            await end(store, ending, now=NOW if mine.id == "a" else NOW + 10)
        turns = Turns(store.everywhere())
        gone = await turns.forget(NOW + 1, 10), await turns.forget(NOW + 1, 10)
        kept = KeptJobs(store.of("acme"))
        assert (await kept.lines("a"), len(await kept.lines("b"))) == ([], 1)
        return *gone, [one.id for one in await kept.page(JobFilter())]

    assert store_at.run(whole) == (1, 0, ["c", "b"])


def test_a_worker_of_one_machine_leaves_jobs_of_others_to_theirs(store_at: StoreAt) -> None:
    async def whole(store: Store) -> tuple[list[str], list[str]]:
        await add(store, job("mine", host="h1"), job("theirs", host="h2"), job("anyones"))
        mine = await take(store, 9, here="h1")
        return sorted(one.id for one in mine), [one.id for one in await take(store, here="h2")]

    assert store_at.run(whole) == (["anyones", "mine"], ["theirs"])


def test_many_tenants_with_nothing_to_begin_do_not_hide_one_that_has(store_at: StoreAt) -> None:
    async def whole(store: Store) -> list[str]:
        await add(store, *(job("later", f"a{n:02}", due=NOW + 99) for n in range(30)))
        await add(store, job("now", "z"))
        return [one.id for one in await take(store)]

    assert store_at.run(whole) == ["now"]
