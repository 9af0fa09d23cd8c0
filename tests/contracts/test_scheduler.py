"""What the scheduler promises, over SQLite and PostgreSQL: each firing makes one job, once."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from hexascope.domain.errors import Clash, NotKnown, StoreAway, TooMuch
from hexascope.domain.job import Job
from hexascope.services.jobs.room import Room
from hexascope.services.jobs.scheduler import MOST_MISSED, Scheduler, firing_id
from hexascope.services.jobs.times import next_time
from hexascope.store.database.scope import Store
from hexascope.store.database.tables.jobs import jobs, schedules
from hexascope.store.database.work import schedules as noun
from hexascope.store.database.work.jobs import JobFilter, KeptJobs
from hexascope.store.database.work.schedules import Schedule, Schedules
from tests.support.databases import KINDS, StoreAt, address_of
from tests.support.working import NOW, Workshop, no_sleep

HOUR = 3600.0
DAY = 24 * HOUR


@dataclass(slots=True)
class Watch:
    """A scheduler of its own over a workshop's store."""

    shop: Workshop
    scheduler: Scheduler
    offset: float = 0.0


def watch(shop: Workshop) -> Watch:
    made = Watch(shop, scheduler=None)  # type: ignore[arg-type]  # set in the next line
    made.scheduler = Scheduler(
        store=shop.store,
        jobs=replace(shop.jobs, clock=lambda: shop.clocks.wall + made.offset),
        bus=shop.bus,
        clock=lambda: shop.clocks.wall + made.offset,
        monotonic=lambda: shop.clocks.steady,
        sleep=no_sleep,
    )
    return made


@pytest.fixture(scope="module", params=KINDS)
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> StoreAt:
    """Give one store for all tests of this file."""
    return StoreAt(address_of(request.param, tmp_path_factory.mktemp("scheduler")))


@pytest.fixture
def run(migrated: StoreAt) -> Callable[..., Any]:
    """Give what runs a piece of work over a workshop without schedules."""

    async def clear(store: Store) -> None:
        scope = store.everywhere()

        def work(connection: Connection) -> None:
            for table in (jobs, schedules):
                connection.execute(scope.delete(table))

        await scope.write(work)

    def whole(work: Callable[[Workshop], Coroutine[Any, Any, Any]]) -> Any:
        async def in_workshop(store: Store) -> Any:
            await clear(store)
            return await work(Workshop(store, {}))

        return migrated.run(in_workshop)

    return whole


def scheduled(id: str = "s", tenant: str = "acme", **fields: Any) -> Schedule:  # noqa: A002
    cron = fields.pop("cron", "0 * * * *")
    told = {"created": NOW, "next": next_time(cron, "UTC", NOW), "payload": {"a": 1}, **fields}
    return Schedule(id=id, tenant=tenant, name=id, cron=cron, kind="examine", **told)


async def keep(shop: Workshop, *them: Schedule) -> None:
    for one in them:
        await Schedules(shop.store.of(one.tenant)).add(one)


async def made_jobs(shop: Workshop, tenant: str = "acme") -> list[Job]:
    return await KeptJobs(shop.store.of(tenant)).page(JobFilter(), limit=500)


async def one(shop: Workshop, id: str = "s", tenant: str = "acme") -> Schedule:  # noqa: A002
    return await Schedules(shop.store.of(tenant)).one(id)


def hours(*them: float) -> set[str]:
    """Give the ids of the jobs of firings so many hours after NOW, which is on the hour."""
    return {firing_id(scheduled(), NOW + one * HOUR) for one in them}


def test_now_is_on_the_hour() -> None:
    assert datetime.fromtimestamp(NOW, UTC).isoformat() == "2026-11-21T18:00:00+00:00"


def test_a_schedule_fires_when_its_time_has_come_and_once(run: Callable[..., Any]) -> None:
    async def whole(shop: Workshop) -> tuple[list[int], list[Job], Job, Schedule]:
        kept = scheduled(host="h", priority=2, by="ann")
        await keep(shop, kept, scheduled("off", enabled=False))
        mine = watch(shop)
        looks = [await mine.scheduler.look()]
        for seconds in (HOUR - 0.001, 0.001, 0.001, 1.0):
            shop.clocks.pass_by(seconds)
            looks.append(await mine.scheduler.look())
        found = await made_jobs(shop)
        return looks, found, await shop.one(found[0]), await one(shop)

    looks, found, job, kept = run(whole)

    assert looks == [0, 0, 1, 0, 0]
    assert {one.id for one in found} == hours(1)
    assert (job.kind, job.payload, job.host, job.priority, job.by, job.schedule) == (
        "examine",
        {"a": 1},
        "h",
        2,
        "ann",
        "s",
    )
    assert (kept.last, kept.next, kept.missed) == (NOW + HOUR, NOW + 2 * HOUR, 0)


