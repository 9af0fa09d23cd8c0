import pytest

from hexascope.collect.collectors.target_ends import target_ends
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.rows import LoopSample, OtherEnd
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

END: list[Json] = [
    *("socket:[5]", "tcp", "client", "127.0.0.1:40000", "127.0.0.1:5432", True, 0, 12),
    [20],
    [20],
    False,
]


def test_other_ends_and_loops_are_kept() -> None:
    told: Json = {"ends": [END], "loops": [[10, 11, ["socket:[5]"]]]}

    seen = snapshot(TextHost(calls={"task_ends": told}), target_ends)

    (end,) = seen.rows(OtherEnd)
    assert (end.name, end.side, end.remote) == ("socket:[5]", "client", "127.0.0.1:5432")
    assert (end.spoke_last, end.send_queue, end.writers, end.awaits_us) == (True, 12, (20,), False)
    assert seen.rows(LoopSample) == (LoopSample(10, 11, ("socket:[5]",)),)


def test_without_a_target_nothing_is_read() -> None:
    nobody = TextHost(calls={"task_ends": NotHere(Status.NOT_SUPPORTED, "no such call")})

    assert not snapshot(nobody, target_ends).tables


@pytest.mark.parametrize("told", [[], "x", {"ends": [[1]]}, {"loops": [[1, 2]]}, {"ends": [None]}])
def test_an_answer_that_makes_no_sense_is_no_row(told: Json) -> None:
    assert not snapshot(TextHost(calls={"task_ends": told}), target_ends).tables
