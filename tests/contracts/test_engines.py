"""The contract of Engine, over every implementation, with the same faults."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pytest

import hexascope.act.remedies
import hexascope.consult.specialists
from hexascope.act.contract import filled
from hexascope.consult.consult import Consultation, consult
from hexascope.consult.contract import Engine, Specialist, Turned, VoiceError
from hexascope.consult.engines.own import own
from hexascope.domain.case import Case
from hexascope.domain.opinion import ANALYSTS, Opinion
from hexascope.domain.remedy import Remedy
from hexascope.kit.plugins import discover
from hexascope.llm.fake.server import FakeModels
from hexascope.report.values import value_shown
from hexascope.services.examinations import Wishes
from hexascope.services.models import ModelVoices
from hexascope.services.sources.kept import KeptLooks
from hexascope.words import Language
from tests.support import kept
from tests.support.kept_digests import service
from tests.support.models import endpoint, wires
from tests.support.panel import opinion

NAMES = ("one", "two", "three", "four")
NEVER = 3600.0
PATIENCE_S = 30.0
SHORT_S = 0.25
MODEL_PATIENCE_S = 1.0

ENGINES = (
    "own",
    pytest.param(
        "agent_framework",
        marks=pytest.mark.skipif(
            find_spec("agent_framework_orchestrations") is None,
            reason="hexascope[agent-framework] is not installed",
        ),
    ),
)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    module = import_module(f"hexascope.consult.engines.{request.param}")
    return cast("Engine", getattr(module, request.param))


class Speakers:
    """Turns that are told how to end, and that know who speaks and who was cut off."""

    def __init__(self, **ends: Callable[[], Awaitable[None]]) -> None:
        self.ends = ends
        self.began: dict[str, asyncio.Event] = {}
        self.cut_off: set[str] = set()

    async def turn(self, name: str) -> Sequence[Opinion]:
        self.began.setdefault(name, asyncio.Event()).set()
        try:
            await self.ends.get(name, well)()
        except asyncio.CancelledError:
            await asyncio.sleep(0)  # as closing a connection does
            self.cut_off.add(name)
            raise
        return [opinion(name)]

    async def all_begin(self, *names: str) -> None:
        async with asyncio.timeout(PATIENCE_S):
            for name in names:
                await self.began.setdefault(name, asyncio.Event()).wait()


async def well() -> None:
    await asyncio.sleep(0)


async def hangs() -> None:
    await asyncio.sleep(NEVER)


async def fails() -> None:
    await asyncio.sleep(0)
    raise VoiceError("it answered nonsense")


async def breaks() -> None:
    await asyncio.sleep(0)
    raise ZeroDivisionError("a fault of the program")


def after(event: asyncio.Event) -> Callable[[], Awaitable[None]]:
    async def waits() -> None:
        await event.wait()

    return waits


def at_once(
    engine: Engine, speakers: Speakers, *names: str, patience_s: float = PATIENCE_S
) -> dict[str, Turned]:
    async def heard() -> dict[str, Turned]:
        turns = engine.at_once(names or NAMES, speakers.turn, patience_seconds=patience_s)
        return {one.name: one async for one in turns}

    return asyncio.run(heard())


def in_order(engine: Engine, speakers: Speakers, *names: str) -> list[Turned]:
    async def heard() -> list[Turned]:
        return [one async for one in engine.in_order(names or NAMES, speakers.turn)]

    return asyncio.run(heard())


def spoke(turns: dict[str, Turned]) -> set[str]:
    return {name for name, one in turns.items() if one.said and not one.absent}


def test_all_who_answer_are_heard(engine: Engine) -> None:
    turns = at_once(engine, Speakers())

    assert spoke(turns) == set(NAMES)
    assert [one.role for one in turns["two"].said] == ["two"]


def test_who_hangs_is_absent_and_cut_off_and_costs_nobody_a_word(engine: Engine) -> None:
    speakers = Speakers(two=hangs)

    turns = at_once(engine, speakers, patience_s=SHORT_S)

    assert spoke(turns) == {"one", "three", "four"}
    assert turns["two"].absent == "no answer in 0.25 s"
    assert speakers.cut_off == {"two"}


def test_what_is_said_after_its_patience_is_not_heard(engine: Engine) -> None:
    async def answers_when_cut_off() -> None:
        try:
            await hangs()
        except asyncio.CancelledError:
            return

    turns = at_once(engine, Speakers(four=answers_when_cut_off), patience_s=SHORT_S)

    assert spoke(turns) == {"one", "two", "three"}
    assert turns["four"].absent == "no answer in 0.25 s"


def test_a_time_out_of_the_turns_own_is_an_absence_like_any(engine: Engine) -> None:
    async def times_out() -> None:
        raise TimeoutError

    turns = at_once(engine, Speakers(two=times_out))

    assert spoke(turns) == {"one", "three", "four"}
    assert turns["two"].absent == "no answer in 30 s"
    assert in_order(engine, Speakers(one=times_out))[0].absent == "no answer in time"


def test_who_fails_is_absent_with_the_reason_and_costs_nobody_a_word(engine: Engine) -> None:
    turns = at_once(engine, Speakers(three=fails))

    assert spoke(turns) == {"one", "two", "four"}
    assert turns["three"].absent == "it answered nonsense"


def test_where_everybody_fails_everybody_is_absent(engine: Engine) -> None:
    turns = at_once(engine, Speakers(**dict.fromkeys(NAMES, fails)))

    assert spoke(turns) == set()
    assert {one.absent for one in turns.values()} == {"it answered nonsense"}


def test_the_first_to_end_comes_first_and_nobody_waits_for_the_last(engine: Engine) -> None:
    async def heard() -> list[str]:
        may = asyncio.Event()
        ended = []
        speakers = Speakers(one=after(may))
        async for turned in engine.at_once(NAMES, speakers.turn, patience_seconds=PATIENCE_S):
            ended.append(turned.name)
            if len(ended) == len(NAMES) - 1:
                may.set()  # only now can the last one end
        return ended

    assert asyncio.run(heard())[-1] == "one"


def test_all_speak_at_once(engine: Engine) -> None:
    async def heard() -> int:
        may = asyncio.Event()
        speakers = Speakers(**{name: after(may) for name in NAMES})

        async def open_when_all_began() -> None:
            await speakers.all_begin(*NAMES)
            may.set()

        opens = asyncio.create_task(open_when_all_began())
        turns = engine.at_once(NAMES, speakers.turn, patience_seconds=PATIENCE_S)
        count = sum([bool(one.said) async for one in turns])
        await opens
        return count

    assert asyncio.run(heard()) == len(NAMES)


def test_who_leaves_and_closes_cancels_who_still_speaks(engine: Engine) -> None:
    speakers = Speakers(three=hangs, four=hangs)

    async def leave() -> None:
        turns = engine.at_once(NAMES, speakers.turn, patience_seconds=PATIENCE_S)
        heard = [await anext(turns), await anext(turns)]
        assert {one.name for one in heard} == {"one", "two"}
        await cast("AsyncGenerator[Turned, None]", turns).aclose()
        assert speakers.cut_off == {"three", "four"}
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(leave())


def test_who_is_cancelled_while_it_waits_cancels_who_speaks(engine: Engine) -> None:
    speakers = Speakers(**dict.fromkeys(NAMES, hangs))

    async def heard() -> None:
        async for _ in engine.at_once(NAMES, speakers.turn, patience_seconds=PATIENCE_S):
            pass

    async def cancel() -> None:
        task = asyncio.create_task(heard())
        await speakers.all_begin(*NAMES)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert speakers.cut_off == set(NAMES)

    asyncio.run(cancel())


def test_a_fault_of_the_program_is_not_taken_for_an_absent_voice(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError):
        at_once(engine, Speakers(two=breaks))


def test_one_alone_is_heard_and_bounded_as_many_are(engine: Engine) -> None:
    assert spoke(at_once(engine, Speakers(), "one")) == {"one"}
    turns = at_once(engine, Speakers(one=hangs), "one", patience_s=SHORT_S)
    assert turns["one"].absent == "no answer in 0.25 s"


def test_where_nobody_is_named_nobody_speaks(engine: Engine) -> None:
    speakers = Speakers()
    assert list(_no_one(engine, speakers)) == []
    assert speakers.began == {}


def _no_one(engine: Engine, speakers: Speakers) -> Iterator[Turned]:
    async def heard() -> list[Turned]:
        turns = [engine.at_once((), speakers.turn, patience_seconds=PATIENCE_S)]
        turns.append(engine.in_order((), speakers.turn))
        return [one for each in turns async for one in each]

    yield from asyncio.run(heard())


@pytest.mark.parametrize("name", ["dispatcher", "group_chat_orchestrator", "aggregator", "a b/ç"])
def test_any_name_is_a_specialists_name(engine: Engine, name: str) -> None:
    assert spoke(at_once(engine, Speakers(), name, "two")) == {name, "two"}
    assert [one.name for one in in_order(engine, Speakers(), name, "two")] == [name, "two"]


def test_a_round_is_given_in_its_order(engine: Engine) -> None:
    turns = in_order(engine, Speakers(), "four", "two", "three", "one")

    assert [one.name for one in turns] == ["four", "two", "three", "one"]
    assert all(one.said for one in turns)


def test_who_fails_in_a_round_does_not_end_it(engine: Engine) -> None:
    turns = in_order(engine, Speakers(one=fails, four=fails))

    assert [one.name for one in turns] == list(NAMES)
    assert [one.absent for one in turns] == [
        "it answered nonsense",
        "",
        "",
        "it answered nonsense",
    ]


def test_who_leaves_a_round_cancels_who_still_speaks(engine: Engine) -> None:
    speakers = Speakers(two=hangs)

    async def leave() -> None:
        turns = engine.in_order(NAMES, speakers.turn)
        assert (await anext(turns)).name == "one"
        await speakers.all_begin("two")
        await cast("AsyncGenerator[Turned, None]", turns).aclose()
        assert "two" in speakers.cut_off
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(leave())


def test_nothing_is_written_to_the_terminal(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        at_once(engine, Speakers(one=fails, two=hangs), patience_s=SHORT_S)
        in_order(engine, Speakers(one=fails))

    assert caplog.records == []


@cache
def kept_case() -> Case:
    """Weigh a kept host that has something to judge."""
    parts = service()
    with TemporaryDirectory() as folder:
        bundle = Path(folder) / "host.hxb"
        bundle.write_bytes(kept.bundle(kept.made("cgroup2_throttled_unit"), parts))
        looked = KeptLooks(path=bundle).look(parts, Wishes(), lambda _: None, None)
        return parts.weigh(looked, Wishes())


def consulted(engine: Engine, behaviours: Sequence[str]) -> Consultation:
    """Consult the six by scripted models, one for each analyst; the last for the others too."""

    async def work() -> Consultation:
        server = FakeModels(pause_s=0.0)
        await server.start()
        try:
            endpoints = tuple(
                replace(
                    endpoint(server, one, slots=8),
                    name=f"compatible/fake-{one}-{role}",
                    tags=(role.value,),
                )
                for one, role in zip(behaviours, ANALYSTS, strict=True)
            )
            rest = replace(endpoint(server, "honest", slots=8), name="compatible/fake-rest")
            voices = ModelVoices(
                endpoints=(*endpoints, rest),
                wires=wires(),
                language=Language.ENGLISH,
                show=lambda piece: value_shown(piece, Language.ENGLISH),
                clock=time.monotonic,
                nonce=lambda: "n0nce",
                patience_s=MODEL_PATIENCE_S,
                panel_s=PATIENCE_S,
            )
            return await consult(
                kept_case(),
                discover(hexascope.consult.specialists, Specialist),
                voices,
                discover(hexascope.act.remedies, Remedy),
                fill=filled,
                prices={},
                patience_seconds=PATIENCE_S,
                engine=engine,
            )
        finally:
            await server.stop()

    return asyncio.run(work())


@cache
def by_our_own(behaviours: tuple[str, ...]) -> Consultation:
    return consulted(own, behaviours)


@pytest.mark.parametrize(
    "behaviours",
    [
        pytest.param(["honest"] * 4, id="all agree"),
        pytest.param(["contrary"] * 4, id="some object and it comes to votes"),
        pytest.param(
            ["honest", "denied", "honest", "honest"],
            id="one is turned away and the next model is asked",
        ),
        pytest.param(["lying", "honest", "honest", "obeying"], id="one lies and one obeys"),
        pytest.param(["contrary", "hang", "contrary", "contrary"], id="one never answers"),
    ],
)
def test_a_panel_comes_to_the_same_verdict_whoever_brings_it_to_speak(
    engine: Engine, behaviours: Sequence[str]
) -> None:
    ours, theirs = by_our_own(tuple(behaviours)), consulted(engine, behaviours)

    assert kept_case().findings
    assert theirs.verdict == ours.verdict
    assert theirs.opinions == ours.opinions
    assert theirs.absent == ours.absent
    assert _asked(theirs) == _asked(ours)


def _asked(made: Consultation) -> tuple[object, ...]:
    """Give what the record says that does not depend on who was faster."""
    assert made.record is not None
    calls = sorted((one.role, one.model, one.error) for one in made.record.calls)
    struck = sorted((one.role, one.words, one.reason) for one in made.record.struck)
    votes = [(one.round, one.role, one.item, one.stance) for one in made.record.votes]
    return calls, struck, sorted(votes)