def test_several_schedulers_make_each_job_once(run: Callable[..., Any]) -> None:
    async def whole(shop: Workshop) -> set[str]:
        await keep(shop, scheduled())
        several = [watch(shop) for _ in range(4)]
        for number, mine in enumerate(several):
            mine.offset = 0.3 * number
        for _ in range(5):
            shop.clocks.pass_by(HOUR)
            await asyncio.gather(*(mine.scheduler.look() for mine in several))
        found = await made_jobs(shop)
        assert len(found) == 5
        return {one.id for one in found}

    assert run(whole) == hours(1, 2, 3, 4, 5)


def test_ten_days_forward_are_made_up_for_by_one_job(run: Callable[..., Any]) -> None:
    async def whole(shop: Workshop) -> tuple[set[str], Schedule]:
        await keep(shop, scheduled())
        mine = watch(shop)
        await mine.scheduler.look()
        shop.clocks.wall += 10 * DAY
        for _ in range(3):
            await mine.scheduler.look()
            shop.clocks.pass_by(1)
        return {one.id for one in await made_jobs(shop)}, await one(shop)

    found, kept = run(whole)

    assert found == hours(240)
    assert (kept.missed, kept.next) == (239, NOW + 241 * HOUR)


@pytest.mark.parametrize("jump", [-1.5 * HOUR, -10 * DAY])
def test_a_clock_that_is_set_back_fires_nothing_again_and_what_is_new_as_it_shows(
    run: Callable[..., Any], jump: float
) -> None:
    async def whole(shop: Workshop) -> tuple[list[set[str]], float]:
        await keep(shop, scheduled())
        mine = watch(shop)
        found: list[set[str]] = []
        for _ in range(3):
            shop.clocks.pass_by(HOUR)
            await mine.scheduler.look()
        shop.clocks.pass_by(HOUR / 2)
        found.append({one.id for one in await made_jobs(shop)})
        shop.clocks.wall += jump
        await mine.scheduler.look()
        coming = (await one(shop)).next - shop.clocks.wall
        for _ in range(2):
            await mine.scheduler.look()
            shop.clocks.pass_by(HOUR)
        found.append({one.id for one in await made_jobs(shop)})
        return found, coming

    (before, after), coming = run(whole)

    assert before == hours(1, 2, 3)
    assert 0 < coming <= HOUR
    # back by ten days these are hours that never were; back by some, they have had their jobs
    new = after - before
    assert new == (set() if jump > -DAY else hours(-236))
    assert len(after) == len(before) + len(new)


def test_a_clock_that_ran_ahead_and_was_mended_does_not_silence_a_schedule(
    run: Callable[..., Any],
) -> None:
    async def whole(shop: Workshop) -> set[str]:
        await keep(shop, scheduled())
        mine = watch(shop)
        await mine.scheduler.look()
        mine.offset = 10 * DAY
        await mine.scheduler.look()
        mine.offset = 0.0
        await mine.scheduler.look()
        shop.clocks.pass_by(HOUR)
        await mine.scheduler.look()
        return {one.id for one in await made_jobs(shop)}

    assert run(whole) == hours(240, 1)


def test_a_scheduler_that_starts_anew_after_the_clock_was_mended_goes_by_it(
    run: Callable[..., Any],
) -> None:
    async def whole(shop: Workshop) -> set[str]:
        await keep(shop, scheduled())
        ahead = watch(shop)
        ahead.offset = 10 * DAY
        await ahead.scheduler.look()
        anew = watch(shop)
        await anew.scheduler.look()
        shop.clocks.pass_by(HOUR)
        await anew.scheduler.look()
        return {one.id for one in await made_jobs(shop)}

    assert run(whole) == hours(240, 1)


