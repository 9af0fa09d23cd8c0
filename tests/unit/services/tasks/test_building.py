from dataclasses import replace

import pytest

from hexascope.consult.consensus import FIELDS
from hexascope.consult.own.rules import specialist_of
from hexascope.domain.errors import BadInput
from hexascope.domain.use import Resource
from hexascope.services.asking import Asking
from hexascope.services.own_specialists import gathered_from
from hexascope.services.tasks.building import ALL, DEFINED, NAMED, built
from hexascope.services.tasks.contract import MOST_NAMED, AskedTask
from hexascope.words import Language
from tests.support.line import service

OWN = """
name = "storage_keeper"
mandate = "Say which disks are slow."
resources = ["disk"]
aspects = ["latency"]
evidence = ["disk.await"]
"""


def asking() -> Asking:
    own = gathered_from({"storage_keeper": OWN}).found["storage_keeper"][0]
    six = service()
    return Asking(
        service=replace(
            six,
            specialists={**six.specialists, own.name: specialist_of(own)},
            wants=own.wants,
        ),
        fields={**FIELDS, own.name: own.field},
        language=Language.ENGLISH,
        clock=lambda: 0.0,
    )


def asked(words: str, **more: object) -> AskedTask:
    return AskedTask(words=words, time="t", new_examination="x", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Why is the disk slow?", "storage_keeper"),
        ("Is this host too large for what it does?", "cost_optimizer"),
        ("What would it cost to run it elsewhere?", "cost_optimizer"),
        ("Este servidor é grande demais?", "cost_optimizer"),
    ],
)
def test_those_are_asked_in_whose_field_the_words_lie(words: str, first: str) -> None:
    plan = built(asked(words), asking(), voice="rules")

    assert plan.specialists[0] == first
    assert plan.because[0][1].startswith("its field has")
    assert plan.evidence == ("disk.await",)


def test_where_nothing_is_named_everybody_is_asked_the_coordinator_first() -> None:
    plan = built(asked("What now?"), asking(), voice="rules")

    assert plan.specialists[0] == "coordinator"
    assert len(plan.specialists) == 5
    assert {why for _, why in plan.because} == {ALL}


def test_who_is_named_or_made_for_the_task_is_asked() -> None:
    named = built(asked("disk?", specialists=("security_analyst",)), asking(), voice="rules")
    made = built(asked("What now?", definitions=(("storage_keeper", OWN),)), asking(), voice="x")

    assert named.because == (("security_analyst", NAMED),)
    assert named.resources == (Resource.DISK,)
    assert made.because == (("storage_keeper", DEFINED),)


def test_an_examination_that_is_named_is_used_and_else_one_is_made() -> None:
    assert built(asked("Why?"), asking(), voice="rules").examines
    assert not built(asked("Why?", examination="e"), asking(), voice="rules").examines


def test_nobody_known_and_too_many_are_refused() -> None:
    with pytest.raises(BadInput, match="no specialist is called 'nobody'"):
        built(asked("Why?", specialists=("nobody",)), asking(), voice="rules")
    with pytest.raises(BadInput, match="is the most"):
        built(asked("Why?", specialists=("x",) * (MOST_NAMED + 1)), asking(), voice="rules")
