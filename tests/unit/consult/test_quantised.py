"""Which cases are the same to who judges them."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.consult.hypotheses import hypotheses
from hexascope.consult.told.briefing import Briefing, brief
from hexascope.consult.told.quantised import CELLS_A_DECADE, cell, lasting, levelled, of_case
from hexascope.domain.case import Case
from hexascope.domain.errand import Errand
from hexascope.domain.goals import Goals
from hexascope.domain.memory import Fact, Hours, Memory, Standing
from hexascope.domain.use import Resource, Severity, Unit
from tests.support.cases import case, fact
from tests.support.panel import finding, process_entity


def about(value: float = 0.5, nonce: str = "n1", **fields: Any) -> str:
    """Give the digest of a case with one finding."""
    piece = fact("pressure.some_share", value, resource="cpu")
    made = finding("cpu_saturation", **{"evidence": (piece,), **fields})
    return told(case(piece, findings=(made,)), nonce)


def told(one: Case, nonce: str = "n1") -> str:
    return of_case(one, briefed(one, nonce))


def briefed(one: Case, nonce: str) -> Briefing:
    return brief(one, hypotheses(one), nonce=nonce)


def test_the_mark_of_a_briefing_is_no_part_of_its_case() -> None:
    assert about(nonce="n1") == about(nonce="n2")


def test_a_value_counts_by_its_size_to_about_two_digits() -> None:
    assert about(0.500) == about(0.505)
    assert about(0.5) != about(0.7)


@pytest.mark.parametrize(
    "fields",
    [
        {"severity": Severity.CRITICAL},
        {"culprit": process_entity("other")},
        {"victims": (process_entity("other"),)},
        {"threshold": 0.51},
        {"confidence": 95},
    ],
)
def test_what_changes_a_judgement_changes_the_case(fields: dict[str, Any]) -> None:
    assert about(threshold=0.49) != about(**{"threshold": 0.49, **fields})


def test_a_culprit_with_another_pid_is_the_same() -> None:
    assert about(culprit=process_entity("worker", 1)) == about(culprit=process_entity("worker", 2))


@pytest.mark.parametrize(
    ("seconds", "same"), [(5.6, True), (4.4, True), (10.0, False), (3.0, False)]
)
def test_looks_of_about_the_same_length_are_one(seconds: float, same: bool) -> None:
    one, other = (case(findings=(finding(),), seconds=each) for each in (5.0, seconds))

    assert (told(one) == told(other)) is same


def test_two_culprits_whose_names_hold_numbers_are_two() -> None:
    assert about(culprit=process_entity("worker-10")) != about(culprit=process_entity("worker-11"))
    victims = [(process_entity(f"worker-{number}"),) for number in (10, 11)]
    assert about(victims=victims[0]) != about(victims=victims[1])


def test_goals_and_the_length_of_the_look_are_part_of_a_case() -> None:
    plain = case(findings=(finding(),))

    assert told(plain) != told(replace(plain, goals=Goals(statement="a database")))
    assert told(plain) != told(case(findings=(finding(),), seconds=60.0))


def test_a_fact_counts_by_whether_its_hours_hold_now() -> None:
    known = Fact(
        id="1",
        words="backup",
        standing=Standing.CONFIRMED,
        by="user",
        time="t",
        resource=Resource.CPU,
        hours=Hours(120, 180),
    )
    one = case(findings=(finding(),))

    def at(minute: int) -> str:
        return told(replace(one, memory=Memory(facts=(known,), minute=minute)))

    assert at(120) == at(179)
    assert at(120) != at(180)
    renamed = replace(known, id="2", time="later")
    same = replace(one, memory=Memory(facts=(renamed,), minute=120))
    assert told(same) == at(120)


@given(st.floats(min_value=1e-3, max_value=1e12))
def test_a_cell_holds_values_that_differ_by_a_fifth_at_most(value: float) -> None:
    wide = 10 ** (1 / CELLS_A_DECADE)

    assert cell(value, Unit.TEXT) != cell(value * wide * 1.001, Unit.TEXT)
    assert cell(value, Unit.TEXT) != cell(-value, Unit.TEXT)


@pytest.mark.parametrize(
    ("value", "unit", "nothing"),
    [
        (0.005, Unit.RATIO, True),
        (0.0051, Unit.RATIO, False),
        (0.0, Unit.TEXT, True),
        (float("inf"), Unit.RATIO, True),
        (4096.0, Unit.BYTES, True),
        (5000.0, Unit.BYTES, False),
    ],
)
def test_what_is_as_good_as_nothing_is_nothing(value: float, unit: Unit, nothing: bool) -> None:
    assert (cell(value, unit) == "0") is nothing


def test_a_text_is_its_own_cell() -> None:
    assert cell("ext4", Unit.TEXT) == "ext4"


def test_names_without_pids_stay_apart() -> None:
    names = lasting(["x{pid=1}", "x{pid=2,tid=3}", "x{pid=4}", "disk.await{device=vda}"])

    assert list(names.values()) == [
        "x{pid=*}#1",
        "x{pid=*,tid=*}#1",
        "x{pid=*}#2",
        "disk.await{device=vda}",
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("vda waits 35.2 ms", "vda waits 35.5 ms", True),
        ("vda waits 35.2 ms", "vda waits 70.4 ms", False),
        ("worker (pid 42) runs", "worker (pid 4711) runs", True),
        ("worker ×3 (pid 1, 2, 3)", "worker ×3 (pid 7, 8, 9)", True),
        ("worker runs", "nginx runs", False),
        ("id 00017", "id 00018", False),
        ("1,234,567 bytes", "1,234,568 bytes", False),
        ("disk sdb10 waits", "disk sdb11 waits", False),
        ("/dev/shm/10", "/dev/shm/11", False),
        ("from 10.0.0.10:80", "from 10.0.0.11:80", False),
        ("a share of 35.2% in all", "a share of 35.3% in all", True),
        ("a share of 35.2%", "a share of 70.4%", False),
    ],
)
def test_what_is_asked_of_a_role_counts_by_its_words_and_the_size_of_its_numbers(
    one: str, other: str, same: bool
) -> None:
    assert (levelled(one) == levelled(other)) is same


@given(st.text(max_size=200), st.integers(1, 2**22), st.integers(1, 2**22))
def test_no_pid_counts_in_any_text(words: str, one: int, other: int) -> None:
    assert levelled(f"{words} (pid {one})") == levelled(f"{words} (pid {other})")


def probed(value: float = 0.5, **fields: Any) -> str:
    """Give the digest of a case for which a probe was run."""
    piece = fact("memory.utilization", value)
    errand = Errand(
        **{
            "probe": "stacks",
            "subject": "worker",
            "asked_by": ("cost_optimizer",),
            "ran": True,
            "gave": (piece.key,),
            **fields,
        }
    )
    return told(case(piece, errand, findings=(finding(),)))


def test_what_errands_brought_is_part_of_a_case() -> None:
    assert probed() == probed(seconds=7.0)
    assert probed() != probed(0.9)
    assert probed() != probed(gave=(), reason="not allowed here")
    assert probed() != told(case(fact("memory.utilization", 0.5), findings=(finding(),)))


def test_what_own_specialists_want_to_see_counts_by_its_size() -> None:
    def wanting(value: float, *wants: str) -> str:
        one = case(fact("memory.utilization", value), findings=(finding(),))
        return told(replace(one, wants=wants))

    assert wanting(0.2) == wanting(0.9), "no check has found anything in it, and nobody wants it"
    assert wanting(0.2, "memory.utilization") != wanting(0.9, "memory.utilization")
    assert wanting(0.2, "memory.utilization") == wanting(0.201, "memory.utilization")
