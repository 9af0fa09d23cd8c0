"""The panel: heard at once, nobody waited for, and opinions without evidence dropped."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest

from hexascope.consult.consult import consult
from hexascope.consult.contract import (
    Course,
    Guidance,
    Prices,
    Settled,
    Specialist,
    Turned,
    VoiceError,
    Wording,
)
from hexascope.consult.engines.own import own
from hexascope.consult.panel import MOST_OPINIONS, Heard, hearing
from hexascope.consult.voices.rules import RulesVoice, RulesVoices
from hexascope.domain.case import Case
from hexascope.domain.opinion import ANALYSTS, Opinion, Role
from hexascope.domain.verdict import Item
from tests.support.cases import case
from tests.support.panel import NO_PRICES, WAITING, hear, opinion, says, specialists

PERFORMANCE, SECURITY = Role.PERFORMANCE_ANALYST, Role.SECURITY_ANALYST
CASE = case(WAITING)


class Model:
    """A voice that says one thing for everybody, but for those who are late or fail."""

    def __init__(self, *, late: str = "", fails: str = "") -> None:
        self.late, self.fails = late, fails
        self.at_once = 0
        self.most_at_once = 0

    async def word(
        self, _specialist: Specialist, _case: Case, _settled: Settled, by_rules: Wording
    ) -> Wording:
        return by_rules

    def record(self) -> None:
        return None

    def questions(self) -> list[tuple[Role, Role, str]]:
        return []

    def in_time(self, _turns: int = 1) -> bool:
        return False

    async def doubt(self, _specialist: Specialist, _case: Case, _leading: Item) -> list[Opinion]:
        return []

    async def settle(self, specialist: Specialist, _case: Case, _settled: Settled) -> Guidance:
        if specialist.role == self.fails:
            raise VoiceError("the model answered nonsense")
        return Guidance()

    async def speak(self, specialist: Specialist, _case: Case, _prices: Prices) -> list[Opinion]:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(0)
            if specialist.role == self.late:
                await asyncio.Event().wait()
            if specialist.role == self.fails:
                raise VoiceError("the model answered nonsense")
            return [opinion(specialist.role, voice="large")]
        finally:
            self.at_once -= 1


class Opened:
    """Voices that open one voice, as models do."""

    def __init__(self, voice: object) -> None:
        self.voice = voice
        self.by_model = not isinstance(voice, RulesVoice)
        self.course = Course()

    @asynccontextmanager
    async def open(self, _case: Case) -> AsyncIterator[object]:
        yield self.voice


def heard(voice: object, panel: dict[str, Specialist], patience: float = 5.0) -> Heard:
    return asyncio.run(
        hear(panel, voice, CASE, engine=own, prices=NO_PRICES, patience_seconds=patience)  # type: ignore[arg-type] # a fake voice
    )


def test_a_slow_specialist_does_not_hold_up_the_others() -> None:
    panel = specialists(security_analyst=says(opinion(SECURITY)))

    said = heard(Model(late=SECURITY), panel, patience=0.01)

    assert said.absent == {"security_analyst": "no answer in 0.01 s"}
    assert said.answered == 3
    assert [one.voice for one in said.opinions] == ["large", "large", "rules", "large"]


def test_rules_that_stand_in_are_marked() -> None:
    panel = specialists(security_analyst=says(opinion(SECURITY)))

    said = heard(Model(fails=SECURITY), panel)

    assert said.absent == {"security_analyst": "the model answered nonsense"}
    [rules] = [one for one in said.opinions if one.voice == "rules"]
    assert rules.stands_in


def test_the_analysts_are_heard_at_once() -> None:
    voice = Model()

    heard(voice, specialists())

    assert voice.most_at_once == 4


def test_an_opinion_without_evidence_of_this_case_is_dropped() -> None:
    panel = specialists(
        performance_analyst=says(
            opinion(item="kept"),
            opinion(item="unknown", because=("disk.await{device=sda}",)),
            opinion(item="none", because=()),
        )
    )

    assert [one.item for one in heard(RulesVoice(), panel).opinions] == ["kept"]


def test_one_who_talks_without_end_is_heard_for_so_many_opinions() -> None:
    many = says(*(opinion(item=str(number)) for number in range(MOST_OPINIONS + 5)))

    assert len(heard(RulesVoice(), specialists(cost_optimizer=many)).opinions) == MOST_OPINIONS


def test_opinions_come_in_the_order_of_the_analysts() -> None:
    panel = specialists(
        security_analyst=says(opinion(SECURITY)), performance_analyst=says(opinion(PERFORMANCE))
    )

    assert [one.role for one in heard(RulesVoice(), panel).opinions] == [PERFORMANCE, SECURITY]


def test_nothing_to_say_is_an_answer() -> None:
    said = heard(RulesVoice(), specialists())

    assert said.opinions == ()
    assert said.answered == 4
    assert said.absent == {}


def test_rules_that_fail_take_nobody_down() -> None:
    def broken(_case: Case, _prices: Prices) -> Iterator[Opinion]:
        yield opinion()
        raise ZeroDivisionError("no time at all")

    said = heard(RulesVoice(), specialists(performance_analyst=broken))

    assert said.answered == 3
    assert "ZeroDivisionError" in said.absent["performance_analyst"]
    assert said.opinions == ()


@pytest.mark.parametrize(
    ("voice", "quality"),
    [(RulesVoice(), "rules"), (Model(), "excellent"), (Model(late=SECURITY), "good")],
)
def test_the_verdict_names_quality_and_absence(voice: object, quality: str) -> None:
    panel: dict[str, Specialist] = specialists()

    said = asyncio.run(
        consult(
            CASE,
            panel,
            Opened(voice),  # type: ignore[arg-type] # a fake voice
            {},
            fill=lambda remedy, _proposal: remedy,
            prices=NO_PRICES,
            patience_seconds=0.01,
        )
    )

    assert said.verdict.quality == quality
    absent: Sequence[str] = [name for name, _ in said.verdict.absent]
    assert absent == sorted(said.absent)


def test_a_panel_without_a_coordinator_is_a_mistake_in_the_program() -> None:
    panel = specialists()
    panel["coordinator"] = panel["security_analyst"]

    with pytest.raises(TypeError, match="coordinator"):
        asyncio.run(
            consult(
                CASE,
                panel,
                RulesVoices(),
                {},
                fill=lambda remedy, _proposal: remedy,
                prices=NO_PRICES,
                patience_seconds=1.0,
            )
        )


class Broken:
    """An engine with a mistake in it."""

    async def at_once(
        self, _names: Sequence[str], _turn: object, *, patience_seconds: float
    ) -> AsyncIterator[Turned]:
        yield Turned(name=PERFORMANCE)
        raise RuntimeError(f"a mistake after {patience_seconds} s")


@pytest.mark.parametrize("early", [True, False])
def test_a_mistake_in_an_engine_is_told_and_nobody_is_waited_for(early: bool) -> None:
    async def run() -> Heard:
        engine: Any = Broken()
        async with hearing(
            specialists(),
            RulesVoice(),
            CASE,
            engine=engine,
            prices=NO_PRICES,
            patience_seconds=5.0,
        ) as audience:
            return await (audience.enough() if early else audience.rest())

    with pytest.raises(RuntimeError, match="a mistake"):
        asyncio.run(run())


def test_who_leaves_early_cancels_who_still_speaks() -> None:
    cancelled: list[str] = []

    class Endless(Model):
        async def speak(
            self, specialist: Specialist, _case: Case, _prices: Prices
        ) -> list[Opinion]:
            try:
                return await asyncio.Future()
            except asyncio.CancelledError:
                cancelled.append(specialist.role)
                raise

    async def run() -> None:
        voice: Any = Endless()
        async with hearing(
            specialists(), voice, CASE, engine=own, prices=NO_PRICES, patience_seconds=5.0
        ):
            await asyncio.sleep(0)
            await asyncio.sleep(0)

    asyncio.run(run())

    assert sorted(cancelled) == sorted(ANALYSTS)
