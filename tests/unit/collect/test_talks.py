"""Whose turn it is on a connection: the kernel's message taken apart, and rows made of it."""

import socket
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hexascope.collect.calls.talks import INFO, talk_row
from hexascope.collect.collectors.talks import talks
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.rows import Talk
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot

OWN = {"own": "net:[1]", "rows": [["net:[1]", 5, 9], ["net:[2]", 6, 1]], "total": 2, "refused": 0}


def message(sent: int, received: int, *pieces: int) -> bytes:
    ports = struct.pack(">HH", 5432, 40_000)
    address = socket.inet_aton("127.0.0.1") + b"\0" * 12
    numbers = [0] * 24
    numbers[9], numbers[11] = sent, received
    info = b"\0" * 8 + struct.pack("=24I", *numbers)
    info += b"\0" * 48 + struct.pack("=II", *pieces) if pieces else b""
    head = bytes((2, 1, 0, 0)) + ports + address * 2 + b"\0" * 12
    return (
        head + struct.pack("=5I", 0, 0, 0, 0, 33) + struct.pack("=HH", 4 + len(info), INFO) + info
    )


def test_a_connection_tells_its_ends_and_both_ages() -> None:
    assert talk_row(message(20, 5)) == [
        "127.0.0.1:5432",
        "127.0.0.1:40000",
        33,
        20,
        5,
        0,
        0,
        0,
    ]


def test_a_newer_kernel_tells_how_many_segments_went_either_way() -> None:
    row = talk_row(message(20, 5, 7, 6))

    assert isinstance(row, list)
    assert row[5:] == [6, 7, 0]  # sent, received, unread


def test_who_has_been_silent_for_five_minutes_is_left_out() -> None:
    assert talk_row(message(300_000, 400_000)) is not None
    assert talk_row(message(300_001, 400_000)) is None


@given(some.integers(0, 200))
def test_a_message_cut_short_is_no_connection(length: int) -> None:
    whole = message(20, 5)

    assert talk_row(whole[:length]) in (None, talk_row(whole))


def host(*answers: object) -> TextHost:
    told = {f"talks {pid} 2000": answer for pid, answer in zip((5, 6), answers, strict=False)}
    return TextHost(calls={"namespaces": OWN, **told})  # type: ignore[dict-item] # plain values


def test_rows_tell_whose_turn_it_is() -> None:
    shot = snapshot(
        host([["a:1", "b:2", 33, 20, 5, 0, 0]], [["a:3", "b:2", 34, 5, 20, 0, 0]]), talks
    )

    first, second = shot.rows(Talk)
    assert (first.namespace, first.is_asked(), first.is_waiting()) == ("net:[1]", True, False)
    assert (second.namespace, second.is_asked(), second.is_waiting()) == ("net:[2]", False, True)
    assert shot.number("talk.count", namespace="net:[2]") == 1


def test_equal_ages_alone_mean_that_nobody_is_known_to_wait() -> None:
    row = Talk("net:[1]", "a:1", "b:2", 33, 0.004, 0.004)

    assert not row.is_asked()
    assert not row.is_waiting()


@pytest.mark.parametrize(
    ("questions", "answers", "is_open"),
    [
        (1, 0, True),
        (66, 65, True),
        (66, 66, False),
        (4, 6, True),  # two segments for each answer
        (3, 6, False),
        (1000, 1999, False),  # answers of different length: nothing is known
        (0, 5, False),
        (1, 3, False),
    ],
)
def test_with_equal_ages_the_number_of_segments_tells(
    questions: int, answers: int, is_open: bool
) -> None:
    ours = Talk("net:[1]", "a:1", "b:2", 33, 0.004, 0.004, sent=questions, received=answers)
    theirs = Talk("net:[1]", "a:1", "b:2", 33, 0.004, 0.004, sent=answers, received=questions)

    assert ours.is_waiting() is is_open
    assert theirs.is_asked() is is_open


def test_a_foreign_namespace_that_is_gone_is_passed_over() -> None:
    shot = snapshot(host([], NotHere(Status.NO_PERMISSION, "no")), talks)

    assert shot.number("talk.count", namespace="net:[1]") == 0
    assert shot.number("talk.count", namespace="net:[2]") is None


@pytest.mark.parametrize(("questions", "answers", "is_open"), [(2, 2, True), (3, 4, False)])
def test_a_server_that_greets_has_said_one_thing_more(
    questions: int, answers: int, is_open: bool
) -> None:
    ours = Talk("net:[1]", "a:1", "b:2", 33, 0.004, 0.004, sent=questions, received=answers)
    theirs = Talk("net:[1]", "a:1", "b:2", 33, 0.004, 0.004, sent=answers, received=questions)

    assert ours.is_waiting(greets=True) is is_open
    assert theirs.is_asked(greets=True) is is_open


def test_light_looks_follow_what_lies_unread() -> None:
    answer: list[Json] = ["a:1", "b:2", 33, 900, 400, 6, 7, 120]
    gone = NotHere(Status.NO_PERMISSION, "no")
    assert talks.light is not None

    told = TextHost(calls={"namespaces": OWN, "unread 5 200": [answer], "unread 6 200": gone})  # type: ignore[dict-item] # plain values
    row, reading = talks.light(told)

    assert isinstance(row, Talk)
    assert (row.received_ago_s, row.unread) == (0.4, 120)
    assert isinstance(reading, Reading)
    assert (reading.family, reading.value) == ("talk.unread", 1)


def test_without_an_answer_of_our_own_namespace_it_is_missing() -> None:
    shot = snapshot(host(NotHere(Status.NOT_SUPPORTED, "no sock_diag")), talks)

    assert shot.missing["talk.count"].status is Status.NOT_SUPPORTED


def test_nonsense_is_unreadable_and_a_strange_age_is_bounded() -> None:
    shot = snapshot(host([["a:1", 5]]), talks)
    odd = snapshot(host([["a:1", "b:2", 1, -5, 10**30, 0, 0]], []), talks)

    assert shot.missing["talk.count"].status is Status.UNREADABLE
    [row] = odd.rows(Talk)
    assert (row.sent_ago_s, row.received_ago_s) == (0.0, 2**31 / 1000)
