import pytest

from hexascope.derive.derivers.nfs import nfs
from hexascope.domain.facts import Facts
from tests.support.cases import reading, window


def facts(first: dict[str, float], last: dict[str, float]) -> Facts:
    looks = [
        [reading(f"nfs.{n}", v, mount="/net") for n, v in one.items()] for one in (first, last)
    ]
    return Facts().with_more(nfs.derive(window(*looks), Facts()))


BEFORE = {"operations": 100, "sent": 100, "round_trip_time": 1.0, "execute_time": 2.0}
AFTER = {"operations": 300, "sent": 320, "round_trip_time": 5.0, "execute_time": 12.0}


def test_waits_and_repeats_are_those_of_the_window() -> None:
    found = facts(BEFORE, AFTER)

    assert found.number("nfs.rate", mount="/net") == 40
    assert found.number("nfs.await", mount="/net") == pytest.approx(0.02)
    assert found.number("nfs.execute_await", mount="/net") == pytest.approx(0.05)
    assert found.number("nfs.repeated_share", mount="/net") == pytest.approx(20 / 220)


def test_a_mount_that_nobody_used_says_nothing() -> None:
    assert not facts(BEFORE, BEFORE).evidence


def test_a_mount_that_was_mounted_anew_says_nothing() -> None:
    assert not facts(AFTER, BEFORE).evidence
