"""Settling on three answers while the fourth still speaks, and taking in who comes late."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from hexascope.consult.consult import Consultation, consult
from hexascope.consult.contract import (
    Course,
    Guidance,
    Prices,
    Settled,
    Specialist,
    VoiceError,
    Wording,
)
from hexascope.consult.specialists.coordinator import coordinator
from hexascope.consult.specialists.report_generator import report_generator
from hexascope.consult.synthesis import MOVED
from hexascope.domain.case import Case
from hexascope.domain.opinion import ANALYSTS, Opinion, Role, Stance
from hexascope.domain.panel import PanelRecord
from hexascope.domain.text import text
from hexascope.domain.use import Severity
from hexascope.domain.verdict import Item
from hexascope.words import render
from tests.support.cases import case
from tests.support.panel import WAITING, finding, opinion, says, specialists

SLOW = finding(evidence=(WAITING,))
CASE = case(WAITING, findings=(SLOW,))
LATE = Role.COST_OPTIMIZER


class Scripted:
    """A voice whose cost optimizer speaks when `until` has happened, and says `late`."""

    def __init__(self, until: str, late: Sequence[Opinion] = (), *, fails: bool = False) -> None:
        self._until = until
        self._late = late
        self._fails = fails
        self._now = {"settled": asyncio.Event(), "worded": asyncio.Event()}
        self.happened: list[str] = []

    async def speak(self, specialist: Specialist, _case: Case, _prices: Prices) -> list[Opinion]:
        if specialist.role == LATE:
            if self._until in self._now:
                await self._now[self._until].wait()
            elif self._until == "never":
                await asyncio.Event().wait()
            self.happened.append("late")
            if self._fails:
                raise VoiceError("it broke off")
            return [replace(one, voice="model") for one in self._late]
        return [opinion(specialist.role, item=SLOW.id, voice="model")]

    async def settle(self, _who: Specialist, _case: Case, settled: Settled) -> Guidance:
        self.happened.append(f"settled {len(settled.items[0].for_)}")
        self._now["settled"].set()
        await asyncio.sleep(0)
        return Guidance(order=(SLOW.id,), start=SLOW.id)

    async def word(
        self, _who: Specialist, _case: Case, _settled: Settled, by_rules: Wording
    ) -> Wording:
        self.happened.append("worded")
        self._now["worded"].set()
        return replace(by_rules, headline=text("By the model."))

    async def doubt(self, _who: Specialist, _case: Case, _leading: Item) -> list[Opinion]:
        return []

    async def vote(
        self, _who: Specialist, _case: Case, _contested: Sequence[Item]
    ) -> list[Opinion]:
        return []

    def questions(self) -> list[tuple[str, str, str]]:
        return []

    def in_time(self, _turns: int = 1) -> bool:
        return True

    def record(self) -> PanelRecord:
        return PanelRecord(seconds=1.0, calls=())


class Opened:
    by_model = True
    time_s = 30.0

    def __init__(self, voice: Scripted, *, early: bool = True) -> None:
        self.voice = voice
        self.course = Course(settle_early=early)

    @asynccontextmanager
    async def open(self, _case: Case) -> AsyncIterator[Scripted]:
        yield self.voice


def consulted(
    until: str, *late: Opinion, early: bool = True, fails: bool = False, patience: float = 5.0
) -> tuple[Consultation, list[str]]:
    async def run() -> tuple[Consultation, list[str]]:
        voice = Scripted(until, late, fails=fails)
        made = await consult(
            CASE,
            {
                **specialists(cost_optimizer=says(opinion(LATE, item=SLOW.id))),
                "coordinator": coordinator,
                "report_generator": report_generator,
            },
            Opened(voice, early=early),  # type: ignore[arg-type] # a scripted voice
            {},
            fill=lambda remedy, _proposal: remedy,
            prices={},
            patience_seconds=patience,
        )
        return made, voice.happened

    return asyncio.run(run())


AGREES = opinion(LATE, item=SLOW.id)
GRAVE = opinion(LATE, item=SLOW.id, stance=Stance.OPPOSES, severity=Severity.CRITICAL)


def test_with_three_answers_the_coordinator_starts_while_the_fourth_still_speaks() -> None:
    made, happened = consulted("settled", AGREES)

    assert happened.index("settled 3") < happened.index("late")
    assert {one.role for one in made.opinions} == set(ANALYSTS)
    assert made.verdict.quality == "excellent"
    assert made.record is not None
    assert made.record.late == (LATE,)


def test_nobody_is_asked_twice_because_one_came_late() -> None:
    _, happened = consulted("settled", AGREES)

    assert len(happened) == len(set(happened)) == 3


def test_who_comes_when_the_words_are_written_is_taken_in_and_the_order_kept() -> None:
    made, happened = consulted("worded", AGREES)

    assert happened == ["settled 3", "worded", "late"]
    assert len(made.verdict.items[0].for_) == 4
    assert made.verdict.start == SLOW.id
    assert render(made.verdict.headline) == "By the model."
    assert made.absent == {}


def test_words_that_a_late_opinion_has_moved_give_way_to_the_rules() -> None:
    made, _ = consulted("worded", GRAVE)

    assert made.verdict.items[0].contested
    assert render(made.verdict.headline) != "By the model."
    assert made.absent == {Role.REPORT_GENERATOR: MOVED}


def test_who_never_comes_is_absent_when_its_patience_is_over_and_its_rules_speak() -> None:
    made, happened = consulted("never", patience=0.3)

    assert happened == ["settled 3", "worded"]
    assert made.absent == {LATE: "no answer in 0.3 s"}
    assert made.verdict.quality == "good"
    assert [one.stands_in for one in made.opinions if one.role == LATE] == [True]
    assert made.record is not None
    assert made.record.late == ()


def test_who_fails_late_is_named_and_its_rules_speak() -> None:
    made, _ = consulted("settled", fails=True)

    assert made.absent == {LATE: "it broke off"}
    assert [one.stands_in for one in made.opinions if one.role == LATE] == [True]


def test_a_fourth_that_comes_with_the_others_is_heard_before_it_is_settled() -> None:
    made, happened = consulted("", AGREES)

    assert happened == ["late", "settled 4", "worded"]
    assert made.record is not None
    assert made.record.late == ()


def test_settling_early_can_be_turned_off() -> None:
    _, happened = consulted("never", early=False, patience=0.2)

    assert happened == ["settled 4", "worded"], "the rules of the fourth are heard first"
