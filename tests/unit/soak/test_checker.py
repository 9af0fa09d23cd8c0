"""The checker finds what it is there for: a soak that passes must be able to fail."""

from collections import Counter
from pathlib import Path

import pytest

from tests.soak.checker import Quiet, Stored, slowest_return, violations
from tests.soak.history import History, Line, Phase, read


def line(key: str, phase: Phase, *, kind: str = "batch", time: float = 0.0, **more: str) -> Line:
    return Line(time=time, client="c1", kind=kind, key=key, phase=phase, **more)  # type: ignore[arg-type]


def told(*phases: tuple[str, Phase]) -> list[Line]:
    return [line(key, phase) for key, phase in phases]


def batches(**counts: int) -> Stored:
    return Stored(keys={"batch": Counter(counts)})


def test_what_was_acknowledged_and_is_there_once_is_right() -> None:
    history = told(("a", Phase.INTENDED), ("a", Phase.ACKED))

    assert violations(history, batches(a=1)) == []


@pytest.mark.parametrize(
    ("phases", "stored", "words"),
    [
        ((("a", Phase.INTENDED), ("a", Phase.ACKED)), {}, "acknowledged but lost: 1 (a)"),
        ((("a", Phase.INTENDED), ("a", Phase.ACKED)), {"a": 2}, "stored more than once"),
        ((("a", Phase.INTENDED), ("a", Phase.ACKED)), {"a": 1, "b": 1}, "never intended: 1 (b)"),
        ((("a", Phase.INTENDED), ("a", Phase.REFUSED)), {"a": 1}, "refused but stored"),
    ],
)
def test_each_broken_promise_is_told(
    phases: tuple[tuple[str, Phase], ...], stored: dict[str, int], words: str
) -> None:
    [found] = violations(told(*phases), batches(**stored))

    assert words in found


@pytest.mark.parametrize("stored", [{}, {"a": 1}])
def test_what_no_answer_came_for_may_be_there_or_not(stored: dict[str, int]) -> None:
    history = told(("a", Phase.INTENDED), ("a", Phase.UNKNOWN))

    assert violations(history, batches(**stored)) == []


def test_a_key_refused_first_and_taken_at_the_next_try_must_be_there() -> None:
    history = told(
        ("a", Phase.INTENDED), ("a", Phase.REFUSED), ("a", Phase.INTENDED), ("a", Phase.ACKED)
    )

    assert violations(history, batches(a=1)) == []
    assert violations(history, batches()) == ["batch: acknowledged but lost: 1 (a)"]


def test_numbers_of_a_stream_that_fall_or_repeat_are_told() -> None:
    stored = Stored(keys={}, streams={"s": (1, 2, 2, 4, 3)})

    assert violations([], stored) == ["stream s: numbers that do not rise: 2 (2, 3)"]


def test_a_job_that_never_ended_is_told() -> None:
    history = [line("j1", Phase.ACKED, kind="job"), line("j2", Phase.ACKED, kind="job")]
    stored = Stored(keys={"job": Counter(j1=1, j2=1)}, ended={"j1": "done"})

    assert violations(history, stored) == ["jobs that never ended: 1 (j2)"]


@pytest.mark.parametrize(("records", "right"), [(0, False), (1, True), (2, True), (3, False)])
def test_audit_records_lie_between_what_was_acknowledged_and_what_was_tried(
    records: int, right: bool
) -> None:
    history = [
        line("j1", Phase.INTENDED, kind="job"),
        line("j1", Phase.ACKED, kind="job"),
        line("j2", Phase.INTENDED, kind="job"),
        line("j2", Phase.UNKNOWN, kind="job"),
    ]
    stored = Stored(keys={"job": Counter(j1=1)}, ended={"j1": "done"}, audit={"job": records})

    assert (violations(history, stored) == []) is right


@pytest.mark.parametrize(
    ("quiet", "seconds"),
    [
        (Quiet(began=10.0), 2.0),
        (Quiet(began=10.0, ended=12.5), 2.0),
        (Quiet(began=10.0, ended=11.0), 0.0),
    ],
)
def test_the_slowest_return_is_that_of_the_last_client(quiet: Quiet, seconds: float) -> None:
    history = [line("a", Phase.ACKED, time=t) for t in (1.0, 12.0, 13.0)]

    assert slowest_return(history, [quiet]) == seconds


@pytest.mark.parametrize(
    ("more", "seconds"),
    [
        ((), 0.0),
        (((15.0, Phase.INTENDED),), float("inf")),
        (((15.0, Phase.INTENDED), (21.0, Phase.UNKNOWN)), float("inf")),
        (((15.0, Phase.INTENDED), (23.0, Phase.ACKED)), 3.0),
    ],
)
def test_who_asks_no_more_has_not_waited_and_who_is_never_answered_waits_for_ever(
    more: tuple[tuple[float, Phase], ...], seconds: float
) -> None:
    said = ((1.0, Phase.INTENDED), (13.0, Phase.ACKED), *more)
    history = [line("a", phase, time=t) for t, phase in said]

    assert slowest_return(history, [Quiet(began=20.0)]) == seconds


def test_a_history_is_read_as_it_was_written(tmp_path: Path) -> None:
    history = History(tmp_path / "history.jsonl", lambda: 1.5)
    history.write("c1", "batch", "a", Phase.INTENDED, stream="s", seq=3)

    assert list(read(tmp_path / "history.jsonl")) == history.lines
