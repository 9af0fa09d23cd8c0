import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hexascope.domain.examination import Examination
from hexascope.domain.text import Text, text
from hexascope.kit.whole import DEEPEST, NotWhole, plainly, read_back
from tests.support.examinations import examination
from tests.support.kept import made
from tests.support.line import Shortly, judged


class Colour(StrEnum):
    RED = "red"


class Grade(IntEnum):
    LOW = 1


class Row(NamedTuple):
    at: float
    name: str = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    value: float | str
    colour: Colour = Colour.RED
    grade: Grade | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    leaves: tuple[Leaf, ...]
    pair: tuple[str, int]
    rows: tuple[Row, ...] = ()
    named: Mapping[str, Leaf] = field(default_factory=dict)
    told: Mapping[str, Any] = field(default_factory=dict)


TREE = Tree(
    leaves=(Leaf(value=1.5, grade=Grade.LOW), Leaf(value="words")),
    pair=("a", 2),
    rows=(Row(1.0), Row(2.0, "b")),
    named={"one": Leaf(value=3)},
    told={"any": [1, None]},
)


def through_json(value: object) -> Any:
    return json.loads(json.dumps(plainly(value)))


def test_a_value_comes_back_as_it_was() -> None:
    assert read_back(Tree, through_json(TREE)) == TREE


def test_an_examination_comes_back_as_it_was() -> None:
    for about in (examination(), judged(Shortly(made("metal_gpu").told)).examination):
        assert read_back(Examination, through_json(about)) == about


@given(some.text(), some.floats(allow_nan=False, allow_infinity=False), some.text())
def test_a_sentence_keeps_whatever_words_and_numbers_it_quotes(
    words: str, number: float, inner: str
) -> None:
    said = text("{a} {b:number} {c}", a=words, b=number, c=text("{d}", d=inner))

    assert read_back(Text, through_json(said)) == said


def test_what_a_newer_version_has_added_takes_its_default_and_what_is_gone_is_passed_over() -> None:
    told = through_json(TREE)
    del told["rows"]
    told["later"] = "unknown"

    assert read_back(Tree, told).rows == ()


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        "words",
        {},
        {"leaves": [], "pair": ["a"]},
        {"leaves": [], "pair": ["a", True]},
        {"leaves": [{"value": None}], "pair": ["a", 1]},
        {"leaves": [{"value": 1, "colour": "blue"}], "pair": ["a", 1]},
        {"leaves": {}, "pair": ["a", 1]},
        {"leaves": [], "pair": ["a", 1], "named": []},
    ],
)
def test_what_is_no_such_value_is_refused(told: object) -> None:
    with pytest.raises(NotWhole, match="Tree"):
        read_back(Tree, told)


@dataclass(frozen=True, slots=True)
class Knot:
    inner: "Knot | None" = None


def knotted(times: int) -> dict[str, Any]:
    told: dict[str, Any] = {"inner": None}
    for _ in range(times):
        told = {"inner": told}
    return told


def test_what_is_nested_deeper_than_anything_of_ours_is_refused() -> None:
    assert read_back(Knot, knotted(DEEPEST - 1)).inner is not None
    with pytest.raises(NotWhole):
        read_back(Knot, knotted(DEEPEST))


def test_what_has_no_form_in_json_is_refused_when_it_is_kept() -> None:
    with pytest.raises(TypeError, match="object"):
        plainly(object())