def test_what_was_missed_is_counted_up_to_a_limit(run: Callable[..., Any]) -> None:
    async def whole(shop: Workshop) -> Schedule:
        await keep(shop, scheduled(cron="* * * * *"))
        shop.clocks.wall += 30 * DAY
        await watch(shop).scheduler.look()
        assert len(await made_jobs(shop)) == 1
        return await one(shop)

    kept = run(whole)

    assert kept.missed == MOST_MISSED
    assert kept.next == NOW + 30 * DAY + 60


def test_a_firing_for_which_there_is_no_room_is_missed(run: Callable[..., Any]) -> None:
    async def none(_tenant: str) -> int:
        return 0

    async def whole(shop: Workshop) -> tuple[list[Job], Schedule]:
        shop.jobs = replace(shop.jobs, room=Room(none))
        await keep(shop, scheduled())
        shop.clocks.pass_by(HOUR)
        await watch(shop).scheduler.look()
        return await made_jobs(shop), await one(shop)

    found, kept = run(whole)

    assert found == []
    assert (kept.missed, kept.next) == (1, NOW + 2 * HOUR)


def test_a_schedule_that_is_halted_or_removed_between_look_and_firing_makes_nothing(
    run: Callable[..., Any],
) -> None:
    async def whole(shop: Workshop) -> list[bool]:
        await keep(shop, scheduled("a"), scheduled("b"), scheduled("c"))
        everywhere = Schedules(shop.store.everywhere())
        due = {one.id: one for one in await everywhere.due(NOW + HOUR)}
        mine = Schedules(shop.store.of("acme"))
        await mine.change("a", {"enabled": False})
        await mine.remove("b")
        await mine.change("c", {"next": NOW + 5})
        return [
            await everywhere.fire(
                due[name], None, "", next=NOW + 2 * HOUR, last=NOW + HOUR, missed=0
            )
            for name in ("a", "b", "c")
        ]

    assert run(whole) == [False, False, False]


def test_schedules_of_several_tenants_with_the_same_ids_fire_each(run: Callable[..., Any]) -> None:
    async def whole(shop: Workshop) -> list[int]:
        await keep(shop, scheduled(), scheduled(tenant="other"))
        shop.clocks.pass_by(HOUR)
        assert await watch(shop).scheduler.look() == 2
        return [len(await made_jobs(shop, tenant)) for tenant in ("acme", "other")]

    assert run(whole) == [1, 1]


def test_a_tenant_sees_and_changes_its_own_schedules_alone(run: Callable[..., Any]) -> None:
    async def whole(shop: Workshop) -> None:
        await keep(shop, scheduled())
        theirs = Schedules(shop.store.of("other"))
        assert await theirs.all() == []
        for attempt in (theirs.one("s"), theirs.change("s", {"name": "x"}), theirs.remove("s")):
            with pytest.raises(NotKnown):
                await attempt
        assert await one(shop) == scheduled()

    run(whole)


def test_a_schedule_is_kept_once_and_not_too_many(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def whole(shop: Workshop) -> None:
        await keep(shop, scheduled("a"))
        with pytest.raises(Clash):
            await keep(shop, scheduled("a"))
        await keep(shop, scheduled("b"))
        with pytest.raises(TooMuch):
            await keep(shop, scheduled("c"))

    monkeypatch.setattr(noun, "MOST_SCHEDULES", 2)
    run(whole)


def test_a_store_that_is_away_for_a_while_does_not_end_the_scheduler(
    run: Callable[..., Any],
) -> None:
    async def whole(shop: Workshop) -> set[str]:
        await keep(shop, scheduled())
        database = shop.store.database
        read, failures = database.read, 0

        async def shaky(*told: Any, **more: Any) -> Any:
            nonlocal failures
            failures += 1
            if failures <= 3:
                raise StoreAway("cut")
            return await read(*told, **more)

        async with shop.bus.listen("acme.schedule.*") as ear:
            shop.clocks.pass_by(HOUR)
            database.read = shaky  # type: ignore[method-assign]
            running = asyncio.create_task(watch(shop).scheduler.run())
            said = await ear.next(timeout_s=20)
            running.cancel()
            database.read = read  # type: ignore[method-assign]
        assert said is not None
        assert said.message["event"] == "fired"
        return {one.id for one in await made_jobs(shop)}

    assert run(whole) == hours(1)
