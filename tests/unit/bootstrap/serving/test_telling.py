"""What is told live of a panel: nothing that has not passed the ledger."""

import asyncio
from collections.abc import Mapping
from typing import Any

from hexascope.bootstrap.serving.telling import (
    BETWEEN_S,
    LONGEST_REASON,
    MOST_FINDINGS,
    PanelTelling,
    tell_kept,
)
from hexascope.bus.contract import Said
from hexascope.bus.memory import MemoryBus
from hexascope.consult.voices.speaking import Turn
from hexascope.domain.errors import CannotReach
from hexascope.llm.contract import Failure, ModelError, Piece
from tests.support.examinations import examination
from tests.support.panel import opinion
from tests.unit.cli.test_panel_progress import spoke

OF = {"host": "web-1", "id": "a" * 32}


class Told:
    """What was said, at times that a test sets."""

    def __init__(self) -> None:
        self.now = 100.0
        self.said: list[tuple[str, Mapping[str, Any]]] = []
        self.telling = PanelTelling(
            lambda topic, message: self.said.append((topic, message)),
            "acme",
            "e1",
            OF,
            lambda: self.now,
        )

    def events(self) -> list[tuple[Any, Any]]:
        return [(one["event"], one["role"]) for _, one in self.said]


def test_each_event_goes_to_its_examination_with_what_selectors_choose_by() -> None:
    told = Told()
    told.telling("cost_optimizer", spoke("cost_optimizer", opinion()))

    assert told.said == [
        (
            "acme.examination.e1",
            {
                "event": "spoke",
                "of": OF,
                "role": "cost_optimizer",
                "endpoint": "compatible/x",
                "opinions": 1,
                "struck": 0,
                "seconds": 1.0,
                "first_token_s": 0.1,
                "input_tokens": 0,
                "output_tokens": 0,
            },
        )
    ]


def test_a_stream_is_told_of_by_its_length_alone_and_not_too_often() -> None:
    told = Told()
    for _ in range(10):
        told.telling("coordinator", Piece(text="secret"))
    told.now += BETWEEN_S
    told.telling("coordinator", Piece(text="secret"))
    told.telling("coordinator", Piece(finish="stop"))

    assert [one["letters"] for _, one in told.said] == [6, 66, 66]
    assert [one["ended"] for _, one in told.said] == [False, False, True]
    assert "secret" not in repr(told.said)


def test_who_is_asked_is_told_before_the_first_word_and_counted_anew() -> None:
    told = Told()
    told.telling("security_analyst", Turn("opinions"))
    told.telling("security_analyst", Piece(text="four", finish="stop"))
    told.telling("security_analyst", Turn("votes"))
    told.telling("security_analyst", Piece(text="two", finish="stop"))

    assert [(one["event"], one.get("what"), one.get("letters")) for _, one in told.said] == [
        ("asked", "opinions", None),
        ("speaking", None, 4),
        ("asked", "votes", None),
        ("speaking", None, 3),
    ]


def test_specialists_are_counted_apart() -> None:
    told = Told()
    told.telling("coordinator", Piece(text="x"))
    told.telling("my_own", Piece(text="xy"))

    assert [(one["role"], one["letters"]) for _, one in told.said] == [
        ("coordinator", 1),
        ("my_own", 2),
    ]


def test_who_could_not_speak_is_told_with_a_bounded_reason() -> None:
    told = Told()
    told.telling("coordinator", ModelError(Failure.LATE, "x", "y" * 5000))

    assert told.events() == [("absent", "coordinator")]
    assert len(told.said[0][1]["reason"]) <= LONGEST_REASON


def test_what_was_kept_is_told_with_its_gravest_findings() -> None:
    made = examination()

    async def work() -> list[Said]:
        bus = MemoryBus(lambda: 0.0)
        async with bus.listen("*") as listener:
            await tell_kept(bus, "acme", made)
            await bus.close()
            return [one async for one in listener]

    kept, *found = asyncio.run(work())

    assert kept.topic == f"acme.examination.{made.id}"
    assert kept.message["of"] == {"host": made.host.name, "id": made.host.id}
    assert {one.topic for one in found} <= {f"acme.finding.{one.id}" for one in made.findings}
    assert found
    assert len(found) == min(MOST_FINDINGS, kept.message["findings"])
    assert all(one.message["examination"] == made.id for one in found)


def test_a_bus_that_is_away_stops_nothing() -> None:
    class Away(MemoryBus):
        async def say(self, topic: str, message: Mapping[str, Any]) -> None:
            raise CannotReach(f"{topic}: away")

    asyncio.run(tell_kept(Away(lambda: 0.0), "acme", examination()))
