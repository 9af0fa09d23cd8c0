"""Speedscope files: valid by the rules of its schema."""

import json
import math

import pytest

from hexascope.domain.errors import BadInput
from hexascope.report.contract import Manner
from hexascope.report.formats.speedscope import speedscope
from tests.support.broken import HOSTILE_NAMES
from tests.support.examinations import examination
from tests.support.profiled import profile, profiled
from tests.support.speedscope import VALID


def test_a_profile_is_a_valid_file_whose_weights_add_up() -> None:
    told = json.loads(speedscope.write(profiled(), Manner()))

    VALID.validate(told)
    (one,) = told["profiles"]
    frames = [frame["name"] for frame in told["shared"]["frames"]]
    assert [frames[number] for number in one["samples"][0]] == ["gzip", "main", "deflate"]
    assert one["weights"][0] == pytest.approx(60 / 49)
    assert math.isclose(sum(one["weights"]), one["endValue"])


def test_several_profiles_share_their_frames() -> None:
    told = json.loads(speedscope.write(profiled(profile(), profile(source="py-spy")), Manner()))

    VALID.validate(told)
    assert len(told["profiles"]) == 2
    assert len(told["shared"]["frames"]) == 7


def test_hostile_names_are_a_valid_file() -> None:
    names = profile(*(((name,), 1) for name in HOSTILE_NAMES))
    told = json.loads(speedscope.write(profiled(names), Manner()))

    VALID.validate(told)
    assert all(frame["name"].isprintable() for frame in told["shared"]["frames"])


def test_without_a_profile_it_says_what_makes_one() -> None:
    with pytest.raises(BadInput, match="--deep"):
        speedscope.write(examination(), Manner())
