"""What workers and reapers promise, over SQLite and PostgreSQL: each job ends, its effect once."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

from hexascope.domain.deed import Deed
from hexascope.domain.errors import BadInput, Clash, StoreAway, TooMuch
from hexascope.domain.job import LARGEST_PAYLOAD, LARGEST_RESULT, Job, JobState
from hexascope.services.jobs.contract import Handler, Running
from hexascope.services.jobs.reaper import KEEP_S
from hexascope.services.jobs.room import Room
from hexascope.services.jobs.worker import Worker
from hexascope.store.database.scope import Store
from hexascope.store.database.tables.jobs import job_lines, jobs
from hexascope.store.database.work.jobs import JobFilter, KeptJobs
from tests.support.databases import KINDS, StoreAt, address_of
from tests.support.working import Workshop

DAY = 86_400.0
LEASE = 30.0
Made = Mapping[str, Any]


@pytest.fixture(scope="module", params=KINDS)
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> StoreAt:
    """Give one store for all tests of this file."""
    return StoreAt(address_of(request.param, tmp_path_factory.mktemp("workers")))


@pytest.fixture
def run(migrated: StoreAt) -> Callable[..., Any]:
    """Give what runs a piece of work over a workshop without jobs."""

    async def clear(store: Store) -> None:
        scope = store.everywhere()

        def work(connection: Connection) -> None:
            for table in (jobs, job_lines):
                connection.execute(scope.delete(table))

        await scope.write(work)

    def whole(work: Callable[[Workshop], Coroutine[Any, Any, Any]], **handlers: Handler) -> Any:
        async def in_workshop(store: Store) -> Any:
            await clear(store)
            return await work(Workshop(store, handlers))

        return migrated.run(in_workshop)

    return whole


async def echo(running: Running) -> Made:
    return {"said": running.job.payload.get("say", "")}


async def endless(_running: Running) -> Made:
    await asyncio.Event().wait()
    return {}


async def stubborn(_running: Running) -> Made:
    for _ in range(3):
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            continue
    return {}


async def let_go(worker: Worker, work: "asyncio.Task[bool]") -> None:
    """End a worker of a test as a kill would: it writes nothing more."""
    work.cancel()
    await asyncio.wait({work})


async def reaped(shop: Workshop, **more: Any) -> list[Job]:
    """Let a reaper look until the lease of silent workers is over."""
    reaper = shop.reaper(**more)
    lost: list[Job] = []
    for _ in range(20):
        lost += await reaper.look()
        shop.clocks.pass_by(2)
    return lost


def test_a_job_is_done_and_its_result_kept(run: Callable[..., Any]) -> None:
    async def whole(shop: Workshop) -> tuple[list[bool], Job]:
        job = await shop.submit("echo", payload={"say": "olá"})
        worker = shop.worker()
        return [await worker.work(), await worker.work()], await shop.one(job)

    worked, job = run(whole, echo=echo)

    assert worked == [True, False]
    assert (job.state, job.result, job.reason) == (JobState.DONE, {"said": "olá"}, "")
    assert (job.attempts, job.progress, job.worker) == (1, 1.0, "w1")


def test_whoever_listens_hears_each_state_progress_and_line(run: Callable[..., Any]) -> None:
    async def telling(running: Running) -> Made:
        await running.progress(0.5, "half\x00way")
        await running.log("a line\nof two")
        return {}

    async def whole(shop: Workshop) -> tuple[list[Any], Job, list[str]]:
        async with shop.bus.listen("acme.job.*") as ear:
            job = await shop.submit("telling")
            await shop.worker().work()
            heard = []
            while said := await ear.next(timeout_s=0.01):
                heard.append(said.message)
        lines = await shop.jobs.lines(shop.store.of("acme"), job.id)
        return heard, await shop.one(job), [one.line for one in lines]

    heard, job, lines = run(whole, telling=telling)

    assert [one["event"] for one in heard] == ["state", "state", "progress", "log", "state"]
    assert [one["state"] for one in heard if one["event"] == "state"] == [
        "waiting",
        "running",
        "done",
    ]
    assert [one["progress"] for one in heard if "progress" in one] == [0.0, 0.0, 0.5, 1.0]
    assert heard[2]["step"] == "half\\x00way"
    assert lines == ["a line\\x0aof two"]
    assert {one["id"] for one in heard} == {job.id}


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        ({"x": "y" * (LARGEST_RESULT - 9)}, ""),
        ({"x": "y" * (LARGEST_RESULT - 8)}, f"{LARGEST_RESULT + 1} bytes"),
        ({"x": ["y" * 2**20] * 100}, "more bytes"),
        ({"x": object()}, "JSON"),
        ({"x": float("nan")}, "JSON"),
        ({"x": b"y"}, "JSON"),
        (["no", "mapping"], "list"),
        (None, "NoneType"),
    ],
)
def test_a_result_that_can_not_be_kept_ends_the_job_with_a_reason(
    run: Callable[..., Any], result: Any, reason: str
) -> None:
    async def giving(_running: Running) -> Made:
        made: Made = result
        return made

    async def whole(shop: Workshop) -> Job:
        job = await shop.submit("giving")
        await shop.worker().work()
        return await shop.one(job)

    job = run(whole, giving=giving)

    assert job.state is (JobState.FAILED if reason else JobState.DONE)
    assert reason in job.reason
    assert job.attempts == 1


def test_a_handler_that_can_not_use_its_payload_is_not_tried_again(run: Callable[..., Any]) -> None:
    async def refusing(_running: Running) -> Made:
        raise BadInput("no host\x1b[31m of that name")

    async def whole(shop: Workshop) -> Job:
        job = await shop.submit("refusing")
        await shop.worker().work()
        return await shop.one(job)

    job = run(whole, refusing=refusing)

    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert job.reason == "no host\\x1b[31m of that name"


def test_a_handler_that_raises_is_tried_five_times_ever_later_and_is_a_dead_letter(
    run: Callable[..., Any],
) -> None:
    async def failing(_running: Running) -> Made:
        raise RuntimeError("out of luck")

    async def whole(shop: Workshop) -> tuple[list[float], Job]:
        job = await shop.submit("failing")
        worker = shop.worker()
        waits = []
        while await worker.work():
            kept = await shop.one(job)
            if kept.state is JobState.WAITING:
                assert await worker.work() is False
                waits.append(kept.due - shop.clocks.wall)
                shop.clocks.wall = kept.due
        return waits, await shop.one(job)

    waits, job = run(whole, failing=failing)

    assert len(waits) == 4
    for wait, longest in zip(waits, (2, 4, 8, 16), strict=True):
        assert longest / 2 <= wait <= longest
    assert (job.state, job.attempts) == (JobState.FAILED, 5)
    assert job.reason == "given up after 5 tries: RuntimeError: out of luck"


def test_a_kind_that_nobody_here_does_is_tried_again_and_says_so(run: Callable[..., Any]) -> None:
    async def whole(shop: Workshop) -> Job:
        job = await shop.submit("unheard_of")
        await shop.worker().work()
        return await shop.one(job)

    job = run(whole)

    assert (job.state, job.attempts) == (JobState.WAITING, 1)
    assert "unheard_of" in job.reason


@pytest.mark.parametrize("handler", [endless, stubborn])
def test_a_handler_that_never_ends_is_stopped_at_its_kinds_limit(
    run: Callable[..., Any], handler: Handler
) -> None:
    async def whole(shop: Workshop) -> tuple[Job, Job]:
        slow = await shop.submit("slow", priority=1)
        quick = await shop.submit("echo")
        worker = shop.worker(longest={"slow": 0.01}, grace_s=0.01)
        assert await worker.work()
        assert await worker.work()  # its hand is free again
        return await shop.one(slow), await shop.one(quick)

    slow, quick = run(whole, slow=handler, echo=echo)

    assert (slow.state, slow.reason) == (JobState.WAITING, "it took longer than 0.01 s")
    assert quick.state is JobState.DONE


@pytest.mark.parametrize("way", ["said", "bus away"])
@pytest.mark.parametrize("handler", [endless, stubborn])
def test_a_running_job_that_is_cancelled_ends_whether_its_worker_hears_of_it_or_not(
    run: Callable[..., Any], handler: Handler, way: str
) -> None:
    async def whole(shop: Workshop) -> Job:
        job = await shop.submit("slow")
        worker = shop.worker(grace_s=0.01)
        work = asyncio.create_task(worker.work())
        await shop.begun(worker)
        keeping = asyncio.create_task(worker.keep() if way == "said" else asyncio.sleep(0))
        await asyncio.sleep(0.01)
        asked = await shop.jobs.cancel(shop.store.of("acme"), job.id, by="ann")
        assert asked.cancelling
        if way != "said":
            await worker.beat()
        await work
        keeping.cancel()
        return await shop.one(job)

    job = run(whole, slow=handler)

    assert (job.state, job.reason) == (JobState.CANCELLED, "cancelled by ann")


def test_a_zombie_can_write_nothing_and_what_was_refused_is_recorded(
    run: Callable[..., Any],
) -> None:
    effects: list[str] = []
    woken = asyncio.Event()

    async def slow(running: Running) -> Made:
        if running.job.fence == 1:
            await woken.wait()
        await running.write(lambda _connection: effects.append(running.job.worker))
        return {"by": running.job.worker}

    async def whole(shop: Workshop) -> tuple[Job, list[Deed]]:
        deeds: list[Deed] = []
        shop.store = replace(shop.store, record=lambda _connection, deed: deeds.append(deed))
        job = await shop.submit("slow")
        first = shop.worker("zombie")
        zombie = asyncio.create_task(first.work())
        await shop.begun(first)
        (lost,) = await reaped(shop)
        assert lost.reason == "the worker was lost: zombie"
        assert await shop.worker("w2").work()
        woken.set()
        await zombie
        return await shop.one(job), deeds

    job, deeds = run(whole, slow=slow)

    assert effects == ["w2"]
    assert (job.state, job.result, job.fence) == (JobState.DONE, {"by": "w2"}, 2)
    (deed,) = deeds
    assert (deed.actor, deed.actor_kind, deed.object) == ("zombie", "system", job.id)
    assert deed.details == {"refused": "a write of its handler", "fence": "1"}


def test_a_zombies_ending_is_refused_and_recorded(run: Callable[..., Any]) -> None:
    woken = asyncio.Event()

    async def slow(running: Running) -> Made:
        if running.job.fence == 1:
            await woken.wait()
        return {"by": running.job.worker}

    async def whole(shop: Workshop) -> tuple[Job, list[Deed]]:
        deeds: list[Deed] = []
        shop.store = replace(shop.store, record=lambda _connection, deed: deeds.append(deed))
        job = await shop.submit("slow")
        first = shop.worker("zombie")
        zombie = asyncio.create_task(first.work())
        await shop.begun(first)
        await reaped(shop)
        await shop.worker("w2").work()
        woken.set()
        await zombie
        return await shop.one(job), deeds

    job, deeds = run(whole, slow=slow)

    assert job.result == {"by": "w2"}
    assert [deed.details["refused"] for deed in deeds] == ["its ending as done"]


def test_a_handler_whose_job_was_given_away_is_stopped_by_the_next_sign_of_life(
    run: Callable[..., Any],
) -> None:
    async def whole(shop: Workshop) -> Job:
        job = await shop.submit("slow")
        zombie = shop.worker("zombie")
        work = asyncio.create_task(zombie.work())
        await shop.begun(zombie)
        await reaped(shop)
        await zombie.beat()
        assert await work
        return await shop.one(job)

    assert run(whole, slow=endless).state is JobState.WAITING


def test_a_worker_that_lives_keeps_its_job_however_long_it_takes(run: Callable[..., Any]) -> None:
    async def whole(shop: Workshop) -> tuple[list[Job], Job]:
        job = await shop.submit("slow")
        worker, reaper = shop.worker(), shop.reaper()
        work = asyncio.create_task(worker.work())
        await shop.begun(worker)
        lost: list[Job] = []
        for _ in range(60):
            await worker.beat()
            lost += await reaper.look()
            shop.clocks.pass_by(2)
        kept = await shop.one(job)
        await let_go(worker, work)
        return lost, kept

    lost, job = run(whole, slow=endless)

    assert lost == []
    assert job.state is JobState.RUNNING


def test_a_dead_workers_job_is_given_back_within_35_seconds_and_not_before_its_lease(
    run: Callable[..., Any],
) -> None:
    async def whole(shop: Workshop) -> float:
        await shop.submit("slow")
        worker, reaper = shop.worker(), shop.reaper()
        work = asyncio.create_task(worker.work())
        await shop.begun(worker)
        await let_go(worker, work)
        died = shop.clocks.steady
        while not await reaper.look():
            shop.clocks.pass_by(2)
        return shop.clocks.steady - died

    assert LEASE <= run(whole, slow=endless) <= LEASE + 5


def test_a_worker_that_is_known_to_be_dead_is_not_waited_for(run: Callable[..., Any]) -> None:
    async def whole(shop: Workshop) -> tuple[int, int]:
        await shop.submit("slow")
        worker = shop.worker("killed")
        work = asyncio.create_task(worker.work())
        await shop.begun(worker)
        await let_go(worker, work)
        of_others = await shop.reaper(gone=lambda name: name != "killed").look()
        return len(of_others), len(await shop.reaper(gone=lambda name: name == "killed").look())

    assert run(whole, slow=endless) == (0, 1)


@pytest.mark.parametrize("jump", [-10 * DAY, -3600.0, 3600.0, 10 * DAY])
@pytest.mark.parametrize("whose", ["worker", "reaper", "both"])
def test_no_job_changes_hands_because_a_clock_jumps(
    run: Callable[..., Any], jump: float, whose: str
) -> None:
    async def whole(shop: Workshop) -> tuple[list[Job], list[Job]]:
        await shop.submit("slow")
        offsets = {"worker": 0.0, "reaper": 0.0}
        worker = shop.worker(clock=lambda: shop.clocks.wall + offsets["worker"])
        reaper = shop.reaper(clock=lambda: shop.clocks.wall + offsets["reaper"])
        work = asyncio.create_task(worker.work())
        await shop.begun(worker)
        lost: list[Job] = []
        for turn in range(30):
            if turn == 5:
                offsets = {name: jump if whose in (name, "both") else 0.0 for name in offsets}
            await worker.beat()
            lost += await reaper.look()
            shop.clocks.pass_by(2)
        await let_go(worker, work)
        silent: list[Job] = []
        for _ in range(17):
            silent += await reaper.look()
            shop.clocks.pass_by(2)
        return lost, silent

    lost, silent = run(whole, slow=endless)

    assert lost == []
    assert [one.state for one in silent] == [JobState.WAITING]


def test_a_reaper_that_was_stopped_itself_takes_nothing_from_those_who_were_too(
    run: Callable[..., Any],
) -> None:
    async def whole(shop: Workshop) -> tuple[list[Job], Job]:
        job = await shop.submit("slow")
        worker, reaper = shop.worker(), shop.reaper()
        work = asyncio.create_task(worker.work())
        await shop.begun(worker)
        await reaper.look()
        shop.clocks.pass_by(3600)  # the whole machine slept, or the process was halted
        lost = await reaper.look()
        await worker.beat()
        kept = await shop.one(job)
        await let_go(worker, work)
        return lost, kept

    lost, job = run(whole, slow=endless)

    assert lost == []
    assert job.state is JobState.RUNNING


def test_a_worker_whose_store_is_away_for_longer_than_its_lease_stops_its_handlers(
    run: Callable[..., Any],
) -> None:
    stopped: list[str] = []

    async def careful(_running: Running) -> Made:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.append("stopped")
        return {}

    async def whole(shop: Workshop) -> list[list[str]]:
        await shop.submit("careful")
        worker = shop.worker()
        work = asyncio.create_task(worker.work())
        await shop.begun(worker)
        written, shop.store.database.write = shop.store.database.write, away  # type: ignore[method-assign]  # fmt: skip
        found = []
        for _ in range(2):
            shop.clocks.pass_by(LEASE / 2 + 1)
            await worker.beat()
            await asyncio.sleep(0.01)
            found.append(list(stopped))
        shop.store.database.write = written  # type: ignore[method-assign]
        await work
        return found

    async def away(*_told: Any, **_more: Any) -> Any:
        raise StoreAway("cut")

    assert run(whole, careful=careful) == [[], ["stopped"]]


def test_a_result_is_written_once_the_store_is_back(run: Callable[..., Any]) -> None:
    async def whole(shop: Workshop) -> Job:
        job = await shop.submit("echo")
        worker = shop.worker()
        database = shop.store.database
        written, failures = database.write, 0

        async def shaky(*told: Any, **more: Any) -> Any:
            nonlocal failures
            failures += 1
            if failures in (2, 3):
                raise StoreAway("cut")
            return await written(*told, **more)

        database.write = shaky  # type: ignore[method-assign]
        assert await worker.work()
        return await shop.one(job)

    job = run(whole, echo=echo)

    assert (job.state, job.attempts) == (JobState.DONE, 1)


def test_a_draining_worker_ends_what_ends_and_gives_the_rest_back_at_once(
    run: Callable[..., Any],
) -> None:
    finish = asyncio.Event()

    async def ending(_running: Running) -> Made:
        await finish.wait()
        return {}

    async def whole(shop: Workshop) -> tuple[Job, Job, Job]:
        ends, stays = await shop.submit("ending"), await shop.submit("endless")
        worker = shop.worker(grace_s=0.05)
        work = [asyncio.create_task(worker.work()) for _ in range(2)]
        await shop.begun(worker, 2)
        late = await shop.submit("echo")
        asyncio.get_running_loop().call_later(0.01, finish.set)
        await worker.drain(0.1)
        await asyncio.gather(*work)
        assert await worker.work() is False
        return await shop.one(ends), await shop.one(stays), await shop.one(late)

    ends, stays, late = run(whole, ending=ending, endless=endless, echo=echo)

    assert ends.state is JobState.DONE
    assert (stays.state, stays.attempts, stays.due) == (JobState.WAITING, 0, 0.0)
    assert stays.reason == "given back by w1, which was stopped"
    assert (late.state, late.fence) == (JobState.WAITING, 0)


def test_two_hundred_jobs_and_four_workers_of_which_two_die_end_once_each(
    run: Callable[..., Any],
) -> None:
    effects: list[str] = []
    forty = asyncio.Event()

    async def effect(running: Running) -> Made:
        await running.write(lambda _connection: None)
        effects.append(running.job.id)
        if len(effects) >= 40:
            forty.set()
        return {}

    async def whole(shop: Workshop) -> list[Job]:
        await asyncio.gather(*(shop.submit("effect", f"t{n % 3}") for n in range(200)))

        async def all_of(worker: Worker) -> None:
            while await worker.work():
                pass

        workers = [shop.worker(f"w{number}") for number in range(4)]
        tasks = [asyncio.create_task(all_of(worker)) for worker in workers for _ in range(4)]
        await forty.wait()
        for task in tasks[:8]:
            task.cancel()
        await asyncio.wait(tasks)
        await reaped(shop)
        await all_of(shop.worker("last"))
        kept = []
        for number in range(3):
            page = await KeptJobs(shop.store.of(f"t{number}")).page(JobFilter(), limit=500)
            kept += page
        return kept

    kept = run(whole, effect=effect)

    assert {one.state for one in kept} == {JobState.DONE}
    assert len(kept) == len({one.id for one in kept}) == 200


def test_jobs_that_ended_a_month_ago_are_forgotten(run: Callable[..., Any]) -> None:
    async def whole(shop: Workshop) -> tuple[list[str], list[str]]:
        old = await shop.submit("echo", id="old")
        await shop.worker().work()
        await shop.submit("echo", id="waits")
        shop.clocks.wall += KEEP_S + 1
        await shop.submit("echo", id="new")
        page = await shop.jobs.page(shop.store.of("acme"), JobFilter())
        await shop.reaper().forget()
        left = await shop.jobs.page(shop.store.of("acme"), JobFilter())
        assert (await shop.one(replace(old, id="waits"))).state is JobState.WAITING
        return [one.id for one in page], [one.id for one in left]

    before, after = run(whole, echo=echo)

    assert before == ["new", "waits", "old"]
    assert after == ["new", "waits"]


def test_a_job_of_an_id_is_submitted_once_and_refused_under_another_kind(
    run: Callable[..., Any],
) -> None:
    async def whole(shop: Workshop) -> tuple[Job, Job]:
        first = await shop.submit("echo", id="x", payload={"say": "one"})
        await shop.worker().work()
        second = await shop.submit("echo", id="x", payload={"say": "two"})
        with pytest.raises(Clash):
            await shop.submit("other", id="x")
        return first, second

    first, second = run(whole, echo=echo)

    assert first.state is JobState.WAITING
    assert (second.state, second.result) == (JobState.DONE, {"said": "one"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"payload": {"x": "y" * (LARGEST_PAYLOAD - 8)}},
        {"payload": {"x": object()}},
        {"payload": {"x": float("inf")}},
        {"id": "../x"},
        {"id": "x" * 65},
        {"priority": 10},
        {"priority": -10},
        {"kind": "No Kind"},
        {"kind": ""},
    ],
)
def test_what_is_no_job_is_refused(run: Callable[..., Any], wrong: dict[str, Any]) -> None:
    async def whole(shop: Workshop) -> list[Job]:
        with pytest.raises(BadInput):
            await shop.submit(**{"kind": "echo", **wrong})
        await shop.submit("echo", payload={"x": "y" * (LARGEST_PAYLOAD - 9)}, priority=-9)
        return await shop.jobs.page(shop.store.of("acme"), JobFilter())

    assert len(run(whole)) == 1


def test_a_tenant_that_has_too_many_waiting_is_told_and_others_are_not(
    run: Callable[..., Any],
) -> None:
    async def whole(shop: Workshop) -> tuple[int, bool]:
        async def few(_tenant: str) -> int:
            return 3

        shop.jobs = replace(shop.jobs, room=Room(few))
        for _ in range(3):
            await shop.submit("echo")
        for _ in range(2):
            with pytest.raises(TooMuch):
                await shop.submit("echo")
        waiting = len(await shop.jobs.page(shop.store.of("acme"), JobFilter()))
        await shop.submit("echo", "other")
        worker = shop.worker()
        await worker.work()
        await worker.work()
        return waiting, bool(await shop.submit("echo"))

    assert run(whole, echo=echo) == (3, True)
