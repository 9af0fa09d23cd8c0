"""Folded stacks: lines that other flame graph tools read."""

import re
from dataclasses import replace

import pytest

from hexascope.domain.errors import BadInput
from hexascope.domain.probe import ProbeResult, Subject
from hexascope.domain.use import Status
from hexascope.report.contract import Manner
from hexascope.report.formats.folded import folded
from tests.support.broken import HOSTILE_NAMES
from tests.support.examinations import examination
from tests.support.profiled import profile, profiled

LINE = re.compile(r"^[^;\x00-\x1f]+(;[^;\x00-\x1f]+)* \d+$")


def test_each_stack_is_a_line_with_its_count() -> None:
    assert folded.write(profiled(), Manner()).splitlines() == [
        "gzip (on_cpu);gzip;main;deflate 60",
        "gzip (on_cpu);gzip;main;crc32 10",
        "gzip (on_cpu);gzip;read;vfs_read_[k] 25",
        "gzip (on_cpu);gzip;[unknown] (gzip) 5",
    ]


def test_no_name_makes_a_line_or_a_frame_of_its_own() -> None:
    names = (*HOSTILE_NAMES, "a;b", "a\nb 99")
    written = folded.write(profiled(profile(*(((name,), 1) for name in names))), Manner())

    assert len(written.splitlines()) == len(names)
    assert all(LINE.match(line) for line in written.splitlines())


def test_without_a_profile_it_says_what_makes_one() -> None:
    with pytest.raises(BadInput, match="--deep"):
        folded.write(examination(), Manner())


def test_probes_that_made_no_profile_say_why() -> None:
    refused = ProbeResult(
        probe="cpu_profile",
        subject=Subject(name="x"),
        status=Status.NO_PERMISSION,
        reason="run as root",
    )
    with pytest.raises(BadInput, match="cpu_profile: run as root"):
        folded.write(replace(examination(), probed=(refused,)), Manner())
