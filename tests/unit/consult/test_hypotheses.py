"""What speaks against a hypothesis, and what only seems to."""

from typing import Any

import pytest

from hexascope.consult.hypotheses import hypotheses
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.use import Harm, Resource
from tests.support.cases import case, fact
from tests.support.panel import finding, group_entity, process_entity

CALM = fact("pressure.some_share", 0.049, resource="memory")
ROOM = fact("memory.utilization", 0.49)
LIMIT = Entity(kind=EntityKind.LIMIT, name="nofile")


def against(*more: Any, **fields: Any) -> list[str]:
    one = finding(
        evidence=(fact("memory.refaults", 900.0),), **{"resource": Resource.MEMORY, **fields}
    )
    [about] = hypotheses(case(*(more or (CALM, ROOM)), findings=(one,)))
    return [piece.key for piece in about.against]


def test_calm_and_room_speak_against_a_host_that_is_said_to_lack_something() -> None:
    assert against() == [CALM.key, ROOM.key]
    assert against(culprit=process_entity(), harm=Harm.BUSY) == [CALM.key, ROOM.key]


def test_waiting_and_use_from_the_limit_on_do_not() -> None:
    waited = fact("pressure.some_share", 0.05, resource="memory")
    used = fact("memory.utilization", 0.5)

    assert against(waited, used) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"harm": Harm.FAILING},
        {"harm": Harm.WASTE},
        {"victims": (process_entity("db", 7),)},
        {"culprit": group_entity()},
        {"culprit": LIMIT},
    ],
    ids=("fails", "leaks", "somebody waits", "a group at its limit", "a limit"),
)
def test_what_the_host_has_left_says_nothing_against(fields: dict[str, Any]) -> None:
    assert against(**fields) == []
